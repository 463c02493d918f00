"""Whatever a line of a case file holds, it gets an answer or an error of its own, never a traceback."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapa.config.cli import main
from sapa.config.commands.policy import answerer
from tests.domain.policy.generator import Dice
from tests.domain.policy.test_properties import some

GOOD = json.loads((Path(__file__).parent / "cases.jsonl").read_text().splitlines()[0])
JUNK: list[Any] = [
    None, True, False, 0, -1, 10**30, 1.5, float("inf"), float("nan"), "", "x", "\0", "\ud800",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00", "2027-01-19T10:00:00", "24:00", "a" * 3000, [], [[]], {}, {"a": {}}, [None], ["\0"],
    [{"at": 3}], {"scope": "all"}, -(10**400),
]  # fmt: skip


def lines_of(tmp_path: Path, content: bytes) -> tuple[int, list[Any]]:
    (tmp_path / "in.jsonl").write_bytes(content)
    code = main(["policy", "decide", str(tmp_path / "in.jsonl"), str(tmp_path / "out.jsonl")])
    text = (tmp_path / "out.jsonl").read_text(encoding="utf-8")
    return code, [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize(
    "line",
    [
        b"{", b"[]", b"null", b"7", b"\x00", b"\xff\xfe", b'{"id": "a\x00b"}', b"[" * 100_000, b'"text"',
        b'{"now": ' + b"9" * 6000 + b"}", json.dumps(GOOD | {"now": "2027-01-19T10:00:00"}).encode(),
        json.dumps(GOOD | {"intent": None}).encode(), json.dumps(GOOD | {"customer": []}).encode(),
        json.dumps(GOOD | {"policy": {"gap_hours": {"care": float("inf")}}}).encode(),
    ],
)  # fmt: skip
def test_a_broken_line_is_an_error_between_two_answers(tmp_path: Path, line: bytes) -> None:
    good = json.dumps(GOOD).encode()
    code, rows = lines_of(tmp_path, b"\n".join((good, line, good)))
    assert (code, ["error" in row for row in rows]) == (1, [False, True, False])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"class": "advert"}, "intent.class: reply or notice"),
        ({"class": ["care"]}, "intent.class"),
        ({"due_at": "tomorrow"}, "intent.due_at: a time like"),
        ({"expires_at": "2027-01-20T10:00:00"}, "no UTC offset"),
        ({"channels": "whatsapp"}, "intent.channels: a list"),
        ({"urgent": "no"}, "intent.urgent: true or false"),
        ({"recipe_cap": {"max": "1", "days": 3}}, "recipe_cap.max: a whole number"),
        ({"category": "advert"}, "intent.category"),
    ],
)
def test_the_error_names_the_field(change: dict[str, Any], said: str) -> None:
    case = GOOD | {"intent": GOOD["intent"] | change}
    found = answerer(None, None)(json.dumps(case).encode())
    assert (found["id"], said in found["error"]) == (GOOD["id"], True)


def test_marks_and_line_separators_inside_a_text_do_not_tear_a_line(tmp_path: Path) -> None:
    case = GOOD | {"id": "a\u2028b\u0085c"}
    content = b"\xef\xbb\xbf" + json.dumps(case, ensure_ascii=False).encode() + b"\r\n\r\n"
    code, rows = lines_of(tmp_path, content)
    assert (code, [row["id"] for row in rows]) == (0, ["a\u2028b\u0085c"])


def test_half_a_character_in_an_id_is_written_escaped(tmp_path: Path) -> None:
    code, rows = lines_of(tmp_path, json.dumps(GOOD | {"id": "\ud800"}).encode())
    assert (code, len(rows)) == (0, 1)


def places(value: Any) -> list[list[Any]]:
    """The path of every part of a case."""
    found: list[list[Any]] = []
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in rows:
        found += [[key], *[[key, *path] for path in places(below)]]
    return found


@some(400)
@given(st.integers(0, 2**32 - 1), st.data())
def test_junk_in_any_place_gets_an_answer_or_an_error(seed: int, data: st.DataObject) -> None:
    case = copy.deepcopy(Dice(seed).case(1)[0])
    for _ in range(data.draw(st.integers(1, 3))):
        *above, last = data.draw(st.sampled_from(places(case)))
        part: Any = case
        for key in above:
            part = part[key]
        part[last] = copy.deepcopy(data.draw(st.sampled_from(JUNK)))
    found = answerer(None, None)(json.dumps(case).encode())
    assert ("error" in found) != (found.get("action") in ("send", "wait", "drop"))
    json.dumps(found)


@pytest.mark.parametrize("option", ["--policy", "--calendar"])
@pytest.mark.parametrize("wrong", ["[" * 100_000, '{"a":' * 3000, '{"periods": {"lebaran": 5}}', "[]", ""])
def test_a_file_of_settings_or_holidays_that_is_wrong_is_refused(
    tmp_path: Path, option: str, wrong: str
) -> None:
    (tmp_path / "x.json").write_text(wrong)
    (tmp_path / "in.jsonl").write_text(json.dumps(GOOD))
    files = [str(tmp_path / name) for name in ("in.jsonl", "out.jsonl", "x.json")]
    assert main(["policy", "decide", *files[:2], option, files[2]]) == 2


def test_a_file_of_settings_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_bytes(b"\xef\xbb\xbf{}")
    assert answerer(tmp_path / "p.json", None)(json.dumps(GOOD).encode())["id"] == GOOD["id"]
