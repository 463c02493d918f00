"""Which status may follow which: what a provider repeats late never undoes what is known."""

from dataclasses import fields, replace
from typing import Any

from sapa.domain.orders.facts import OrderFacts

STATUSES = (
    "placed",
    "awaiting_payment",
    "paid",
    "processing",
    "shipped",
    "delivered",
    "completed",
    "cancelled",
    "refunded",
    "expired",
    "failed",
    "on_hold",
    "unknown",
)
RANK = {
    "unknown": 0,
    "placed": 1,
    "awaiting_payment": 2,
    "on_hold": 3,
    "failed": 4,
    "expired": 5,
    "paid": 6,
    "processing": 7,
    "shipped": 8,
    "delivered": 9,
    "completed": 10,
    "cancelled": 11,
    "refunded": 12,
}
OVER = frozenset({"cancelled", "refunded", "expired", "failed"})


def advance(known: str, new: str) -> str:
    """The status after hearing `new` while knowing `known`, in whatever order the two were heard.

    Paid is left only for a later stage, a cancellation or a refund: a failed or expired attempt beside a
    successful one changes nothing, and a late settlement wins over them.
    """
    return new if RANK[new] > RANK[known] else known


def merged(known: OrderFacts, new: OrderFacts) -> OrderFacts:
    """Everything both know; a blank, or the quantity one, says nothing.

    A real time of cancellation beats an estimated one, and an estimate is made once.
    """
    values: dict[str, Any] = {
        name: getattr(new, name)
        for name in (entry.name for entry in fields(OrderFacts))
        if _says_something(getattr(new, name))
    }
    values["quantity"] = known.quantity if new.quantity == 1 else new.quantity
    values["status"] = advance(known.status, new.status)
    values["links"] = known.links | new.links
    values |= _cancellation(known, new)
    return replace(known, **values)


def cash_on_arrival(facts: OrderFacts) -> OrderFacts:
    """Marketplaces call an order paid that the courier will be paid for at the door."""
    if not facts.is_cod or facts.status in OVER:
        return facts
    if facts.delivered_at or facts.status in ("delivered", "completed"):
        return replace(facts, paid_at=facts.delivered_at or facts.paid_at)
    return replace(facts, status="processing" if facts.status == "paid" else facts.status, paid_at=None)


def _says_something(value: object) -> bool:
    return value not in (None, "", "unknown") and getattr(value, "amount", 1) != 0


def _cancellation(known: OrderFacts, new: OrderFacts) -> dict[str, Any]:
    told = known if _keeps_cancellation(known, new) else new
    return {"cancelled_at": told.cancelled_at, "cancelled_estimated": told.cancelled_estimated}


def _keeps_cancellation(known: OrderFacts, new: OrderFacts) -> bool:
    if new.cancelled_at is None or known.cancelled_at is None:
        return new.cancelled_at is None
    return new.cancelled_estimated
