"""One order as plain facts, and how those facts unfold in time."""

from sapa.domain.orders.balance import Movement, balance, paid_since
from sapa.domain.orders.facts import Money, OrderFacts, from_json, to_json
from sapa.domain.orders.status import OVER, STATUSES, advance, cash_on_arrival, merged
from sapa.domain.orders.timeline import OrderEvent, events_of, facts_at, next_change, reached

__all__ = [
    "OVER",
    "STATUSES",
    "Money",
    "Movement",
    "OrderEvent",
    "OrderFacts",
    "advance",
    "balance",
    "cash_on_arrival",
    "events_of",
    "facts_at",
    "from_json",
    "merged",
    "next_change",
    "paid_since",
    "reached",
    "to_json",
]
