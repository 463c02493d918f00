"""How long versions of WhatsApp's Graph API live: dated data, each with where it comes from. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

LIFE = timedelta(days=730)
WARN = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class GraphVersion:
    """`certain`: the end was announced; else it is an estimate on the early side."""

    name: str
    ends: date
    certain: bool = True


def _followed(name: str, day: date) -> GraphVersion:
    """A version goes about two years after the next one came."""
    return GraphVersion(name, day + LIFE, certain=False)


# As of November 2026 (integrations.md 0.8): two ends were announced, the others follow from releases.
VERSIONS = (
    GraphVersion("v20.0", date(2026, 9, 24)),
    GraphVersion("v21.0", date(2027, 1, 21)),
    _followed("v22.0", date(2025, 5, 29)),
    _followed("v23.0", date(2025, 10, 8)),
    _followed("v25.0", date(2026, 7, 29)),
    _followed("v26.0", date(2026, 7, 29)),
)
OLDEST = 20


def end_of(version: str) -> GraphVersion | None:
    """None for one whose end nobody knows yet. What is older than the table is dead."""
    known = {one.name: one for one in VERSIONS}
    if version in known:
        return known[version]
    return VERSIONS[0] if _major(version) < OLDEST else None


def standing(version: str, today: date) -> str:
    """dead, ending (within 90 days), good or unknown."""
    found = end_of(version)
    if found is None:
        return "unknown"
    if today >= found.ends:
        return "dead"
    return "ending" if today + WARN >= found.ends else "good"


def _major(version: str) -> int:
    return int(version.lstrip("v").split(".")[0])
