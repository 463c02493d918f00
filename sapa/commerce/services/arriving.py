"""Orders that are told for the first time, thousands at once: rows and events by set, without an instance each.

What a source says of an order that is known, or whose parcels and payments were told before it, is weighed by
`orders.apply_orders`.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db import transaction

from sapa.base.rows import fetch, insert_rows, reserve_ids
from sapa.base.scope import current_workspace_id
from sapa.commerce.models import Order
from sapa.commerce.selectors import columns_of
from sapa.commerce.services.orders import Applied, apply_orders, person_of
from sapa.contacts.services import Found, Key, Paid, Person, find_or_make, note_paid
from sapa.domain.orders import OrderEvent, OrderFacts, events_of
from sapa.events.services import NewEvent, record_many

# Numbers that orders, parcels or payments of this workspace carry already.
TOLD_BEFORE = """
SELECT o.external_id FROM unnest(%(numbers)b::text[]) AS asked (number) JOIN commerce_order o
    ON o.workspace_id = %(workspace)b AND o.source = %(source)b AND o.external_id = asked.number
UNION ALL
SELECT s.order_number FROM commerce_shipment s
WHERE s.workspace_id = %(workspace)b AND s.source = %(source)b AND s.order_id IS NULL
    AND s.order_number = ANY(%(numbers)b::text[])
UNION ALL
SELECT p.order_number FROM commerce_payment p
WHERE p.workspace_id = %(workspace)b AND p.order_id IS NULL AND p.order_number = ANY(%(numbers)b::text[])
"""
NOTHING: Mapping[str, Any] = MappingProxyType({})


class Ready(NamedTuple):
    """One order with all that can be made of it before the database is asked."""

    facts: OrderFacts
    person: Person
    keys: tuple[Key, ...]
    columns: dict[str, Any]
    events: tuple[OrderEvent, ...]


def make_ready(facts: OrderFacts, source: str) -> Ready:
    person = person_of(facts, source)
    return Ready(facts, person, tuple(person.recognised_by()), columns_of(facts), tuple(events_of(facts)))


@transaction.atomic
def apply_many_orders(
    *, facts: Sequence[OrderFacts], source: str, now: datetime, ready: Mapping[str, Ready] = NOTHING
) -> list[Applied]:
    """As `apply_orders`; fast where most of them are new. No number may come twice.

    `ready`: what was made ready of these very facts meanwhile, by their number.
    """
    told = _told_before({number for one in facts for number in (one.external_id, one.number)}, source)
    known = [one for one in facts if told.intersection((one.external_id, one.number))]
    new = [one for one in facts if not told.intersection((one.external_id, one.number))] if told else facts
    results = apply_orders(facts=known, source=source, now=now) if known else []
    applied = {one.external_id: result for one, result in zip(known, results, strict=True)}
    made = [_ready_of(one, source, ready) for one in new]
    applied |= {one.external_id: result for one, result in zip(new, _write(made, source, now), strict=True)}
    return [applied[one.external_id] for one in facts]


def _ready_of(facts: OrderFacts, source: str, ready: Mapping[str, Ready]) -> Ready:
    found = ready.get(facts.external_id)
    return found if found and found.facts is facts else make_ready(facts, source)


def _told_before(numbers: Collection[str], source: str) -> set[str]:
    given = {"workspace": current_workspace_id(), "numbers": list(numbers), "source": source}
    return {number for (number,) in fetch(TOLD_BEFORE, given)}


def _write(ready: Sequence[Ready], source: str, now: datetime) -> list[Applied]:
    keys = [one.keys for one in ready]
    people = find_or_make(people=[one.person for one in ready], keys=keys, source=source, now=now)
    ids = reserve_ids(Order, len(ready))
    stamps = {"source": source, "recorded_at": now, "updated_at": now}
    rows = [
        {"id": pk, "contact_id": person.contact_id, **stamps, **one.columns}
        for pk, one, person in zip(ids, ready, people, strict=True)
    ]
    insert_rows(Order, rows)
    _tell(ready, people, ids, source, now)
    return [
        Applied(pk, person.contact_id, "created", person.notes, person.created)
        for pk, person in zip(ids, people, strict=True)
    ]


def _tell(
    ready: Sequence[Ready], people: Sequence[Found], ids: Sequence[int], source: str, now: datetime
) -> None:
    whole = list(zip(ready, people, ids, strict=True))
    paid = [Paid(person.contact_id, pk, at) for one, person, pk in whole if (at := one.facts.paid_at)]
    note_paid(paid=paid, now=now)
    events = [
        NewEvent(event.name, f"{source}:{event.key_suffix}", event.at, person.contact_id, pk)
        for one, person, pk in whole
        for event in one.events
    ]
    record_many(events=events, now=now)
