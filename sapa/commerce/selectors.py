"""Reads of the room: orders as facts, lists and their pages, imports."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Min, Q, QuerySet
from django.shortcuts import get_object_or_404

from sapa.base.scope import current_workspace_id
from sapa.commerce.models import ImportRow, ImportRun, Order
from sapa.contacts.selectors import members
from sapa.domain.orders import Money, OrderFacts
from sapa.events.models import Endpoint, Event, RawDelivery, RefusedDelivery

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
    facts = OrderFacts(**{name: getattr(order, name) for name in SAME_NAMES})
    total, shipping = Money(order.amount, order.currency), Money(order.shipping_amount, order.currency)
    return replace(facts, total=total, shipping=shipping)


def columns_of(facts: OrderFacts) -> dict[str, Any]:
    """The columns of `Order` that these facts fill."""
    columns = {name: getattr(facts, name) for name in SAME_NAMES}
    money = {
        "amount": facts.total.amount,
        "shipping_amount": facts.shipping.amount,
        "currency": facts.total.currency if facts.total.amount else facts.shipping.currency,
    }
    return columns | money | {"number": facts.number or facts.external_id}


def orders_of(contact_ids: Iterable[int]) -> dict[int, list[Order]]:
    """Orders of these people by the root of the contact, newest first; merged contacts included."""
    root = members(contact_ids)
    orders: dict[int, list[Order]] = defaultdict(list)
    for order in Order.objects.filter(contact_id__in=root).order_by("-placed_at", "-pk"):
        orders[root[order.contact_id]].append(order)
    return orders


def order_by_public_id(public_id: UUID) -> Order:
    """The one door to an order."""
    return get_object_or_404(Order.objects.select_related("contact"), public_id=public_id)


def orders(*, text: str = "", status: str = "") -> QuerySet[Order]:
    rows = Order.objects.select_related("contact").order_by("-placed_at", "-pk")
    if status:
        rows = rows.filter(status=status)
    return rows.filter(Q(number__istartswith=text) | Q(external_id__istartswith=text)) if text else rows


def page_of(rows: QuerySet[Order], *, before: tuple[datetime, int] | None, limit: int) -> list[Order]:
    """The page after (placed_at, id) of the last order that was shown."""
    if before:
        at, pk = before
        rows = rows.filter(Q(placed_at__lt=at) | Q(placed_at=at, pk__lt=pk))
    return list(rows[:limit])


def run_by_public_id(public_id: UUID) -> ImportRun:
    """The one door to an import."""
    return get_object_or_404(ImportRun, public_id=public_id)


def recent_runs(limit: int = 20) -> QuerySet[ImportRun]:
    return ImportRun.objects.order_by("-pk")[:limit]


def refused_rows(run_id: int) -> QuerySet[ImportRow]:
    return ImportRow.objects.filter(run_id=run_id, outcome=ImportRow.Outcome.REFUSED).order_by("line")


def rows_with_notes(run_id: int) -> QuerySet[ImportRow]:
    rows = (
        ImportRow.objects.filter(run_id=run_id).exclude(notes=[]).exclude(outcome=ImportRow.Outcome.REFUSED)
    )
    return rows.order_by("line")


def rows_ahead(run_id: int) -> QuerySet[ImportRow]:
    return ImportRow.objects.filter(run_id=run_id, next_at__isnull=False).order_by("next_at", "pk")


def refused_by_reason(run_id: int) -> list[tuple[str, int]]:
    rows = ImportRow.objects.filter(run_id=run_id, outcome=ImportRow.Outcome.REFUSED)
    return list(rows.values_list("code").annotate(count=Count("pk")).order_by("-count", "code"))


def notes_by_code(run_id: int) -> list[tuple[str, int]]:
    """How often each note was made; a row may carry several."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT note ->> 0, count(*) FROM commerce_importrow r, jsonb_array_elements(r.notes) AS note"
            " WHERE r.workspace_id = %s AND r.run_id = %s GROUP BY 1 ORDER BY 2 DESC, 1",
            [current_workspace_id(), run_id],
        )
        return [(str(code), int(count)) for code, count in cursor.fetchall()]


def next_row_ahead() -> datetime | None:
    """When the next part of an imported row happens; only the demo knows such rows."""
    found: datetime | None = ImportRow.objects.aggregate(first=Min("next_at"))["first"]
    return found


def events_of(order: Order) -> QuerySet[Event]:
    """What happened to the order, oldest first."""
    return Event.objects.filter(order_id=order.pk).order_by("at", "pk")


def endpoints(kind: str) -> QuerySet[Endpoint]:
    return Endpoint.objects.filter(kind=kind).order_by("pk")


def endpoint_by_public_id(public_id: UUID, kind: str) -> Endpoint:
    """The one door to a sender of this room."""
    return get_object_or_404(Endpoint, public_id=public_id, kind=kind)


def deliveries_of(endpoint_id: int, limit: int = 20) -> QuerySet[RawDelivery]:
    """The newest deliveries without their bodies."""
    return (
        RawDelivery.objects.filter(endpoint_id=endpoint_id).defer("body", "headers").order_by("-pk")[:limit]
    )


def refusals_of(endpoint_id: int, limit: int = 20) -> QuerySet[RefusedDelivery]:
    return RefusedDelivery.objects.filter(endpoint_id=endpoint_id).order_by("-day", "-count")[:limit]
