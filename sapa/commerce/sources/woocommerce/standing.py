"""How an order stands: one word, which shops and plugins add their own to."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sapa.commerce.sources.generic.fields import Fields
from sapa.commerce.sources.generic.shops import cut, is_cod, listed
from sapa.commerce.sources.woocommerce.calls import Call
from sapa.commerce.sources.woocommerce.parcels import Parcel
from sapa.domain.csvorders.cells import STATUS_WORDS, plain_word
from sapa.events.schemas import Unreadable

WORDS = {
    "pending": "awaiting_payment",
    "on hold": "on_hold",
    "processing": "processing",
    "completed": "completed",
    "cancelled": "cancelled",
    "trash": "cancelled",
    "refunded": "refunded",
    "failed": "failed",
}
OWN_WORDS = frozenset({"processing", "shipped", "delivered", "completed"})
DRAFTS = frozenset({"checkout draft", "auto draft", "draft"})
WAS_PAID = frozenset({"processing", "shipped", "delivered", "completed"})
ENDED = frozenset({"cancelled", "refunded", "failed"})
TRANSFER = re.compile(
    r"bacs|cheque|transfer|bank|qris|_va\b|virtual account|midtrans|xendit|doku|duitku|tripay|ipaymu",
    re.IGNORECASE,
)
PAY_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Standing:
    """Columns of `OrderFacts`."""

    status: str
    placed_at: datetime
    paid_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    cancelled_at: datetime | None
    payment_deadline: datetime | None


def standing(call: Call, parcels: list[Parcel], *, company: bool, costs: bool) -> Standing:
    """`costs`: there is something to pay. Raises Unreadable: missing_date, bad_date, future_date."""
    created, said_at = call.at("date_created"), call.said_at()
    placed_at = created or said_at
    if placed_at is None or said_at is None:
        raise Unreadable("missing_date")
    status = status_of(call.fields, has_parcel=bool(parcels))
    waits = status == "awaiting_payment" and not company
    return Standing(
        status=status,
        placed_at=placed_at,
        paid_at=call.at("date_paid") or _paid_at(call, status, placed_at, said_at, costs=costs),
        shipped_at=_shipped_at(call, status, parcels, placed_at, said_at),
        delivered_at=_delivered_at(call, status, said_at),
        cancelled_at=said_at if status in ENDED else None,
        payment_deadline=placed_at + PAY_WITHIN if waits else None,
    )


def is_draft(fields: Fields) -> bool:
    return _word(fields) in DRAFTS


def status_of(fields: Fields, *, has_parcel: bool = False) -> str:
    """A word of the shop's own that nobody knows is `unknown`: what is known stays."""
    word = _word(fields)
    status = WORDS.get(word) or _own(word)
    if status == "processing" and has_parcel:
        return "shipped"
    if status == "awaiting_payment" and is_cash(fields):
        return "placed"
    return "awaiting_payment" if status == "on_hold" and _waits_for_transfer(fields) else status


def is_cash(fields: Fields) -> bool:
    return is_cod(f"{cut(fields, 'payment_method')} {cut(fields, 'payment_method_title')}")


def is_digital(fields: Fields) -> bool:
    return fields.plain.get("needs_processing") is False and not listed(fields, "shipping_lines")


def _word(fields: Fields) -> str:
    return plain_word(cut(fields, "status").lower().removeprefix("wc-"))


def _own(word: str) -> str:
    known = STATUS_WORDS.get(word, "")
    return known if known in OWN_WORDS else "unknown"


def _waits_for_transfer(fields: Fields) -> bool:
    ways = f"{cut(fields, 'payment_method')} {cut(fields, 'payment_method_title')}"
    return (
        not is_cash(fields) and not cut(fields, "date_paid_gmt", "date_paid") and bool(TRANSFER.search(ways))
    )


def _paid_at(
    call: Call, status: str, placed_at: datetime, said_at: datetime, *, costs: bool
) -> datetime | None:
    """Some ways to pay leave no time: not later than the order was done, or this was said."""
    if status not in WAS_PAID or not costs or is_cash(call.fields):
        return None
    return max(placed_at, min(filter(None, (said_at, call.at("date_completed")))))


def _shipped_at(
    call: Call, status: str, parcels: list[Parcel], placed_at: datetime, said_at: datetime
) -> datetime | None:
    """«Completed» is what a shop says when the parcel is gone; that it has arrived nobody has said."""
    if status not in ("shipped", "delivered", "completed") or is_digital(call.fields):
        return None
    days = [parcel.shipped_at for parcel in parcels if parcel.shipped_at]
    if days:
        return max(placed_at, min(days))
    done = call.at("date_completed")
    return done or (said_at if status == "shipped" else None)


def _delivered_at(call: Call, status: str, said_at: datetime) -> datetime | None:
    if status == "delivered":
        return said_at
    return call.at("date_completed") if status == "completed" and is_digital(call.fields) else None
