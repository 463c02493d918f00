import json
from pathlib import Path
from typing import Any

import pytest

from sapa.config.cli import main
from sapa.domain.guard import RULES

HERE = Path(__file__).parent


def run(cases: Path, tmp_path: Path) -> tuple[int, list[Any]]:
    out = tmp_path / "answers.jsonl"
    code = main(["guard", "check", str(cases), str(out)])
    return code, [json.loads(line) for line in out.read_text().splitlines()]


@pytest.mark.parametrize("name", ["examples.jsonl", "cases.jsonl"])
def test_every_case_is_answered_as_the_document_says(tmp_path: Path, name: str) -> None:
    code, answers = run(HERE / name, tmp_path)
    cases = [json.loads(line) for line in (HERE / name).read_text().splitlines()]
    wrong = [
        (case["id"], found["codes"], case["expect"])
        for case, found in zip(cases, answers, strict=True)
        if found["codes"] != case["expect"] or found["blocked"] != case.get("blocked", found["blocked"])
    ]
    assert (code, wrong) == (0, [])


def test_there_is_one_hint_for_each_code(tmp_path: Path) -> None:
    _, answers = run(HERE / "cases.jsonl", tmp_path)
    assert all(len(row["hints"]) == len(row["codes"]) and all(row["hints"]) for row in answers)
    assert {code for row in answers for code in row["codes"]} == set(RULES)


def test_the_greeting_hint_names_the_time_and_the_word(tmp_path: Path) -> None:
    case = {"id": "1", "text": "Selamat pagi", "class": "notice", "segment": "b2c", "at": "2027-01-19T15:10"}
    (tmp_path / "in.jsonl").write_text(json.dumps(case))
    _, [row] = run(tmp_path / "in.jsonl", tmp_path)
    assert row["hints"] == ["Pesan akan terkirim pukul 15.10, pakai 'sore'."]


def test_a_bad_line_gets_its_own_error_and_the_good_ones_are_written(tmp_path: Path) -> None:
    good = (HERE / "cases.jsonl").read_bytes().splitlines()[0]
    bad = [b'{"id": "b1", "text": 5}', b"not json", b'{"id": "\xff"}', b"[1]"]
    (tmp_path / "in.jsonl").write_bytes(b"\n".join([*bad, good]))
    code, rows = run(tmp_path / "in.jsonl", tmp_path)
    assert (code, [row["id"] for row in rows], rows[-1]["codes"]) == (1, ["b1", None, None, None, "g001"], [])
    assert "text: a text expected, found 5" in rows[0]["error"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"class": "nudge"}, "class: notice or reminder"),
        ({"segment": "b2x"}, "segment: b2c or b2b"),
        ({"at": "besok"}, "at: a time like 2027-01-19T10:00"),
        ({"vars": []}, None),
        ({"vars": ["Dewi"]}, "vars: an object"),
        ({"recent": [["promo"]]}, "recent: a list of texts"),
        ({"audience": "many"}, "audience: a whole number"),
    ],
)
def test_a_wrong_field_is_named(tmp_path: Path, change: dict[str, Any], told: str | None) -> None:
    case = json.loads((HERE / "cases.jsonl").read_text().splitlines()[0]) | change
    (tmp_path / "in.jsonl").write_text(json.dumps(case))
    code, [row] = run(tmp_path / "in.jsonl", tmp_path)
    assert (code, told is None or told in row["error"]) == (0 if told is None else 1, True)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert main(["guard", "check", str(tmp_path / "none.jsonl"), str(tmp_path / "out")]) == 2
