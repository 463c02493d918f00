"""The versions of a journey, each with what it changed in the YAML of the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import unified_diff

from sapa.accounts.models import User
from sapa.domain.journeys.definition import Definition
from sapa.domain.journeys.writing import to_yaml
from sapa.journeys.models import Journey, JourneyVersion
from sapa.journeys.services.versions import definitions

MOST_SHOWN = 30
KINDS = {"+": "added", "-": "removed", "@": "place"}


@dataclass(frozen=True, slots=True)
class DiffLine:
    """`kind`: added, removed, place or blank."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    at: datetime
    author: str
    is_newest: bool
    diff: Sequence[DiffLine]


def versions_of(journey: Journey, *, limit: int = MOST_SHOWN) -> list[Version]:
    """The newest first; the first version has nothing to be compared with."""
    rows = list(JourneyVersion.objects.filter(journey=journey).order_by("-number")[: limit + 1])
    parsed = definitions(row.pk for row in rows)
    names = dict(User.objects.filter(pk__in={row.author_id for row in rows}).values_list("pk", "name"))
    before = [parsed[row.pk] for row in rows[1:]] + [None] * 1
    return [
        Version(
            row.number,
            row.created_at,
            names.get(row.author_id or 0, ""),
            row.number == journey.version,
            diff(earlier, parsed[row.pk]) if earlier else (),
        )
        for row, earlier in list(zip(rows, before, strict=False))[:limit]
    ]


def diff(before: Definition, after: Definition) -> list[DiffLine]:
    found = unified_diff(to_yaml(before).splitlines(), to_yaml(after).splitlines(), lineterm="", n=1)
    return [DiffLine(KINDS.get(line[:1], ""), line) for line in list(found)[2:]]
