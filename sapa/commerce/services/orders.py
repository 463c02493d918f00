"""Orders as facts become rows and events: gather, merge, write, by set."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.db import transaction

from sapa.base.rows import update_rows
from sapa.commerce.models import Order, Shipment
from sapa.commerce.selectors import columns_of, facts_of
from sapa.commerce.services.parcels import MOMENTS, waiting, with_parcels
from sapa.contacts.services import Found, Paid, Person, find_or_make, lock, note_paid
from sapa.domain.orders import OrderFacts, events_of, merged
from sapa.domain.phones import normalise
from sapa.events.services import NewEvent, record

Outcome = Literal["created", "updated", "unchanged"]


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of one statement about one order. Notes are those of `contacts.services.Found`."""

    order_id: int
    contact_id: int
    outcome: Outcome
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Known:
    """One order while a batch is applied: as it was in the database, and as it is now."""

    row: Order
    before: OrderFacts | None
    facts: OrderFacts
    parcels: list[Shipment] = field(default_factory=list)


@transaction.atomic
def apply_orders(
    *,
    facts: Sequence[OrderFacts],
    source: str,
    now: datetime,
    said_at: Sequence[datetime | None] | None = None,
) -> list[Applied]:
    """One result for each statement, in order; what is known already writes nothing.

    `said_at`: when the source made each statement, where it says so; an older statement only fills blanks.
    """
    times = said_at or [None] * len(facts)
    found = find_or_make(people=[_person(one, source) for one in facts], source=source, now=now)
    known = _known(facts, found, source)
    outcomes = [
        _take(known, one, person, source, at, now)
        for one, person, at in zip(facts, found, times, strict=True)
    ]
    _write(list(known.values()), source, now)
    return [
        Applied(known[one.external_id].row.pk, known[one.external_id].row.contact_id, outcome, person.notes)
        for one, person, outcome in zip(facts, found, outcomes, strict=True)
    ]


def _person(facts: OrderFacts, source: str) -> Person:
    """Somebody without phone, customer number and e-mail is recognised by the order alone."""
    number = facts.customer_id or ("" if facts.phone or facts.email else f"order-{facts.external_id}")
    return Person(
        phone=normalise(facts.phone) if facts.phone else None,
        raw_phone=facts.phone_raw,
        name=facts.name,
        company=facts.company,
        email=facts.email,
        external=(source, number) if number else None,
        segment=facts.segment,
        country=facts.country,
        province=facts.province,
        city=facts.city,
        postcode=facts.postcode,
        region=facts.region,
        consent=None if facts.promo_consent == "unknown" else facts.promo_consent,
        as_of=facts.placed_at,
    )


def _known(facts: Sequence[OrderFacts], found: Sequence[Found], source: str) -> dict[str, Known]:
    """The orders that exist, locked after their contacts (decisions.md 31)."""
    orders = Order.objects.filter(source=source, external_id__in=[one.external_id for one in facts])
    owners = set(orders.values_list("contact_id", flat=True))
    lock(contact_ids=owners | {person.contact_id for person in found})
    rows = orders.order_by("pk").select_for_update()
    return {row.external_id: Known(row, facts_of(row), facts_of(row)) for row in rows}


def _take(
    known: dict[str, Known],
    facts: OrderFacts,
    person: Found,
    source: str,
    said_at: datetime | None,
    now: datetime,
) -> Outcome:
    order = known.get(facts.external_id)
    if order is None:
        row = Order(
            contact_id=person.contact_id, source=source, said_at=said_at, recorded_at=now, updated_at=now
        )
        known[facts.external_id] = Known(row, None, facts)
        return "created"
    stale = bool(said_at and order.row.said_at and said_at < order.row.said_at)
    after = merged(facts, order.facts) if stale else merged(order.facts, facts)
    changed = columns_of(after) != columns_of(order.facts)
    order.facts = after
    order.row.said_at = max(filter(None, (order.row.said_at, said_at)), default=None)
    return "updated" if changed else "unchanged"


def _write(known: list[Known], source: str, now: datetime) -> None:
    _meet_parcels([order for order in known if order.before is None], source)
    for order in known:
        for name, value in columns_of(order.facts).items():
            setattr(order.row, name, value)
    new = [order for order in known if order.before is None]
    changed = [
        order for order in known if order.before and columns_of(order.facts) != columns_of(order.before)
    ]
    Order.objects.bulk_create([order.row for order in new])
    for order in filter(lambda one: one.parcels, new):
        Shipment.objects.filter(pk__in=[parcel.pk for parcel in order.parcels]).update(order=order.row)
    update_rows(Order, [_changes(order, now) for order in changed])
    note_paid(paid=[paid for order in new + changed if (paid := _newly_paid(order))], now=now)
    record(events=[event for order in new + changed for event in _new_events(order, source)], now=now)


def _meet_parcels(new: list[Known], source: str) -> None:
    """Parcels that were told before their order have told its departure and arrival already."""
    parcels = waiting(source, [order.facts.external_id for order in new])
    for order in new:
        order.parcels = parcels.get(order.facts.external_id, [])
        order.facts = with_parcels(order.facts, order.parcels)


def _changes(order: Known, now: datetime) -> dict[str, object]:
    columns = columns_of(order.facts)
    return {"id": order.row.pk, **columns, "said_at": order.row.said_at, "updated_at": now}


def _newly_paid(order: Known) -> Paid | None:
    if order.facts.paid_at is None or (order.before and order.before.paid_at):
        return None
    return Paid(order.row.contact_id, order.row.pk, order.facts.paid_at)


def _new_events(order: Known, source: str) -> list[NewEvent]:
    told = {event.key_suffix for event in events_of(order.before)} if order.before else set()
    for moment, state in MOMENTS:
        if any(getattr(parcel, moment) for parcel in order.parcels):
            told.add(f"shipment:{order.facts.external_id}:{state}")
    return [
        NewEvent(event.name, f"{source}:{event.key_suffix}", event.at, order.row.contact_id, order.row.pk)
        for event in events_of(order.facts)
        if event.key_suffix not in told
    ]
