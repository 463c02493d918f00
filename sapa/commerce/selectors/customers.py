"""One customer's orders with what was bought, every attempt to pay, the parcels with their steps, and returns.

A page of orders costs the same few queries and at most so many rows whatever the customer has.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from sapa.commerce.models import Order, OrderChange, OrderLine, Payment, Return, Shipment
from sapa.commerce.selectors.few import EACH, Few, few_of_each
from sapa.commerce.selectors.orders import page_of
from sapa.commerce.selectors.payments import paid_amounts
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
    """`paid`: what was paid less what went back, in the order's currency; None where no attempt is known."""

    order: Order
    paid: int | None
    lines: Few[OrderLine]
    payments: Few[Payment]
    parcels: Few[Parcel]
    returns: Few[Return]
    changes: Few[OrderChange] = field(default_factory=Few)

    @property
    def is_partly_paid(self) -> bool:
        """A shop that itself says paid is believed."""
        return self.order.paid_at is None and 0 < (self.paid or 0) < self.order.amount

    @property
    def excess(self) -> int:
        """What was paid beyond the order's amount, where that is known."""
        return max((self.paid or 0) - self.order.amount, 0) if self.order.amount else 0


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


def cards_of(orders: Sequence[Order], everyone: Sequence[int], each: int = EACH) -> list[OrderCard]:
    """`everyone`: all records of the customer, by whose index the steps of the parcels are found.

    Of each order at most `each` goods, attempts to pay, parcels and returns.
    """
    ids = [order.pk for order in orders]
    lines = few_of_each(
        OrderLine.objects.filter(order_id__in=ids).select_related("product"), "order_id", ["pk"], each
    )
    payments = few_of_each(Payment.objects.filter(order_id__in=ids), "order_id", ["-status_at", "-pk"], each)
    returns = few_of_each(Return.objects.filter(order_id__in=ids), "order_id", ["-status_at", "-pk"], each)
    shipments = few_of_each(
        Shipment.objects.filter(order_id__in=ids), "order_id", ["-recorded_at", "-pk"], each
    )
    changes = few_of_each(OrderChange.objects.filter(order_id__in=ids), "order_id", ["-at", "-pk"], each)
    shown = [row.pk for few in shipments.values() for row in few.rows]
    about = Q(order_id__in=ids) & (Q(data__shipment__in=shown) | Q(data__shipment__isnull=True))
    steps: dict[int | None, list[Event]] = defaultdict(list)
    for event in steps_of("shipment", everyone, about):
        steps[event.order_id].append(event)
    paid = paid_amounts(ids)
    return [
        OrderCard(
            order,
            paid.get(order.pk),
            lines.get(order.pk, Few()),
            payments.get(order.pk, Few()),
            _parcels(shipments.get(order.pk, Few()), steps[order.pk]),
            returns.get(order.pk, Few()),
            changes.get(order.pk, Few()),
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
