"""What a hand-off card concludes from the records: what is missing, and what a person should do next.

From codes alone, so that the same records always say the same (assistant.md 4.5).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

AWAITING = frozenset({"placed", "awaiting_payment"})
OVER = frozenset({"completed", "cancelled", "refunded", "expired", "failed"})
STUCK = frozenset({"failed_attempt", "on_hold", "returning", "lost"})


@dataclass(frozen=True, slots=True)
class OrderSeen:
    """One order as it stood then; parcel fields are those of its newest parcel."""

    id: int
    status: str
    paid: bool = False
    shipped: bool = False
    delivered: bool = False
    eta: datetime | None = None
    parcel: str = ""
    tracked: bool = False

    @property
    def is_open(self) -> bool:
        return self.status not in OVER and not self.delivered

    @property
    def on_its_way(self) -> bool:
        return self.shipped and self.is_open


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the customer at a hand-off; `orders` newest first."""

    reason: str
    named: bool
    orders: Sequence[OrderSeen] = ()
    open_tickets: int = 0

    @property
    def open_orders(self) -> list[OrderSeen]:
        return [one for one in self.orders if one.is_open]


def missing(known: Known) -> list[str]:
    """Codes of what a person still has to ask or find out."""
    alive = known.open_orders
    found = [] if known.named else ["name"]
    if not known.orders:
        found.append("no_order")
    elif len(alive) > 1:
        found.append("which_order")
    if any(one.on_its_way and not one.tracked for one in alive):
        found.append("tracking")
    return found


def next_step(known: Known, at: datetime) -> str:
    """One code; the most pressing of what the records say."""
    alive = known.open_orders
    if known.reason == "ask_opt_out":
        return "clarify_wish"
    if known.open_tickets:
        return "look_at_ticket"
    if any(one.parcel in STUCK or _is_late(one, at) for one in alive):
        return "ask_courier"
    if not known.orders:
        return "ask_order"
    if len(alive) > 1:
        return "ask_which_order"
    if any(one.status in AWAITING and not one.paid for one in alive):
        return "look_at_payment"
    if any(one.on_its_way for one in alive):
        return "tell_position"
    return "late_answer" if known.reason == "late" else "read_and_answer"


def _is_late(one: OrderSeen, at: datetime) -> bool:
    return one.on_its_way and one.eta is not None and one.eta < at


def as_json(one: OrderSeen) -> dict[str, Any]:
    return {
        "id": one.id,
        "status": one.status,
        "paid": one.paid,
        "eta": one.eta.isoformat() if one.eta else None,
        "parcel": one.parcel,
        "tracked": one.tracked,
    }
