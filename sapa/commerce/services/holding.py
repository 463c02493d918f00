"""Everybody of whom a hearing speaks is held before anything is written, in one order: nobody waits in a circle."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sapa.commerce.models import Checkout, Invoice, Order, Payment, Return, Shipment, Subject, Subscription
from sapa.commerce.schemas import Heard, Told
from sapa.commerce.services.numbers import payments_called
from sapa.commerce.services.orders import person_of
from sapa.commerce.services.settling import orders_known_as
from sapa.contacts.models import Identity
from sapa.contacts.services import Person, find_or_make, lock

MODELS: Mapping[str, type[Subject]] = {
    "shipment": Shipment,
    "subscription": Subscription,
    "invoice": Invoice,
    "return": Return,
    "payment": Payment,
    "checkout": Checkout,
}
NAMES_PEOPLE = MODELS.keys() - {"payment"} | {"ticket", "interaction", "review", "survey"}
NAME_ORDERS_OF_OTHERS = frozenset({"payment", "shipment"})


class Batch(NamedTuple):
    """What one sender told; `source` is `<kind>-<endpoint id>`."""

    source: str
    heard: Sequence[Heard]


def hold_people(batches: Sequence[Batch], now: datetime) -> None:
    """Those who are known by ascending number; who is new is made in one step, by what recognises them."""
    people = [person for batch in batches for person in _people(batch)]
    owners = (pk for batch in batches for pk in _owners(batch))
    lock(contact_ids={*recognised(people), *owners})
    if len(people) > 1:
        find_or_make(people=[replace(person, consent=None) for person in people], source="", now=now)


def _people(batch: Batch) -> Iterator[Person]:
    """In the order in which they are applied. What is told in part, or by a gateway, names nobody of its own."""
    named = [(kind, told.person) for heard in batch.heard for kind, told in heard.subjects if told.person]
    yield from (person for kind, person in named if kind == "customer")
    for heard in batch.heard:
        yield from (person_of(one.facts, batch.source) for one in heard.orders if not one.partial)
    yield from (person for kind, person in named if kind in NAMES_PEOPLE)


def recognised(people: Iterable[Person]) -> set[int]:
    """Whom they are known as already, by the record that the others were joined to."""
    values = {value for person in people for _, value in person.recognised_by()}
    rows = Identity.objects.filter(value__in=values).values_list("contact_id", "contact__root_id")
    return {root or own for own, root in rows} if values else set()


def _owners(batch: Batch) -> Iterator[int]:
    """Whose the orders and objects are that it names, whoever it says it speaks of."""
    subjects = [one for heard in batch.heard for one in heard.subjects]
    orders = {one.facts.external_id for heard in batch.heard for one in heard.orders}
    orders |= {told.order for _, told in subjects if told.order}
    yield from _contacts(Order, source=batch.source, external_id__in=orders)
    others = orders_known_as({told.order for kind, told in subjects if kind in NAME_ORDERS_OF_OTHERS})
    yield from (order.contact_id for order in others.values())
    for kind, model in MODELS.items():
        told = [one for name, one in subjects if name == kind]
        if model is Payment:
            named = payments_called(told, batch.source).exclude(contact=None)
            yield from named.values_list("contact_id", flat=True) if told else ()
            continue
        yield from _contacts(model, source=batch.source, external_id__in={one.external_id for one in told})
        if model is Shipment:
            yield from _contacts(model, tracking_number__in=_tracking_numbers(told))


def _contacts(model: type[Order] | type[Subject], **named: Any) -> Iterator[int]:
    if not all(named.values()):
        return
    rows = model._default_manager.filter(**named).values_list("contact_id", flat=True)
    yield from (pk for pk in rows if pk is not None)


def _tracking_numbers(told: Iterable[Told]) -> set[str]:
    return {number for one in told if (number := str(one.values.get("tracking_number") or ""))}
