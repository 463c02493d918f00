"""`sapa journeys check` on good and bad files."""

import json
from pathlib import Path

import pytest

from sapa.config.cli import main

BAD = """\
id: promo_lama
name: Promo lama
class: promo
category: marketing
trigger: {on: [order.placed], subject: order}
steps:
  - id: satu
    due: trigger + 4h
    expires: trigger + 1h
    text: Halo, ada potongan harga. Balas BERHENTI bila tidak ingin info promo.
  - id: dua
    due: trigger + 1d at 02:00
    expires: due + 2h
    text: Halo {{ nama_kecil }}, ada potongan harga. Balas BERHENTI bila tidak ingin info promo.
    next: satu
"""
GOOD = (
    BAD.replace("1h", "5d")
    .replace("02:00", "09:00")
    .replace("+ 2h", "+ 5d")
    .replace("nama_kecil", "panggilan")
)
GOOD = GOOD.replace("    next: satu\n", "")


def checked(
    file: Path, text: str, language: str, monkeypatch: pytest.MonkeyPatch, *more: str
) -> tuple[int, Path]:
    monkeypatch.setenv("SAPA_LANGUAGE", language)
    file.write_text(text, encoding="utf-8")
    return main(["journeys", "check", str(file), *more]), file


def test_a_bad_file_is_refused_with_every_line_and_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, file = checked(tmp_path / "a.yaml", BAD, "en", monkeypatch)
    assert (code, capsys.readouterr().out.splitlines()) == (
        1,
        [
            f"{file}:9 expires_before_due The end «trigger + 1h» is never after «trigger + 4h»: "
            "this message could never be sent.",
            f"{file}:11 cycle The steps go round in a circle: satu → dua → satu.",
            f"{file}:13 window_never_opens Between «trigger + 1d at 02:00» and «due + 2h» no hour is ever "
            "allowed for private customers (quiet_hours, expires_before_slot).",
            f"{file}:13 window_never_opens Between «trigger + 1d at 02:00» and «due + 2h» no hour is ever "
            "allowed for companies (quiet_hours, b2b_hours, expires_before_slot).",
            f"{file}:14 unknown_variable The variable nama_kecil is not known.",
        ],
    )


def test_the_reasons_are_told_in_the_users_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, file = checked(tmp_path / "a.yaml", BAD, "id", monkeypatch)
    assert code == 1
    assert f"{file}:14 unknown_variable Variabel nama_kecil tidak dikenal." in capsys.readouterr().out


def test_a_good_file_passes_and_warnings_refuse_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, file = checked(tmp_path / "a.yaml", GOOD, "en", monkeypatch)
    assert code == 0
    assert [line.split()[:2] for line in capsys.readouterr().out.splitlines()] == [
        [f"{file}:11", "promos_in_a_row"]
    ]


def test_the_workspaces_own_hours_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    policy, morning = tmp_path / "p.json", GOOD.replace("due + 5d", "due + 45m")
    policy.write_text(json.dumps({"quiet": {"start": "21:00", "end": "10:00"}}))
    assert checked(tmp_path / "a.yaml", morning, "en", monkeypatch)[0] == 0
    assert "window_never_opens" not in capsys.readouterr().out
    code, _ = checked(tmp_path / "a.yaml", morning, "en", monkeypatch, "--policy", str(policy))
    assert (code, "window_never_opens" in capsys.readouterr().out) == (1, True)


def test_what_cannot_be_opened_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SAPA_LANGUAGE", "en")
    assert main(["journeys", "check", str(tmp_path / "nowhere.yaml")]) == 1
    assert "there is no such file" in capsys.readouterr().out
    assert main(["journeys", "check", "x.yaml", "--policy", str(tmp_path / "none.json")]) == 2
