"""The house keeps its shape: files by vocabulary, none too long, clocks read only at edges."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
SAPA = HOUSE / "sapa"
ROOMS = [
    "accounts",
    "contacts",
    "events",
    "commerce",
    "messaging",
    "journeys",
    "feedback",
    "inbox",
    "reports",
    "assistant",
    "portal",
]
WORDS = {
    "views",
    "api",
    "tasks",
    "management",
    "handlers",
    "services",
    "selectors",
    "models",
    "forms",
    "schemas",
    "urls",
    "apps",
    "admin",
    "templates",
    "migrations",
    "middleware",
    "templatetags",
    "static",
    "locale",
    "stream",
    "importers",
    "querysets",
    "__init__",
    "__pycache__",
}
NAMED = {
    "events": {"ingest"},
    "messaging": {"delivery", "channels"},
    "commerce": {"sources"},
    "assistant": {"gate", "understand", "flows", "answer", "guard", "model"},
}
FORBIDDEN = {"utils", "helpers", "common", "managers", "signals"}
LONGEST = 300


def python_files() -> list[Path]:
    return [path for path in SAPA.rglob("*.py") if "migrations" not in path.parts]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_holds_only_files_of_the_vocabulary(room: str) -> None:
    allowed = WORDS | NAMED.get(room, set())
    assert {path.stem for path in (SAPA / room).iterdir()} <= allowed


def test_every_folder_is_a_declared_room() -> None:
    folders = {path.name for path in SAPA.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == {*ROOMS, "web", "base", "domain", "config", "lab", "locale"}


def test_no_file_is_a_drawer_for_everything() -> None:
    assert not [path for path in python_files() if path.stem in FORBIDDEN]


def test_no_file_is_longer_than_a_person_reads() -> None:
    long = {
        str(p.relative_to(HOUSE)): n
        for p in python_files()
        if (n := len(p.read_text().splitlines())) > LONGEST
    }
    assert long == {}


def test_the_wall_clock_is_read_only_at_edges() -> None:
    """`now` is passed in; machine time (leases, sessions) is the edges' business (decisions.md 22)."""
    reading = re.compile(r"\bdatetime\.(now|utcnow|today)\(|timezone\.now\(|\btime\.time\(|date\.today\(")
    edges = ("config", "lab", "base", "views", "tasks", "middleware", "management", "api", "stream", "ingest")
    found = [
        str(path.relative_to(HOUSE))
        for path in python_files()
        if reading.search(path.read_text()) and not set(edges) & {*path.relative_to(SAPA).parts, path.stem}
    ]
    assert found == []


def test_nobody_overrides_save_or_listens_to_signals() -> None:
    override = re.compile(r"def save\(self|@receiver\b|\.connect\(\w+, sender=")
    assert not [path for path in python_files() if override.search(path.read_text())]


def test_the_repository_names_no_registry_and_no_machine_path() -> None:
    words = re.compile("|".join(("pypi" + r"\.org", "python" + "hosted", "/ro" + "ot/", "/wo" + "rk/")))
    kept = [
        p for p in HOUSE.rglob("*") if p.suffix in {".py", ".md", ".toml", ".lock", ".css", ".js", ".html"}
    ]
    tracked = [
        p for p in kept if not {".venv", ".venv-peers", ".git", ".mypy_cache", ".hypothesis"} & set(p.parts)
    ]
    assert not [str(p.relative_to(HOUSE)) for p in tracked if words.search(p.read_text(errors="replace"))]


def test_the_makefile_stays_short() -> None:
    assert len((HOUSE / "Makefile").read_text().splitlines()) < 50


def test_no_words_are_translated_while_a_module_is_read() -> None:
    """Whoever imports it first would choose the language for everybody."""
    assert not [f"{path}:{line}" for path in python_files() for line in translated_at_import(path)]


def test_words_are_translated_under_the_names_that_are_looked_for() -> None:
    """Under another name they would be found by nobody who translates, and stay English."""
    renamed = re.compile(r"\b\w*gettext(?:_lazy)? as (?!_\b)")
    assert not [path for path in python_files() if renamed.search(path.read_text())]


def translated_at_import(path: Path) -> list[int]:
    tree = ast.parse(path.read_text())
    eager = {
        name.asname or name.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.name in {"gettext", "ngettext", "pgettext"}
    }
    return [call.lineno for call in calls_outside_functions(tree) if getattr(call.func, "id", "") in eager]


def calls_outside_functions(node: ast.AST) -> Iterator[ast.Call]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.Call):
            yield child
        yield from calls_outside_functions(child)
