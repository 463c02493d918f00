"""Cases that another help desk keeps: the contact learns of them, the log tells each change once."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from sapa.commerce.models import Order
from sapa.commerce.schemas import Told
from sapa.commerce.services.statements import contact_of, find_people, orders_by_number
from sapa.contacts.services import Found, TicketNews, lock, new_ticket_ids, note_tickets
from sapa.events.models import Event
from sapa.events.selectors import by_key
from sapa.events.services import NewEvent, record

Ref = tuple[int, int]


@transaction.atomic
def apply_tickets(*, told: Sequence[Told], source: str, now: datetime) -> list[Ref]:
    """(contact, ticket) for each statement, in order. `status`: opened, resolved or reopened.

    A case that is first heard of as resolved was opened then, unless `values` say when (`opened_at`).
    """
    people, orders = find_people(told, source, now), orders_by_number(told, source)
    lock(contact_ids={person.contact_id for person in people if person})
    known = by_key(_key(source, one.external_id, "opened") for one in told)
    refs = _refs(told, people, orders, known, source)
    news = [_news(one, refs[one.external_id], orders.get(one.order), known, source) for one in told]
    moved = note_tickets(news=news, now=now)
    events = [
        event
        for one, said, is_new in zip(told, news, moved, strict=True)
        for event in _events(one, said, source, moved=is_new)
    ]
    record(events=events, now=now)
    return [refs[one.external_id] for one in told]


def _refs(
    told: Sequence[Told],
    people: Sequence[Found | None],
    orders: Mapping[str, Order],
    known: Mapping[str, Event],
    source: str,
) -> dict[str, Ref]:
    """The log remembers under which number a case is kept and whose it is."""
    refs: dict[str, Ref] = {}
    for one, person in zip(told, people, strict=True):
        event = known.get(_key(source, one.external_id, "opened"))
        if one.external_id not in refs:
            refs[one.external_id] = _ref(event, one, person, orders.get(one.order))
    return refs


def _ref(event: Event | None, told: Told, person: Found | None, order: Order | None) -> Ref:
    if event is not None and event.contact_id is not None:
        return event.contact_id, event.data["ticket"]
    contact_id = contact_of(told, person, order)
    return contact_id, new_ticket_ids(1)[0]


def _news(told: Told, ref: Ref, order: Order | None, known: Mapping[str, Event], source: str) -> TicketNews:
    """A new case without a number goes by the other system's own."""
    values: dict[str, Any] = dict(told.values)
    is_known = _key(source, told.external_id, "opened") in known
    return TicketNews(
        contact_id=ref[0],
        ticket_id=ref[1],
        state=told.status,  # type: ignore[arg-type]
        at=told.at,
        opened_at=values.get("opened_at"),
        kind=values.get("kind", ""),
        number=values.get("number", "" if is_known else told.external_id),
        summary=values.get("summary", ""),
        answered_by=values.get("answered_by", ""),
        order_id=order.pk if order else None,
    )


def _events(told: Told, news: TicketNews, source: str, *, moved: bool) -> list[NewEvent]:
    def event(name: str, state: str, at: datetime) -> NewEvent:
        key, data = _key(source, told.external_id, state), {"ticket": news.ticket_id}
        return NewEvent(name, key, at, news.contact_id, news.order_id, data)

    opened_at = news.opened_at or told.at
    events = [event("ticket.opened", "opened", min(opened_at, told.at))]
    if moved and told.status != "opened":
        stamp = f"{told.at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        events.append(event(f"ticket.{told.status}", f"{told.status}@{stamp}", told.at))
    return events


def _key(source: str, number: str, state: str) -> str:
    return f"{source}:ticket:{number}:{state}"
