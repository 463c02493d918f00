"""What a look at a service is about: things that are open here, and how things stand before and after it."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Q

from sapa.commerce.models import Order, Payment, Return, Shipment
from sapa.commerce.schemas import Heard
from sapa.events.models import Endpoint, RawDelivery

OPEN_ORDER = ("placed", "awaiting_payment")
ENDED_PARCEL = frozenset({"delivered", "returned", "rejected", "disposed", "couriernotfound", "cancelled"})
PAYABLE, MOVING = timedelta(days=7), timedelta(days=10)
MOST_OPEN, MOST_DELIVERIES = 25, 500
Standing = dict[tuple[str, int], tuple[Any, ...]]


class Open(NamedTuple):
    """`orders`: (row, number) of those at the end of `numbers`; the last of them is not the last there is if `more`."""

    numbers: Sequence[str] = ()
    orders: Sequence[tuple[int, str]] = ()
    more: bool = False

    def position_after(self, asked: int) -> int:
        """After which order the next look goes on, when that many numbers were asked; 0: from the beginning."""
        done = asked - (len(self.numbers) - len(self.orders))
        if done >= len(self.orders) and not self.more:
            return 0
        return self.orders[done - 1][0] if done > 0 else 0


def open_at(endpoint: Endpoint, position: int, now: datetime) -> Open:
    """Of services that list nothing: the numbers to ask about one by one."""
    if endpoint.kind == "midtrans":
        return _unpaid(f"midtrans-{endpoint.pk}", position, now)
    return Open(_moving(endpoint, now)) if endpoint.kind == "biteship" else Open()


def standing(heard: Sequence[Heard], source: str) -> Standing:
    """Of what a page speaks of, by table and row."""
    orders = [told.facts.external_id for one in heard for told in one.orders]
    told = [(kind, one) for said in heard for kind, one in said.subjects]
    numbers = {name: [one.external_id for kind, one in told if kind == name] for name in TABLES}
    tracked = [str(number) for _, one in told if (number := one.values.get("tracking_number"))]
    found = _rows("order", Q(source=source, external_id__in=orders)) if orders else {}
    for name, external_ids in numbers.items():
        if external_ids:
            ours = Q(source=source, external_id__in=external_ids)
            found |= _rows(name, ours | Q(tracking_number__in=tracked) if name == "shipment" else ours)
    return found


TABLES: dict[str, tuple[Any, tuple[str, ...]]] = {
    "payment": (Payment, ("status", "amount")),
    "shipment": (Shipment, ("status", "tracking_number")),
    "return": (Return, ("status",)),
}
ORDER = (Order, ("status", "paid_at", "shipped_at", "delivered_at", "cancelled_at", "quantity", "amount"))


def _rows(name: str, chosen: Q) -> Standing:
    model, columns = TABLES.get(name, ORDER)
    rows = model.objects.filter(chosen).values_list("pk", *columns)
    return {(name, row[0]): row[1:] for row in rows}


def _unpaid(source: str, position: int, now: datetime) -> Open:
    """Attempts that are open, then orders of any shop that wait for their payment, in turns."""
    attempts = Payment.objects.filter(
        source=source, status__in=("pending", "challenged"), recorded_at__gte=now - PAYABLE
    )
    waiting = Order.objects.filter(
        status__in=OPEN_ORDER, paid_at=None, placed_at__gte=now - PAYABLE, pk__gt=position
    ).exclude(payment_type="cod")
    orders = list(waiting.order_by("pk").values_list("pk", "number")[:MOST_OPEN])
    numbers = attempts.order_by("-pk").values_list("external_id", flat=True)[:MOST_OPEN]
    return Open([*numbers, *(number for _, number in orders)], orders, len(orders) == MOST_OPEN)


def _moving(endpoint: Endpoint, now: datetime) -> list[str]:
    """Parcels of which something was told lately and not their end, by the numbers that the courier gave them."""
    rows = RawDelivery.objects.filter(endpoint=endpoint, state="done", received_at__gte=now - MOVING)
    newest: dict[str, str] = {}
    for body in rows.order_by("-pk").values_list("body", flat=True)[:MOST_DELIVERIES]:
        number, status = _parcel(bytes(body))
        newest.setdefault(number, status)
    return [number for number, status in newest.items() if number and status not in ENDED_PARCEL][:MOST_OPEN]


def _parcel(body: bytes) -> tuple[str, str]:
    try:
        plain = json.loads(body or b"{}")
    except ValueError:
        return "", ""
    said = plain if isinstance(plain, dict) else {}
    number, status = str(said.get("order_id") or said.get("id") or ""), str(said.get("status") or "")
    return number[:120], "".join(filter(str.isalpha, status.casefold()))
