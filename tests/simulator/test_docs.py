"""docs/simulator.md tells all that there is: rules, calls, faults, events, types."""

import re
from dataclasses import fields
from pathlib import Path

from simulator import answers, control, faults
from simulator.__main__ import parser
from simulator.config import SETUP
from simulator.control.events import EVENTS
from simulator.rules import Rules

TEXT = (Path(__file__).parents[2] / "docs" / "simulator.md").read_text()


def rows(pattern: str) -> set[str]:
    return set(re.findall(pattern, TEXT, re.M))


def test_every_rule_is_told_with_its_defaults() -> None:
    found = dict(re.findall(r"^\| `(\w+)` \| (\S+) \| ", TEXT, re.M))
    assert set(found) == {field.name for field in fields(Rules)}
    plain = {name: str(value).lower().removesuffix(".0") for name, value in Rules().listed().items()}
    assert {name: found[name] for name in plain} == plain


def test_what_strict_changes_is_told() -> None:
    lax, strict = Rules().listed(), Rules.strict().listed()
    changed = {
        name: str(strict[name]).lower().removesuffix(".0") for name in strict if strict[name] != lax[name]
    }
    told = dict(re.findall(r"^\| `(\w+)` \| \S+ \| (\S+) \| ", TEXT, re.M))
    assert {name: value for name, value in told.items() if value != "|"} == changed


def test_every_call_of_the_control_plane_is_told() -> None:
    calls = {f"{one.method} {one.path}" for one in control.routes()}
    assert rows(r"^\| `([A-Z]+ /_control/[\w/{}]+)` ") == calls


def test_every_kind_of_fault_is_told() -> None:
    told = TEXT[TEXT.index("| kind | what happens") :]
    assert set(re.findall(r"`(\w+)`", told)) >= {*faults.SENDING, *faults.STATUSES, *faults.WEBHOOKS}


def test_every_type_event_option_and_list_is_named() -> None:
    words = set(re.findall(r"[\w-]+", TEXT))
    options = {one for action in parser()._actions for one in action.option_strings if one.startswith("--")}
    told = {"--mps", "--tier", "--seed", "--strict", "--rule", "--config", "--host", "--frozen"}
    assert told <= options
    assert {*answers.KINDS, *answers.MEDIA, *EVENTS, *SETUP, *faults.MATCHED} <= words
