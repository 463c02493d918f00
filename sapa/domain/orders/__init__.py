"""One order as plain facts, and how those facts unfold in time."""

from sapa.domain.orders.facts import Money, OrderFacts, from_json, to_json
from sapa.domain.orders.status import OVER, STATUSES, advance, merged
from sapa.domain.orders.timeline import OrderEvent, events_of, facts_at, next_change

__all__ = [
    "OVER",
    "STATUSES",
    "Money",
    "OrderEvent",
    "OrderFacts",
    "advance",
    "events_of",
    "facts_at",
    "from_json",
    "merged",
    "next_change",
    "to_json",
]
