"""Orders as facts become rows and events: gather, merge, write, by set."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from django.db import transaction

from sapa.base.rows import update_rows
from sapa.commerce.models import Order, Payment, Shipment
from sapa.commerce.schemas import MARKETPLACES, OrderTold
from sapa.commerce.selectors import columns_of, facts_of
from sapa.commerce.services.ends import END, own_key, with_own_ends
from sapa.commerce.services.parcels import MOMENTS, waiting, with_parcels
from sapa.commerce.services.settling import REVIVED, link, waiting_payments, with_payments
from sapa.commerce.services.standing import hear_standing, is_restored
from sapa.contacts.services import Found, Paid, Person, find_or_make, lock, note_paid, recount_paid
from sapa.domain.orders import OVER, OrderEvent, OrderFacts, cash_on_arrival, events_of, merged
from sapa.domain.phones import normalise
from sapa.events.services import NewEvent, record

Outcome = Literal["created", "updated", "unchanged"]
Marks = dict[str, datetime | None]
GUESSED = ("paid_at", "shipped_at", "delivered_at")  # from the status, where an order is told in part


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of one statement about one order. Notes are those of `contacts.services.Found`."""

    order_id: int
    contact_id: int
    outcome: Outcome
    notes: tuple[str, ...] = ()
    new_person: bool = False


@dataclass(slots=True)
class Known:
    """One order while a batch is applied: as it was in the database, and as it is now."""

    row: Order
    before: OrderFacts | None
    facts: OrderFacts
    parcels: list[Shipment] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    marks: Marks | None = None
    was_restored: bool = False

    @property
    def is_changed(self) -> bool:
        """The shop's newest word is kept also where it says nothing new: an older one may still come."""
        heard = self.marks is not None and self.marks != marks_of(self.row)
        return self.before is not None and (heard or columns_of(self.facts) != columns_of(self.before))


def marks_of(row: Order) -> Marks:
    return {name: getattr(row, name) for name in ("said_at", "alive_said_at", "over_said_at")}


def apply_orders(
    *,
    facts: Sequence[OrderFacts],
    source: str,
    now: datetime,
    said_at: Sequence[datetime | None] | None = None,
) -> list[Applied]:
    """As `apply_told_orders`, of orders that are told whole."""
    times = said_at or [None] * len(facts)
    told = [OrderTold(one, at) for one, at in zip(facts, times, strict=True)]
    return apply_told_orders(told=told, source=source, now=now)


@transaction.atomic
def apply_told_orders(*, told: Sequence[OrderTold], source: str, now: datetime) -> list[Applied]:
    """One result for each statement, in order; what is known already writes nothing.

    `said_at`: when the source made each statement, where it says so; an older statement only fills blanks. What
    is told in part keeps the customer that is known, and the earliest time of the order.
    """
    found = _people(told, source, now)
    known = _known(told, found, source)
    outcomes = [_take(known, one, person, source, now) for one, person in zip(told, found, strict=True)]
    _settle(known.values())
    _write(list(known.values()), now)
    rows = [known[one.facts.external_id].row for one in told]
    return [
        Applied(row.pk, row.contact_id, outcome, person.notes, person.created)
        for row, person, outcome in zip(rows, found, outcomes, strict=True)
    ]


def amend_orders(
    *, order_ids: Collection[int], amend: Callable[[Order, OrderFacts], OrderFacts], now: datetime
) -> None:
    """What others than its shop know of an order. Call while the contacts are held."""
    known = []
    for row in Order.objects.filter(pk__in=order_ids).order_by("pk").select_for_update():
        before = facts_of(row)
        known.append(Known(row, before, amend(row, before)))
    _write(known, now)


def person_of(facts: OrderFacts, source: str) -> Person:
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


def _people(told: Sequence[OrderTold], source: str, now: datetime) -> list[Found]:
    """Whom each statement names. What is told in part names nobody where the order is known better."""
    known = _owners({one.facts.external_id for one in told if one.partial}, source)
    whole = {one.facts.external_id for one in told if not one.partial}
    asked = [one for one in told if not one.partial or one.facts.external_id not in whole | known.keys()]
    found = find_or_make(people=[person_of(one.facts, source) for one in asked], source=source, now=now)
    if len(asked) == len(told):
        return found
    owners = known | {
        one.facts.external_id: person.contact_id for one, person in zip(asked, found, strict=True)
    }
    answers = {id(one): person for one, person in zip(asked, found, strict=True)}
    return [answers.get(id(one)) or Found(owners[one.facts.external_id], created=False) for one in told]


def _owners(numbers: Collection[str], source: str) -> dict[str, int]:
    if not numbers:
        return {}
    rows = Order.objects.filter(source=source, external_id__in=numbers)
    return dict(rows.values_list("external_id", "contact_id"))


def _known(told: Sequence[OrderTold], found: Sequence[Found], source: str) -> dict[str, Known]:
    """The orders that exist, locked after their contacts (decisions.md 31)."""
    orders = Order.objects.filter(source=source, external_id__in=[one.facts.external_id for one in told])
    owners = set(orders.values_list("contact_id", flat=True))
    lock(contact_ids=owners | {person.contact_id for person in found})
    rows = orders.order_by("pk").select_for_update()
    return {row.external_id: _as_read(row) for row in rows}


def _as_read(row: Order) -> Known:
    return Known(row, facts_of(row), facts_of(row), marks=marks_of(row), was_restored=is_restored(row))


