"""How far an order has come, as far as its customer may still change it."""

from typing import Literal

from sapa.domain.dialogue.records import Order, Parcel
from sapa.domain.dialogue.types import Turn

Stage = Literal["unpaid", "waiting", "left", "arrived", "cancelled", "refunded"]

UNPAID = frozenset(("placed", "awaiting_payment"))
WAITING = UNPAID | {"paid", "processing", "on_hold", "unknown"}
ARRIVED = frozenset(("delivered", "completed"))
OVER = frozenset(("cancelled", "expired", "failed"))
STILL_HERE = frozenset(("", "confirmed", "picking_up", "cancelled"))
MONEY_CAME = frozenset(("paid", "challenged"))


def stage_of(turn: Turn, order: Order) -> Stage:
    """By all that the records tell: a parcel that moves has left, whatever its order is called."""
    if order.status in OVER or order.cancelled_at:
        return "cancelled"
    if order.status == "refunded":
        return "refunded"
    if is_arrived(order):
        return "arrived"
    if order.status == "shipped" or order.shipped_at or any(map(has_left, turn.tools.get_shipment(order))):
        return "left"
    return "unpaid" if is_unpaid(turn, order) else "waiting"


def has_left(parcel: Parcel) -> bool:
    return parcel.shipped_at is not None or parcel.status not in STILL_HERE


def is_unpaid(turn: Turn, order: Order) -> bool:
    """No money in it: neither the order nor any payment says so."""
    if order.status not in UNPAID or order.paid_at:
        return False
    return not any(one.status in MONEY_CAME or one.paid_at for one in turn.tools.get_payment(order))


def is_waiting(order: Order) -> bool:
    """Not sent yet, going by the order alone."""
    return order.status in WAITING and not (order.shipped_at or order.delivered_at or order.cancelled_at)


def is_under_way(order: Order) -> bool:
    return order.status == "shipped" or (order.shipped_at is not None and not is_arrived(order))


def is_arrived(order: Order) -> bool:
    return order.status in ARRIVED or order.delivered_at is not None


def is_sent(order: Order) -> bool:
    return is_arrived(order) or is_under_way(order)
