"""Pairs of records that may be one customer, as they were found when the records were last compared."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.contacts.models import Comparison, Contact, Sameness

STRENGTHS: Mapping[str, int] = {
    "phone": 100,
    "email": 90,
    "name_digits": 70,
    "external": 50,
    "name_postcode": 40,
    "name_city": 20,
}

# Who was joined since then, or told apart, is left out at once.
PAIRS = """
SELECT l.strength, l.newer_id, l.older_id, l.reasons FROM contacts_likeness l
JOIN contacts_contact n ON n.workspace_id = l.workspace_id AND n.id = l.newer_id AND n.root_id IS NULL
JOIN contacts_contact o ON o.workspace_id = l.workspace_id AND o.id = l.older_id AND o.root_id IS NULL
WHERE l.workspace_id = %(workspace)b
    AND (l.strength, l.newer_id, l.older_id) < (%(strength)b::int, %(newer)b::bigint, %(older)b::bigint)
    AND NOT EXISTS (SELECT 1 FROM contacts_sameness d
        JOIN contacts_contact x ON x.workspace_id = d.workspace_id AND x.id = d.first_id
        JOIN contacts_contact y ON y.workspace_id = d.workspace_id AND y.id = d.second_id
        WHERE d.workspace_id = %(workspace)b AND d.verdict = 'different' AND d.undone_at IS NULL
            AND least(coalesce(x.root_id, x.id), coalesce(y.root_id, y.id)) = l.older_id
            AND greatest(coalesce(x.root_id, x.id), coalesce(y.root_id, y.id)) = l.newer_id)
ORDER BY l.strength DESC, l.newer_id DESC, l.older_id DESC LIMIT %(limit)b
"""


class Place(NamedTuple):
    """Where in the list a pair stands; the next page begins after it."""

    strength: int
    newer: int
    older: int


START = Place(max(STRENGTHS.values()) + 1, 0, 0)


class Pair(NamedTuple):
    """Two roots. `keep`: who would stay, since messages can reach that one, or is known for longer."""

    place: Place
    keep: Contact
    other: Contact
    reasons: tuple[str, ...]


def duplicates(*, after: Place = START, limit: int) -> list[Pair]:
    """Strongest first, then newest; `after` is the place of the last pair seen."""
    rows = _rows(after, limit)
    people = Contact.objects.in_bulk(
        {pk for _strength, newer, older, _reasons in rows for pk in (newer, older)}
    )
    names = {strength: name for name, strength in STRENGTHS.items()}
    return [
        Pair(
            Place(strength, newer, older),
            *_ordered(people[older], people[newer]),
            _said([names[reason] for reason in reasons]),
        )
        for strength, newer, older, reasons in rows
    ]


def _rows(after: Place, limit: int) -> list[tuple[Any, ...]]:
    return fetch(PAIRS, {"workspace": current_workspace_id(), "limit": limit, **after._asdict()})


def compared_at() -> datetime | None:
    """When the records were last compared; None before the first time."""
    return Comparison.objects.values_list("compared_at", flat=True).first()


def _said(reasons: list[str]) -> tuple[str, ...]:
    """The postcode says the city already."""
    return tuple(one for one in reasons if one != "name_city" or "name_postcode" not in reasons)


def _ordered(older: Contact, newer: Contact) -> tuple[Contact, Contact]:
    return (newer, older) if newer.phone and not older.phone else (older, newer)


def decisions(*, before: tuple[Any, int] | None = None, limit: int) -> list[Sameness]:
    """What people decided about records, newest first; `before` is (at, id) of the last one seen."""
    rows = Sameness.objects.select_related("first", "second").order_by("-at", "-pk")
    if before:
        at, pk = before
        rows = rows.filter(at__lt=at) | rows.filter(at=at, pk__lt=pk)
    return list(rows[:limit])
