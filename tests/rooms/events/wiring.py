"""Handlers and sources of these tests, wired by the fixtures in conftest."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sapa.contacts.models import Contact
from sapa.events.models import Event, RawDelivery
from sapa.events.schemas import Accepted, Handler, NewEvent, Probe, RefusedCall, Source, Unreadable, Verdict
from sapa.events.services import record

calls: list[tuple[str, list[int | None]]] = []


def plan(events: Sequence[Event], now: datetime) -> None:
    """Makes one contact an event; breaks on order 13."""
    calls.append(("plan", [event.order_id for event in events]))
    for event in events:
        Contact.objects.create(name=f"order {event.order_id}", created_at=now)
        if event.order_id == 13:
            raise ValueError("the customer is called Dewi")


def leave(events: Sequence[Event], now: datetime) -> None:
    calls.append(("leave", [event.order_id for event in events]))


HANDLERS: Mapping[str, tuple[Handler, ...]] = {
    "order.placed": (plan, leave),
    "payment.received": (leave,),
}


def verify(
    raw: bytes, headers: Mapping[str, str], url: str, secrets: Sequence[str], now: datetime
) -> Verdict:
    if not raw:
        return Probe()
    return Accepted() if headers.get("x-secret") in secrets else RefusedCall("wrong_signature")


def apply(deliveries: Sequence[RawDelivery], now: datetime) -> None:
    """The body is a key; `unreadable` and `broken` misbehave."""
    calls.append(("apply", [delivery.id for delivery in deliveries]))
    for delivery in deliveries:
        key = bytes(delivery.body).decode()
        if key == "unreadable":
            raise Unreadable("not_json")
        if key == "broken":
            raise ValueError(key)
        record(events=[NewEvent("payment.received", key, now)], now=now)


def challenge(query: Mapping[str, str], secrets: Sequence[str]) -> str | None:
    return query.get("challenge") if query.get("token") in secrets else None


SOURCES: Mapping[str, Source] = {
    "shop": Source(verify, apply, challenge, frozenset({"x-topic"})),
    "mute": Source(verify, apply),
}
