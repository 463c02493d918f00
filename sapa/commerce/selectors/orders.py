"""Orders as facts, lists and their pages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from sapa.commerce.models import Order
from sapa.domain.orders import Money, OrderFacts
from sapa.events.models import Event
from sapa.web.cursors import older_than

SAME_NAMES = (
    "external_id",
    "number",
    "status",
    "segment",
    "placed_at",
    "paid_at",
    "shipped_at",
    "delivered_at",
    "cancelled_at",
    "cancelled_estimated",
    "eta",
    "payment_deadline",
    "payment_type",
    "goods",
    "quantity",
    "links",
)


def facts_of(order: Order) -> OrderFacts:
    """The order without its customer, as journeys and merging need it."""
    return OrderFacts(
        external_id=order.external_id,
        number=order.number,
        status=order.status,
        segment=order.segment,
        placed_at=order.placed_at,
        paid_at=order.paid_at,
        shipped_at=order.shipped_at,
        delivered_at=order.delivered_at,
        cancelled_at=order.cancelled_at,
        cancelled_estimated=order.cancelled_estimated,
        eta=order.eta,
        payment_deadline=order.payment_deadline,
        payment_type=order.payment_type,
        goods=order.goods,
        quantity=order.quantity,
        links=order.links,
        total=Money(order.amount, order.currency),
        shipping=Money(order.shipping_amount, order.currency),
    )


def columns_of(facts: OrderFacts) -> dict[str, Any]:
    """The columns of `Order` that these facts fill."""
    columns = {name: getattr(facts, name) for name in SAME_NAMES}
    money = {
        "amount": facts.total.amount,
        "shipping_amount": facts.shipping.amount,
        "currency": facts.total.currency if facts.total.amount else facts.shipping.currency,
    }
    return columns | money | {"number": facts.number or facts.external_id}


def order_by_public_id(public_id: UUID) -> Order:
    """The one door to an order."""
    return get_object_or_404(Order.objects.select_related("contact"), public_id=public_id)


def orders(*, text: str = "", status: str = "") -> QuerySet[Order]:
    rows = Order.objects.select_related("contact").order_by("-placed_at", "-pk")
    text = text.replace("\0", "")
    if status:
        rows = rows.filter(status=status)
    return rows.filter(Q(number__istartswith=text) | Q(external_id__istartswith=text)) if text else rows


def page_of(rows: QuerySet[Order], *, before: tuple[datetime, int] | None, limit: int) -> list[Order]:
    """The page after (placed_at, id) of the last order that was shown."""
    if before:
        rows = rows.filter(older_than("placed_at", before))
    return list(rows[:limit])


def events_of(order: Order, everyone: Sequence[int], *, limit: int) -> tuple[list[Event], bool]:
    """The last of what happened to the order, oldest first, and whether there is more before it.

    `everyone`: all records of its customer, by whose index it is found.
    """
    rows = Event.objects.filter(contact_id__in=everyone, order_id=order.pk).order_by("-at", "-pk")
    found = list(rows[: limit + 1])
    return found[:limit][::-1], len(found) > limit
