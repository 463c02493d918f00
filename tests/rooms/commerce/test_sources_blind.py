"""Deliveries written from the services' own descriptions, before anybody looked at our code for them."""

import json
import re
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sapa.config.commands import sources

Case = Mapping[str, Any]
Line = Mapping[str, Any]
Told = Callable[..., list[Line]]
CASES = [
    json.loads(line)
    for line in Path(__file__).with_name("sources_blind.jsonl").read_text(encoding="utf-8").split("\n")
    if line
]
KINDS = sorted({case["kind"] for case in CASES})
KEY = re.compile(rf"({'|'.join(KINDS)}):[a-z_]+:.+:[^:]+")
ODD: tuple[Any, ...] = (None, [], [None], {}, "", "x", -1, 10**40, 1e300, True, "2025-13-45T99:00:00")


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    monkeypatch.setattr("django.setup", lambda: None)

    def run(case: Case, *bodies: bytes) -> list[Line]:
        paths = [tmp_path / f"{number}.json" for number in range(len(bodies))]
        for path, body in zip(paths, bodies, strict=True):
            path.write_bytes(body)
        (tmp_path / "headers").write_text(json.dumps(case["headers"]), encoding="utf-8")
        words = ["sources", "parse", case["kind"], *map(str, paths), "--headers", str(tmp_path / "headers")]
        for name in ("secret", "url", "timezone"):
            words += [f"--{name}", case[name]] if case.get(name) else []
        parser = ArgumentParser()
        sources.add(parser.add_subparsers())
        args = parser.parse_args(words)
        assert args.run(args) == 0
        return [json.loads(line) for line in capsys.readouterr().out.split("\n") if line]

    return run


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case['kind']}: {case['name']}") for case in CASES])
def test_a_delivery_says_what_the_service_means_by_it(case: Case, told: Told) -> None:
    [line] = told(case, case["body"].encode())

    assert list(disagreements(case["expect"], line)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_of_another_type_is_never_an_error(kind: str, told: Told) -> None:
    case = next(case for case in CASES if case["kind"] == kind)
    bodies = [json.dumps(body).encode() for body in bent(json.loads(case["body"]))]

    lines = told(case, *bodies)

    assert len(bodies) > 50
    assert [line for line in lines if {"events", "ignored"} - line.keys()] == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_text_is_never_an_error(kind: str, told: Told) -> None:
    case = next(case for case in CASES if case["kind"] == kind)

    lines = told(case, b"\xff\xfe\x00", b"\x00", b"[" * 100_000, b'{"a":"\\ud800"}', b"\xc3(")

    assert [line["events"] for line in lines] == [[]] * 5
    assert all(line["ignored"] for line in lines)


def disagreements(expect: Case, line: Line) -> Iterator[str]:
    """Only what `expect` names is compared; `besides`: other events may stand beside those named."""
    if "error" in line:
        yield str(line)
    if "verified" in expect and line["verified"] is not expect["verified"]:
        yield f"verified is {line['verified']}"
    if "ignored" in expect and bool(line["ignored"]) is not expect["ignored"]:
        yield f"ignored is {line['ignored']}"
    for barred in expect.get("never", ()):
        if any(_agree(barred, event) for event in line["events"]):
            yield f"{barred} was told"
    yield from _different_events(expect, line)
    yield from _wrong_keys(line)


def _different_events(expect: Case, line: Line) -> Iterator[str]:
    left = list(line["events"])
    for wanted in expect.get("events", ()):
        found = next((event for event in left if _agree(wanted, event)), None)
        if found is None:
            yield f"{wanted} is not in {line['events']}"
        else:
            left.remove(found)
    if "events" in expect and left and not expect.get("besides"):
        yield f"more than was said: {named(line)}"


def _wrong_keys(line: Line) -> Iterator[str]:
    keys = [event["key"] for event in line["events"]]
    yield from (f"{key} is no key" for key in keys if not KEY.fullmatch(key))
    if len(set(keys)) < len(keys):
        yield f"a key stands twice: {keys}"


def named(line: Line) -> list[str]:
    return [event["name"] for event in line["events"]]


def _agree(wanted: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    return all(_same(name, value, event[name]) for name, value in wanted.items())


def _same(name: str, wanted: object, found: Any) -> bool:
    if name == "at":
        return bool(datetime.fromisoformat(str(wanted)) == datetime.fromisoformat(found))
    return (found or "") == wanted if name in {"phone", "email"} else found == wanted


def bent(body: Any) -> Iterator[Any]:
    """The body with each field, at every depth, replaced by each odd value once."""
    for path in _paths(body):
        for odd in ODD:
            changed = json.loads(json.dumps(body))
            place = changed
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = odd
            yield changed


def _paths(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, below in inside:
        yield (*above, name)
        yield from _paths(below, (*above, name))
