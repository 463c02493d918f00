"""What a delivery means by itself, as the events that its first hearing records: no database is asked."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from sapa.commerce.schemas import Heard, OrderTold, Told
from sapa.commerce.services.shipments import STATES
from sapa.domain.orders import OrderEvent, OrderFacts, events_of, facts_at

CHANGED = {
    **dict.fromkeys(("placed", "awaiting_payment"), "order.placed"),
    **dict.fromkeys(("paid", "processing"), "payment.received"),
    "shipped": "shipment.shipped",
    **dict.fromkeys(("delivered", "completed"), "shipment.delivered"),
    **dict.fromkeys(("cancelled", "refunded", "expired", "failed"), "order.cancelled"),
}
PAYMENTS = {
    "paid": "payment.received",
    "expired": "order.cancelled",
    "cancelled": "order.cancelled",
    "refunded": "return.refunded",
}


class Happening(NamedTuple):
    """One event with the columns of contracts.md. `key`: `<source>:<object>:<id>:<state>`."""

    name: str
    key: str
    order: str
    shipment: str
    status: str
    amount: int | None
    currency: str
    at: datetime
    phone: str = ""
    email: str = ""


def happenings(heard: Heard, kind: str) -> list[Happening]:
    """Orders first, then what was told beside them. `kind` is the name of the source in the keys."""
    orders = [one for told in heard.orders for one in of_order(told, kind)]
    beside = [one for name, told in heard.subjects for one in SUBJECTS.get(name, _nothing)(told, kind)]
    return orders + beside


def of_order(told: OrderTold, kind: str) -> list[Happening]:
    """Everything that is known to have happened; of a partial statement only what it is about."""
    facts = told.facts
    if not told.partial:
        return [_of_event(facts, event, kind, _status_at(facts, event.at)) for event in events_of(facts)]
    about = CHANGED.get(facts.status)
    said = [_of_event(facts, event, kind, facts.status) for event in events_of(facts) if event.name == about]
    return said if facts.total.amount else [one._replace(amount=None, currency="") for one in said]


def _status_at(facts: OrderFacts, at: datetime) -> str:
    then = facts_at(facts, at)
    return then.status if then else facts.status


def _of_event(facts: OrderFacts, event: OrderEvent, kind: str, status: str) -> Happening:
    key, money = f"{kind}:{event.key_suffix}", facts.total
    people = (facts.phone, facts.email)
    number = facts.external_id
    return Happening(event.name, key, number, "", status, money.amount, money.currency, event.at, *people)


def _shipment(told: Told, kind: str) -> Iterator[Happening]:
    if state := STATES.get(told.status):
        yield _of(told, f"shipment.{state}", f"{kind}:shipment:{told.external_id}:{state}", told.external_id)


def _payment(told: Told, kind: str) -> Iterator[Happening]:
    """An attempt that ended tells what the order would become if it were its only one; a refund is one of its own."""
    if name := PAYMENTS.get(told.status):
        refund = _newest_refund(told)
        subject = f"refund:{refund}" if refund else f"payment:{told.external_id}"
        yield _of(told, name, f"{kind}:{subject}:{told.status}")


def _newest_refund(told: Told) -> str:
    """Its number, blank where the gateway names none: each notification repeats those before it."""
    refunds = told.values.get("refunds") or {}
    return max(refunds, key=lambda number: (refunds[number][1] or told.at, number), default="")


def _return(told: Told, kind: str) -> Iterator[Happening]:
    if told.status:
        yield _of(told, f"return.{told.status}", f"{kind}:return:{told.external_id}:{told.status}")


def _customer(told: Told, kind: str) -> Iterator[Happening]:
    consent = told.person.consent if told.person else None
    if consent:
        yield _of(told, "consent.changed", f"{kind}:consent:{told.external_id}:{consent}")


def _nothing(_told: Told, _kind: str) -> Iterator[Happening]:
    yield from ()


def _of(told: Told, name: str, key: str, shipment: str = "") -> Happening:
    person, values = told.person, told.values
    phone = person.phone.e164 if person and person.phone else ""
    email = person.email if person else ""
    amount, currency = values.get("amount"), values.get("currency", "")
    return Happening(name, key, told.order, shipment, told.status, amount, currency, told.at, phone, email)


SUBJECTS: Mapping[str, Callable[[Told, str], Iterator[Happening]]] = {
    "shipment": _shipment,
    "payment": _payment,
    "return": _return,
    "customer": _customer,
}
