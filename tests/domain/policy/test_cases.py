import json
from pathlib import Path
from typing import Any

import pytest

from sapa.config.cli import main

HERE = Path(__file__).parent


def run(tmp_path: Path, name: str) -> tuple[int, list[Any]]:
    out = tmp_path / "answers.jsonl"
    code = main(["policy", "decide", str(HERE / name), str(out)])
    return code, [json.loads(line) for line in out.read_text().splitlines()]


@pytest.mark.parametrize("name", ["examples.jsonl", "cases.jsonl", "audit.jsonl"])
def test_every_case_is_answered_as_the_document_says(tmp_path: Path, name: str) -> None:
    code, answers = run(tmp_path, name)
    cases = [json.loads(line) for line in (HERE / name).read_text().splitlines()]
    wrong = [
        case["title"]
        for case, found in zip(cases, answers, strict=True)
        if case["expect"] != {field: found[field] for field in case["expect"]}
    ]
    assert (code, wrong) == (0, [])


def test_a_bad_line_gets_its_own_error_and_the_good_ones_are_written(tmp_path: Path) -> None:
    good = (HERE / "cases.jsonl").read_text().splitlines()[0]
    bad = json.dumps(json.loads(good) | {"id": "b1", "now": "2027-01-19 10:00"})
    (tmp_path / "in.jsonl").write_text(f"{bad}\nnot json\n{good}\n")
    code = main(["policy", "decide", str(tmp_path / "in.jsonl"), str(tmp_path / "out.jsonl")])
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert (code, rows[0]["id"], "UTC offset" in rows[0]["error"]) == (1, "b1", True)
    assert ("error" in rows[1], rows[2]["action"]) == (True, "wait")


def test_a_policy_file_that_is_wrong_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.json").write_text('{"quiet": {"strat": "21:00"}}')
    cases, out = str(HERE / "cases.jsonl"), str(tmp_path / "out")
    assert main(["policy", "decide", cases, out, "--policy", str(tmp_path / "p.json")]) == 2
    assert "quiet.strat: no such setting" in capsys.readouterr().err
