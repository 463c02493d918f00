"""One customer's orders with what was bought, every attempt to pay and the parcels with their steps.

A page of orders costs the same few queries and at most so many rows whatever the customer has.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from sapa.commerce.models import Order, OrderLine, Payment, Shipment
from sapa.commerce.selectors.few import Few, few_of_each
from sapa.commerce.selectors.orders import page_of
from sapa.contacts.selectors import members
from sapa.domain.events import EVENTS
from sapa.events.models import Event

NOT_KEPT = (Order.Status.CANCELLED, Order.Status.REFUNDED, Order.Status.EXPIRED, Order.Status.FAILED)
Cursor = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Worth:
    """What a customer has bought in one currency: orders that were paid and neither cancelled nor refunded."""

    currency: str
    amount: int
    orders: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Parcel:
    """`row` is None where only the order itself tells that something was sent. `steps`: oldest first."""

    row: Shipment | None
    steps: Sequence[Event]


@dataclass(frozen=True, slots=True)
class OrderCard:
    order: Order
    lines: Few[OrderLine]
    payments: Few[Payment]
    parcels: Few[Parcel]


def worth_of(contact_id: int) -> list[Worth]:
    """By currency, the largest number of orders first."""
    paid = Order.objects.filter(contact_id__in=members([contact_id]), paid_at__isnull=False)
    sums = paid.exclude(status__in=NOT_KEPT).values("currency").order_by()
    told = sums.annotate(
        total=Sum("amount"), orders=Count("pk"), first_at=Min("placed_at"), last_at=Max("paid_at")
    )
    found = [
        Worth(one["currency"], one["total"], one["orders"], one["first_at"], one["last_at"]) for one in told
    ]
    return sorted(found, key=lambda one: (-one.orders, one.currency))


def orders_of_customer(
    contact_id: int, *, before: Cursor | None, limit: int
) -> tuple[list[OrderCard], Cursor | None]:
    """Newest first, of the person with all records that were joined; and the cursor of the next page."""
    everyone = list(members([contact_id]))
    rows = Order.objects.filter(contact_id__in=everyone).order_by("-placed_at", "-pk")
    found = page_of(rows, before=before, limit=limit + 1)
    last = found[limit - 1] if len(found) > limit else None
    return cards_of(found[:limit], everyone), (last.placed_at, last.pk) if last else None


def cards_of(orders: Sequence[Order], everyone: Sequence[int]) -> list[OrderCard]:
    """`everyone`: all records of the customer, by whose index the steps of the parcels are found."""
    ids = [order.pk for order in orders]
    lines = few_of_each(
        OrderLine.objects.filter(order_id__in=ids).select_related("product"), "order_id", ["pk"]
    )
    payments = few_of_each(Payment.objects.filter(order_id__in=ids), "order_id", ["-status_at", "-pk"])
    shipments = few_of_each(Shipment.objects.filter(order_id__in=ids), "order_id", ["-recorded_at", "-pk"])
    shown = [row.pk for few in shipments.values() for row in few.rows]
    about = Q(order_id__in=ids) & (Q(data__shipment__in=shown) | Q(data__shipment__isnull=True))
    steps: dict[int | None, list[Event]] = defaultdict(list)
    for event in steps_of("shipment", everyone, about):
        steps[event.order_id].append(event)
    return [
        OrderCard(
            order,
            lines.get(order.pk, Few()),
            payments.get(order.pk, Few()),
            _parcels(shipments.get(order.pk, Few()), steps[order.pk]),
        )
        for order in orders
    ]


def steps_of(noun: str, everyone: Sequence[int], about: Q) -> "QuerySet[Event]":
    """Events of this noun, oldest first; each state of each object is an event once."""
    names = [name for name in EVENTS if name.startswith(f"{noun}.")]
    return Event.objects.filter(about, contact_id__in=everyone, name__in=names).order_by("at", "pk")


def _parcels(rows: Few[Shipment], steps: Sequence[Event]) -> Few[Parcel]:
    """A step that names no parcel was told by the order: it is one of each."""
    parcels = [Parcel(row, _unlike(steps, row.pk)) for row in rows.rows]
    return Few(parcels or ([Parcel(None, steps)] if steps else []), rows.more)


def _unlike(steps: Sequence[Event], parcel_id: int) -> list[Event]:
    return [event for event in steps if event.data.get("shipment", parcel_id) == parcel_id]
