"""Lines of JSON, and what every kind of set has in common: an id, a language, an expectation."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]
LANGUAGES = ("id", "en", "jv", "su", "mix")


@dataclass
class Score:
    """Figures by name (shares are 0..1) and one line for each failure."""

    figures: dict[str, float] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)


def read(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def paired(expected: Iterable[Row], got: Iterable[Row]) -> list[tuple[Row, Row]]:
    """Each expectation with its output; an output that is missing is an empty one."""
    found = {row["id"]: row for row in got}
    return [(row, found.get(row["id"], {})) for row in expected]


def language_of(row: Row) -> str:
    """`language` where the line has it, else what the id begins with."""
    begins = str(row["id"]).split("-")[0]
    return str(row.get("language") or (begins if begins in LANGUAGES else "id"))


def share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0


def share_of(flags: Iterable[bool]) -> float:
    seen = list(flags)
    return share(sum(seen), len(seen))


def by_language(name: str, judged: Iterable[tuple[Row, bool]]) -> dict[str, float]:
    seen: dict[str, list[bool]] = {}
    for row, right in judged:
        seen.setdefault(language_of(row), []).append(right)
    return {f"{name} [{language}, {len(flags)}]": share_of(flags) for language, flags in sorted(seen.items())}


def has(text: object, word: object) -> bool:
    return str(word).casefold() in str(text or "").casefold()


def has_any(text: object, words: object) -> bool:
    """`words` is one word or several of which one is enough."""
    return any(has(text, word) for word in (words if isinstance(words, list) else [words]))
