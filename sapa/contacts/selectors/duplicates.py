"""Pairs of records that may be one customer, with what speaks for it: one statement over all customers."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import connection, transaction

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.contacts.models import Contact, Sameness

STRENGTHS: Mapping[str, int] = {
    "phone": 100,
    "email": 90,
    "name_digits": 70,
    "external": 50,
    "name_postcode": 40,
    "name_city": 20,
}
MOST_ALIKE = 6
SHORTEST_ID = 5
MEMORY = "64MB"

# A value becomes a number at once: rows stay narrow, and one pass groups all reasons together. What more than
# `most` records share, such as the shop's own address, says nothing about any two of them.
PAIRS = """
WITH people AS MATERIALIZED (
    SELECT id, coalesce(root_id, id) AS root, lower(name COLLATE "C") AS name,
        lower(email COLLATE "C") AS email, lower(city COLLATE "C") AS city, postcode, phone,
        name <> '' AND length(phone) > 8 AS called
    FROM contacts_contact WHERE workspace_id = %(workspace)b
), ids AS MATERIALIZED (
    SELECT i.kind, i.value, i.contact_id FROM contacts_identity i WHERE i.workspace_id = %(workspace)b
        AND i.kind IN ('phone', 'email', 'external') AND i.ended_at IS NULL AND i.value NOT LIKE 'former-%%'
), keyed AS MATERIALIZED (
    SELECT %(phone)b::int AS reason, hashtextextended(right(phone, 10), 1) AS key, root
        FROM people WHERE length(phone) > 8
    UNION ALL SELECT %(email)b::int, hashtextextended(email, 2), root FROM people WHERE email <> ''
    UNION ALL SELECT %(name_digits)b::int, hashtextextended(name || right(phone, 4), 3), root
        FROM people WHERE called
    UNION ALL SELECT %(name_postcode)b::int, hashtextextended(name || postcode, 4), root
        FROM people WHERE name <> '' AND postcode <> ''
    UNION ALL SELECT %(name_city)b::int, hashtextextended(name || '|' || city, 5), root
        FROM people WHERE city <> '' AND name LIKE '%% %%'
    UNION ALL SELECT %(phone)b::int, hashtextextended(right(i.value, 10), 1), p.root
        FROM ids i JOIN people p ON p.id = i.contact_id WHERE i.kind = 'phone' AND i.value <> p.phone
    UNION ALL SELECT %(email)b::int, hashtextextended(i.value, 2), p.root
        FROM ids i JOIN people p ON p.id = i.contact_id WHERE i.kind = 'email' AND i.value <> p.email
    UNION ALL SELECT %(external)b::int, hashtextextended(lower(split_part(i.value, ':', 2) COLLATE "C"), 6), p.root
        FROM ids i JOIN people p ON p.id = i.contact_id
        WHERE i.kind = 'external' AND length(split_part(i.value, ':', 2)) >= %(shortest)b
), shared AS (
    SELECT key FROM keyed GROUP BY key HAVING min(root) < max(root) AND count(*) <= 2 * %(most)b
), alike AS (
    SELECT k.reason, array_agg(DISTINCT k.root) AS roots FROM keyed k JOIN shared s ON s.key = k.key
    GROUP BY k.reason, k.key HAVING count(DISTINCT k.root) <= %(most)b
), pairs AS (
    SELECT max(a.reason) AS strength, newer, older, array_agg(DISTINCT a.reason ORDER BY a.reason DESC) AS reasons
    FROM alike a CROSS JOIN LATERAL unnest(a.roots) newer CROSS JOIN LATERAL unnest(a.roots) older
    WHERE newer > older GROUP BY newer, older
)
SELECT p.strength, p.newer, p.older, p.reasons FROM pairs p
WHERE (p.strength, p.newer, p.older) < (%(strength)b::int, %(newer)b::bigint, %(older)b::bigint)
    AND NOT EXISTS (SELECT 1 FROM contacts_sameness d
        JOIN contacts_contact x ON x.workspace_id = d.workspace_id AND x.id = d.first_id
        JOIN contacts_contact y ON y.workspace_id = d.workspace_id AND y.id = d.second_id
        WHERE d.workspace_id = %(workspace)b AND d.verdict = 'different' AND d.undone_at IS NULL
            AND least(coalesce(x.root_id, x.id), coalesce(y.root_id, y.id)) = p.older
            AND greatest(coalesce(x.root_id, x.id), coalesce(y.root_id, y.id)) = p.newer)
ORDER BY p.strength DESC, p.newer DESC, p.older DESC LIMIT %(limit)b
"""

# Nobody keeps statistics of what is gathered on the way: a loop in a loop would be taken for the cheapest.
PLAN = "SELECT set_config('work_mem', %s, true), set_config('enable_nestloop', %s, true)"
USUAL_MEMORY = "4MB"


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
    given = {
        "workspace": current_workspace_id(),
        "most": MOST_ALIKE,
        "shortest": SHORTEST_ID,
        "limit": limit,
        **STRENGTHS,
        **after._asdict(),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(PLAN, [MEMORY, "off"])
        rows = fetch(PAIRS, given)
        cursor.execute(PLAN, [USUAL_MEMORY, "on"])
    return rows


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