def _take(known: dict[str, Known], told: OrderTold, person: Found, source: str, now: datetime) -> Outcome:
    facts, said_at = told.facts, told.said_at
    order = known.get(facts.external_id)
    if order is None:
        row = Order(
            contact_id=person.contact_id, source=source, said_at=said_at, recorded_at=now, updated_at=now
        )
        known[facts.external_id] = Known(row, None, of_kind(hear_standing(row, told, facts, facts), source))
        return "created"
    stale = bool(said_at and order.row.said_at and said_at < order.row.said_at)
    after = merged(facts, order.facts) if stale else merged(order.facts, facts)
    if stale or told.partial:
        after = replace(after, placed_at=min(facts.placed_at, order.facts.placed_at))
    if told.partial:
        after = _first_times(after, order.facts, facts, GUESSED)
    if told.stands:
        after = _first_times(after, order.facts, facts, ("paid_at",))
    after = hear_standing(order.row, told, order.facts, after)
    if REVIVED & {facts.status, order.facts.status} and after.status not in OVER:
        after = replace(after, cancelled_at=None)
    after = of_kind(after, source)
    changed = columns_of(after) != columns_of(order.facts)
    order.facts = after
    order.row.said_at = max(filter(None, (order.row.said_at, said_at)), default=None)
    return "updated" if changed else "unchanged"


def of_kind(facts: OrderFacts, source: str) -> OrderFacts:
    return cash_on_arrival(facts) if source.partition("-")[0] in MARKETPLACES else facts


def _first_times(
    after: OrderFacts, known: OrderFacts, told: OrderFacts, names: Collection[str]
) -> OrderFacts:
    """`processing` and `completed` say that it was paid and has arrived, not when; nor does a later update."""
    times = {name: [at for one in (known, told) if (at := getattr(one, name))] for name in names}
    first: dict[str, Any] = {name: min(found) for name, found in times.items() if found}
    return replace(after, **first)


def _settle(known: Iterable[Known]) -> None:
    """What is known of the payments of orders that are known already counts whatever their shop says later."""
    orders = {order.row.pk: order for order in known if order.before}
    payments: dict[int, list[Payment]] = defaultdict(list)
    for row in Payment.objects.filter(order_id__in=orders) if orders else ():
        payments[row.order_id or 0].append(row)
    for pk, rows in payments.items():
        orders[pk].facts = with_payments(orders[pk].facts, rows)


def _write(known: list[Known], now: datetime) -> None:
    new = [order for order in known if order.before is None]
    _meet(new)
    for order in known:
        for name, value in columns_of(order.facts).items():
            setattr(order.row, name, value)
    changed = [order for order in known if order.is_changed]
    Order.objects.bulk_create([order.row for order in new])
    for order in filter(lambda one: one.parcels, new):
        Shipment.objects.filter(pk__in=[parcel.pk for parcel in order.parcels]).update(order=order.row)
    link({payment.pk: order.row for order in new for payment in order.payments})
    update_rows(Order, [_changes(order, now) for order in changed])
    note_paid(paid=[paid for order in new + changed if (paid := _newly_paid(order))], now=now)
    _count_again(changed, now)
    events = [event for order in new for event in _new_events(order)]
    again = [event for order in changed for event in _new_events(order)]
    record(events=events + with_own_ends(again), now=now)


def _meet(new: list[Known]) -> None:
    """Parcels told before their order have told its departure and arrival already; payments have told nothing."""
    if not new:
        return
    parcels = waiting(new[0].row.source, [order.facts.external_id for order in new])
    payments = waiting_payments([order.facts for order in new])
    for order in new:
        order.parcels = parcels.get(order.facts.external_id, [])
        order.payments = payments.get(order.facts.external_id, [])
        met = with_payments(with_parcels(order.facts, order.parcels), order.payments)
        order.facts = of_kind(met, order.row.source)


def _changes(order: Known, now: datetime) -> dict[str, object]:
    columns = columns_of(order.facts)
    return {"id": order.row.pk, **columns, **marks_of(order.row), "updated_at": now}


def _newly_paid(order: Known) -> Paid | None:
    if order.facts.paid_at is None or (order.before and order.before.paid_at):
        return None
    return Paid(order.row.contact_id, order.row.pk, order.facts.paid_at)


def _count_again(changed: Iterable[Known], now: datetime) -> None:
    """People whose order was called paid and turns out not to be so yet."""
    owners = {
        order.row.contact_id
        for order in changed
        if order.before and order.before.paid_at and not order.facts.paid_at
    }
    if owners:
        rows = Order.objects.filter(contact_id__in=owners).values_list("contact_id", "pk", "paid_at")
        still = [Paid(contact_id, pk, at) for contact_id, pk, at in rows if at]
        recount_paid(paid=still, contact_ids=owners, now=now)


def _new_events(order: Known) -> list[NewEvent]:
    told = {event.key_suffix for event in events_of(order.before)} if order.before else set()
    for moment, state in MOMENTS:
        if any(getattr(parcel, moment) for parcel in order.parcels):
            told.add(f"shipment:{order.facts.external_id}:{state}")
    return [
        NewEvent(event.name, _key(order, event), event.at, order.row.contact_id, order.row.pk)
        for event in events_of(order.facts)
        if event.key_suffix not in told and not _is_second_end(order, event)
    ]


def _is_second_end(order: Known, event: OrderEvent) -> bool:
    """What is over and then told to be refunded, say, has ended once."""
    return event.name == END and order.before is not None and order.before.cancelled_at is not None


def _key(order: Known, event: OrderEvent) -> str:
    """An order that its shop had brought back ends under a key of its own, as one that payments had reopened."""
    key = f"{order.row.source}:{event.key_suffix}"
    return own_key(key, event.at) if order.was_restored and event.name == END else key
