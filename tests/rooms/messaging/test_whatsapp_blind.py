"""Webhook bodies and what an outsider expects of them, written from contracts.md without sight of the parser.

A line of `whatsapp_blind.jsonl` is `{"name", "body" | "raw", "expected"}`; `raw` is the bytes of a body as
Latin-1 and `expected` names only what the contract makes certain. A list has exactly the given rows, each
with at least the given columns; where the contract leaves room there is a matcher `{"~": kind, "is": …}`.
`"anything": true` says that the body may not vanish: some list, `unknown` if no other, tells of it.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sapa.config.cli import main

MESSAGE = ["from", "id", "media_id", "payload", "reply_to", "text", "type", "user_id"]
STATUS = ["biz_data", "code", "id", "pricing_category", "recipient", "status", "user_id"]
COLUMNS = {
    "messages": MESSAGE,
    "statuses": STATUS,
    "preferences": ["category", "user_id", "value", "wa_id"],
    "templates": ["category", "event", "id"],
    "account": ["event", "field"],
}
LISTS = [*COLUMNS, "echoes", "unknown", "errors"]
CASES: list[dict[str, Any]] = [
    json.loads(line)
    for line in Path(__file__).with_name("whatsapp_blind.jsonl").read_text(encoding="utf-8").splitlines()
]


def _digits(told: Any) -> str:
    return "".join(letter for letter in str(told) if letter.isdigit())


def _meant(told: Any) -> Any:
    return json.loads(told) if isinstance(told, str) else told


MATCHERS: dict[str, Callable[[Any, Any], bool]] = {
    "falsy": lambda told, _wanted: not told,
    "nonempty": lambda told, _wanted: bool(told),
    "contains": lambda told, wanted: wanted in told,
    "digits": lambda told, wanted: _digits(told) == wanted,
    "text": lambda told, wanted: str(told) == wanted,
    "json": lambda told, wanted: bool(_meant(told) == wanted),
    "one_of": lambda told, wanted: told in wanted,
    "has": lambda told, wanted: wanted in told,
    "ids": lambda told, wanted: set(wanted) <= {row["id"] for row in told},
    "where": lambda told, wanted: any(agrees(row, wanted) for row in told),
}


def agrees(told: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict) and "~" in wanted:
        return MATCHERS[wanted["~"]](told, wanted.get("is"))
    if isinstance(wanted, dict):
        return all(agrees(told[key], value) for key, value in wanted.items())
    if isinstance(wanted, list):
        return len(told) == len(wanted) and all(map(agrees, told, wanted))
    return bool(told == wanted and type(told) is type(wanted))


def written(case: dict[str, Any], folder: Path) -> Path:
    file = folder / "body.json"
    raw = case["raw"].encode("latin-1") if "raw" in case else json.dumps(case["body"]).encode()
    file.write_bytes(raw)
    return file


def cases() -> list[Any]:
    doubt = pytest.mark.xfail(reason="disputed: see the line", strict=False)
    return [
        pytest.param(case, id=case["name"].replace(" ", "-"), marks=[doubt] if case.get("disputed") else [])
        for case in CASES
    ]


@pytest.mark.parametrize("case", cases())
def test_a_webhook_body_means_what_an_outsider_expects(
    case: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["channels", "parse", "whatsapp", str(written(case, tmp_path))])
    told = json.loads(capsys.readouterr().out)
    expected = {key: value for key, value in case["expected"].items() if key != "anything"}
    assert {key: told[key] for key in expected if not agrees(told[key], expected[key])} == {}
    assert any(told[key] for key in LISTS) or not case["expected"].get("anything")
    assert code == 0 or "raw" in case


def test_every_body_gets_one_line_of_the_columns_of_the_contract(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = [tmp_path / str(number) for number in range(len(CASES))]
    for folder in folders:
        folder.mkdir()
    files = [str(written(case, folder)) for case, folder in zip(CASES, folders, strict=True)]
    main(["channels", "parse", "whatsapp", *files])
    lines = [json.loads(line) for line in capsys.readouterr().out.split("\n") if line]
    assert [line["file"] for line in lines] == files
    assert {tuple(sorted(line)) for line in lines} == {tuple(sorted(["file", *LISTS]))}
    told = {(kind, *sorted(row)) for line in lines for kind in COLUMNS for row in line[kind]}
    assert told == {(kind, *columns) for kind, columns in COLUMNS.items()}
