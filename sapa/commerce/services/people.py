"""What people do and say beside buying, told to the log: the contacts' own room stands below it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

from django.db import transaction

from sapa.commerce.models import Order
from sapa.commerce.schemas import Told
from sapa.commerce.services.statements import contact_of, find_people, orders_by_number
from sapa.contacts import services as contacts
from sapa.contacts.models import Interaction
from sapa.contacts.selectors import first_contacts, members
from sapa.contacts.services import Noted, Talk
from sapa.events.services import NewEvent, record

PERSON, FIRST_CHAT = "person", "chat"


class Chat(NamedTuple):
    contact_id: int
    at: datetime


@transaction.atomic
def note_interaction(*, talk: Talk, now: datetime) -> Interaction:
    """A call, visit or chat that a person notes: the first with this customer is `interaction.first`.

    Every further one is `agent.followed_up`. Calls and visits count for gaps (S1-D4).
    """
    return _noted([talk], PERSON, now)[0]


@transaction.atomic
def apply_interactions(*, told: Sequence[Told], source: str, now: datetime) -> list[Interaction]:
    """The same from another system; `status` is the kind, `values` may say `began_at`.

    A repeat only adds what is new.
    """
    people, orders = find_people(told, source, now), orders_by_number(told, source)
    talks = [
        _talk(one, contact_of(one, person, orders.get(one.order)), source)
        for one, person in zip(told, people, strict=True)
    ]
    return _noted(talks, source, now)


@transaction.atomic
def note_first_chats(*, chats: Sequence[Chat], now: datetime) -> list[Interaction]:
    """Strangers who wrote first: nobody wrote to them before, they ordered nothing, no talk is known."""
    root = members({chat.contact_id for chat in chats})
    ordered = Order.objects.filter(contact_id__in=root).values_list("contact_id", flat=True)
    buyers, since = {root[pk] for pk in ordered.distinct()}, first_contacts(root)
    strangers: dict[int, datetime] = {}
    for chat in chats:
        person = root[chat.contact_id]
        if person not in buyers and since.get(person, chat.at) >= chat.at:
            strangers.setdefault(person, chat.at)
    talks = [
        Talk(person, "chat", at, ended_at=at, key=f"first-chat:{person}", said_at=at)
        for person, at in strangers.items()
    ]
    first = [one for one in contacts.note_interactions(talks=talks, now=now) if one.is_first]
    record(events=[_event(one, FIRST_CHAT) for one in first], now=now)
    return [one.row for one in first]


@transaction.atomic
def record_consent(
    *, contact_id: int, state: Literal["granted", "denied"], source: str, at: datetime, now: datetime
) -> None:
    """Consent to promotions; `consent.changed` when it says something new."""
    if contacts.record_consent(contact_id=contact_id, state=state, source=source, at=at):
        key = f"{source}:consent:{contact_id}:{state}@{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        record(events=[NewEvent("consent.changed", key, at, contact_id, None, {"promo": state})], now=now)


@transaction.atomic
def apply_customers(*, told: Sequence[Told], source: str, now: datetime) -> None:
    """What a shop says about people beside their orders; a new answer about offers is `consent.changed`."""
    named = [(one, one.person) for one in told if one.person]
    silent = [replace(person, consent=None) for _, person in named]
    found = contacts.find_or_make(people=silent, source=source, now=now)
    for (one, person), known in zip(named, found, strict=True):
        if person.consent:
            at = person.as_of or one.at
            record_consent(contact_id=known.contact_id, state=person.consent, source=source, at=at, now=now)


def _talk(told: Told, contact_id: int, source: str) -> Talk:
    values: dict[str, Any] = dict(told.values)
    began_at, key = values.pop("began_at", told.at), f"{source}:{told.external_id}"
    return Talk(contact_id, told.status, began_at, key=key, said_at=told.at, **values)  # type: ignore[arg-type]


def _noted(talks: Sequence[Talk], source: str, now: datetime) -> list[Interaction]:
    noted = contacts.note_interactions(talks=talks, now=now)
    record(events=[_event(one, source) for one in noted if one.is_new], now=now)
    return [one.row for one in noted]


def _event(noted: Noted, source: str) -> NewEvent:
    name, state = ("interaction.first", "first") if noted.is_first else ("agent.followed_up", "followed_up")
    row = noted.row
    key = f"{source}:interaction:{row.pk}:{state}"
    at = row.ended_at or row.at
    return NewEvent(name, key, at, row.contact_id, None, {"interaction": row.pk})
