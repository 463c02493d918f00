"""Documentation that lies fails the build."""

import argparse
import ast
import re
from collections.abc import Iterator
from pathlib import Path

from sapa.base.permissions import CAPABILITIES, Capability, Role
from sapa.config.cli import build_parser
from sapa.config.handlers import HANDLERS
from sapa.domain.events import EVENTS
from sapa.domain.journeys.reasons import REASONS as JOURNEY_REASONS
from sapa.domain.recipes.page import page as recipes_page

HOUSE = Path(__file__).parents[2]
DOCS = HOUSE / "docs"


def commands(parser: argparse.ArgumentParser, path: str = "sapa") -> Iterator[str]:
    groups = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not groups:
        yield path
    for group in groups:
        for name, child in group.choices.items():
            yield from commands(child, f"{path} {name}")


def test_every_command_is_documented() -> None:
    text = (DOCS / "commands.md").read_text()
    assert [name for name in commands(build_parser()) if f"`{name}" not in text] == []


def test_every_documented_command_exists() -> None:
    told = re.findall(r"^\| `(sapa [a-z ]+?)(?: [A-Z\[|`-].*)?`", (DOCS / "commands.md").read_text(), re.M)
    assert {name.strip() for name in told} == set(commands(build_parser()))


def test_every_event_name_is_documented_with_its_exit() -> None:
    rows = re.findall(r"^\| `([a-z_.]+)` \| (?:`exit_(\w+)`)?", (DOCS / "events.md").read_text(), re.M)
    assert {name: exit_type or None for name, exit_type in rows} == dict(EVENTS)


def test_handlers_react_only_to_known_events() -> None:
    assert set(HANDLERS) <= set(EVENTS)


def test_events_that_are_recorded_are_known() -> None:
    recorded = {
        value.value
        for path in (HOUSE / "sapa").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "NewEvent"
        for value in [*node.args[:1], *(k.value for k in node.keywords if k.arg == "name")]
        if isinstance(value, ast.Constant)
    }
    assert recorded
    assert recorded <= set(EVENTS)


def test_the_permission_table_is_the_code() -> None:
    lines = [line for line in (DOCS / "permissions.md").read_text().splitlines() if line.startswith("| ")]
    roles = [Role(cell.strip()) for cell in lines[0].split("|")[2:8]]
    for line in lines[1:]:
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        allowed = {role for role, cell in zip(roles, cells[1:7], strict=True) if cell == "✔"}
        assert allowed == {role for role in Role if Capability(cells[0]) in CAPABILITIES[role]}, cells[0]
    assert len(lines) - 1 == len(Capability)


def test_every_adr_has_its_price() -> None:
    assert [p.name for p in (DOCS / "adr").glob("*.md") if "Price:" not in p.read_text()] == []


def test_every_dependency_has_its_reason() -> None:
    text = (DOCS / "dependencies.md").read_text()
    named = re.findall(r'^    "([a-z0-9-]+)', (HOUSE / "pyproject.toml").read_text(), re.M)
    assert [name for name in named if name not in text] == []


def test_the_page_of_the_recipes_is_the_library() -> None:
    assert (DOCS / "recipes.md").read_text() == recipes_page()


def test_the_page_of_the_reasons_lists_those_of_journeys() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|$", (DOCS / "reasons.md").read_text(), re.M)
    assert rows == [(code, *words) for code, words in JOURNEY_REASONS.items()]
