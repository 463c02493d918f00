"""An order as a row of moments: what was known at an instant, what happens next (decisions.md 24, 35, 36)."""

from dataclasses import dataclass, replace
from datetime import datetime

from sapa.domain.orders.facts import OrderFacts
from sapa.domain.orders.status import OVER

MOMENTS = (
    ("order.placed", "order", "placed", "placed_at"),
    ("payment.received", "payment", "paid", "paid_at"),
    ("shipment.shipped", "shipment", "shipped", "shipped_at"),
    ("shipment.delivered", "shipment", "delivered", "delivered_at"),
    ("order.cancelled", "order", "cancelled", "cancelled_at"),
)
REACHED = (("delivered_at", "delivered"), ("shipped_at", "shipped"), ("paid_at", "paid"))


@dataclass(frozen=True, slots=True)
class OrderEvent:
    """`key_suffix` is `<object>:<order id>:<state>`; the source's name goes before it (contracts.md)."""

    name: str
    key_suffix: str
    at: datetime


def events_of(facts: OrderFacts) -> list[OrderEvent]:
    """What happened to the order, oldest first; only what has a time."""
    found = [
        OrderEvent(name, f"{kind}:{facts.external_id}:{_state(facts, state)}", at)
        for name, kind, state, moment in MOMENTS
        if (at := getattr(facts, moment)) is not None
    ]
    return sorted(found, key=lambda event: event.at)


def _state(facts: OrderFacts, state: str) -> str:
    """An order that expired may still be paid, and be cancelled after that: two ends, two keys."""
    return facts.status if state == "cancelled" and facts.status in OVER else state


def reached(facts: OrderFacts) -> str:
    """The status that the known moments alone speak of."""
    return next((status for moment, status in REACHED if getattr(facts, moment)), "awaiting_payment")


def next_change(facts: OrderFacts, after: datetime) -> datetime | None:
    """The first instant later than `after` at which something happens to the order."""
    return min((event.at for event in events_of(facts) if event.at > after), default=None)


def facts_at(facts: OrderFacts, now: datetime) -> OrderFacts | None:
    """The order as it was known at `now`; None before it was placed."""
    if facts.placed_at > now:
        return None
    if next_change(facts, now) is None:
        return facts
    known = replace(
        facts,
        paid_at=_past(facts.paid_at, now),
        shipped_at=_past(facts.shipped_at, now),
        delivered_at=_past(facts.delivered_at, now),
        cancelled_at=_past(facts.cancelled_at, now),
        review_score=None,
    )
    return replace(
        known,
        status=_status_then(known, facts.status),
        cancelled_estimated=facts.cancelled_estimated and known.cancelled_at is not None,
    )


def _past(at: datetime | None, now: datetime) -> datetime | None:
    return at if at is not None and at <= now else None


def _status_then(known: OrderFacts, final: str) -> str:
    if known.cancelled_at is not None:
        return final if final in OVER else "cancelled"
    return reached(known)
