"""`sapa assistant understand IN OUT`."""

import json
from pathlib import Path
from typing import Any

import pytest

from sapa.config.cli import main
from sapa.domain.understanding.types import HANDLINGS, INTENTS

KEYS = ["id", "intent", "intents", "slots", "handling", "should_escalate", "escalation_reason", "confidence"]


def run(tmp_path: Path, *lines: object) -> tuple[int, list[dict[str, Any]]]:
    asked = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    (tmp_path / "in.jsonl").write_bytes(b"\n".join(asked))
    code = main(["assistant", "understand", str(tmp_path / "in.jsonl"), str(tmp_path / "out.jsonl")])
    return code, [json.loads(row) for row in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]


def test_every_line_is_answered_in_its_order(tmp_path: Path) -> None:
    code, rows = run(
        tmp_path,
        {"id": "a", "text": "min minta notanya SARI-2207 ya", "context": None},
        {"id": "b", "text": "4", "context": "csat_survey"},
        {"id": "c", "text": "jangan kirimi saya promo lagi", "context": "promo_broadcast"},
    )
    assert (code, [list(row) for row in rows]) == (0, [KEYS] * 3)
    assert [row["intent"] for row in rows] == ["invoice_request", "feedback_csat", "opt_out"]
    assert [row["slots"] for row in rows[:2]] == [{"order_id": "SARI-2207"}, {"rating": 4}]


def test_whoever_asks_for_a_person_is_escalated(tmp_path: Path) -> None:
    _, [row] = run(tmp_path, {"id": 7, "text": "sambungin ke manusia dong, capek sama bot", "context": None})
    assert (row["id"], row["handling"], row["escalation_reason"]) == (7, "escalate", "human_request")


@pytest.mark.parametrize(
    ("line", "id_"),
    [
        ({"id": "x"}, "x"),
        ({"id": "x", "text": 5}, "x"),
        ({"id": "x", "text": "halo", "context": 3}, "x"),
        (["halo"], None),
        (b"{broken", None),
        (b'{"id": "\xff"}', None),
        (b"[" * 100_000, None),
    ],
)
def test_a_bad_line_gets_its_own_error_and_the_good_ones_are_written(
    tmp_path: Path, line: object, id_: str | None
) -> None:
    code, rows = run(tmp_path, line, {"id": "good", "text": "halo kak", "context": None})
    assert (code, list(rows[0]), rows[0]["id"]) == (1, ["id", "error"], id_)
    assert (rows[1]["id"], rows[1]["intent"]) == ("good", "greeting")


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assistant", "understand", str(tmp_path / "none"), str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "\u0000", "\ud83d", "🙏", "a" * 20_000, "9" * 20_000, "{" * 5_000])
def test_strange_texts_are_answered_too(tmp_path: Path, text: str) -> None:
    code, [row] = run(tmp_path, {"id": 1, "text": text})
    assert (code, row["intent"] in INTENTS, row["handling"] in HANDLINGS) == (0, True, True)


def test_a_kind_of_message_that_is_not_known_tells_nothing(tmp_path: Path) -> None:
    _, [known, unknown] = run(
        tmp_path,
        {"id": 1, "text": "halo", "context": None},
        {"id": 1, "text": "halo", "context": "newsletter"},
    )
    assert known == unknown
