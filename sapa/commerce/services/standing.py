"""A shop that names how an order stands is believed by the later of two dated words: it goes on, or it is over."""

from dataclasses import replace

from sapa.commerce.models import Order
from sapa.commerce.schemas import OrderTold
from sapa.domain.orders import OVER, OrderFacts, advance, reached


def hear_standing(row: Order, told: OrderTold, known: OrderFacts, merged: OrderFacts) -> OrderFacts:
    """`merged`: what both come to without times. The row keeps when the shop last said either."""
    at = told.said_at or told.facts.cancelled_at
    if not told.stands or at is None or told.facts.status == "unknown":
        return merged
    is_over = told.facts.status in OVER
    name = "over_said_at" if is_over else "alive_said_at"
    setattr(row, name, max(filter(None, (getattr(row, name), at))))
    if is_restored(row):
        return _alive(known.status if is_over else told.facts.status, merged)
    return _over(told.facts.status if is_over else known.status, merged) if row.over_said_at else merged


def is_restored(row: Order) -> bool:
    """The shop called it over, and later not."""
    return bool(row.alive_said_at and row.over_said_at and row.alive_said_at > row.over_said_at)


def _alive(status: str, merged: OrderFacts) -> OrderFacts:
    if merged.status not in OVER or status in OVER:
        return merged
    status = advance(status, reached(merged))
    return replace(merged, status=status, cancelled_at=None, cancelled_estimated=False)


def _over(status: str, merged: OrderFacts) -> OrderFacts:
    """Failed or expired after it was paid: by themselves these never win over a payment."""
    return replace(merged, status=status) if status in OVER and merged.status not in OVER else merged
