"""What a customer has beside the orders: subscriptions, bills, returns, baskets, parcels of no known order.

What is still open comes first, then the newest; the same few queries and at most so many rows whatever there is.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, Count, Max, Q, QuerySet, Value, When
from django.db.models.fields.json import KT

from sapa.commerce.models import Checkout, Invoice, Return, Shipment, Subscription
from sapa.commerce.selectors.customers import Parcel, steps_of
from sapa.commerce.selectors.few import Few, few_of
from sapa.contacts.selectors import members
from sapa.events.models import Event

OVER = {
    "subscription": ("cancelled", "ended"),
    "invoice": ("paid", "cancelled"),
    "return": ("rejected", "refunded", "replaced"),
    "checkout": (),
    "shipment": ("delivered", "returned", "cancelled", "lost"),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A subscription and how often it was renewed."""

    row: Subscription
    renewals: int = 0
    renewed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """A return with the steps that it went, oldest first."""

    row: Return
    steps: Sequence[Event]


@dataclass(frozen=True, slots=True)
class Affairs:
    subscriptions: Few[Plan]
    invoices: Few[Invoice]
    returns: Few[Way]
    checkouts: Few[Checkout]
    parcels: Few[Parcel]

    def __bool__(self) -> bool:
        return any((self.subscriptions, self.invoices, self.returns, self.checkouts, self.parcels))


def affairs_of(contact_id: int, *, each: int, most: str = "", at_most: int = 100) -> Affairs:
    """`most`: the kind of which `at_most` rows are wanted instead of `each`."""
    everyone = list(members([contact_id]))
    limits = {kind: at_most if kind == most else each for kind in OVER}
    bills = Invoice.objects.select_related("order").filter(contact_id__in=everyone)
    return Affairs(
        subscriptions=_plans(everyone, limits["subscription"]),
        invoices=few_of(_open_first(bills, "invoice"), limits["invoice"]),
        returns=_ways(everyone, limits["return"]),
        checkouts=few_of(_left(everyone), limits["checkout"]),
        parcels=_parcels(everyone, limits["shipment"]),
    )


def _open_first(rows: "QuerySet[Any]", kind: str) -> "QuerySet[Any]":
    is_over = Case(When(status__in=OVER[kind], then=Value(True)), default=False, output_field=BooleanField())
    return rows.order_by(is_over, "-status_at", "-pk")


def _plans(everyone: Sequence[int], most: int) -> Few[Plan]:
    rows = Subscription.objects.filter(contact_id__in=everyone)
    few = few_of(_open_first(rows, "subscription"), most)
    renewals = _renewals(everyone, [row.pk for row in few.rows])
    return Few([Plan(row, *renewals.get(row.pk, ())) for row in few.rows], few.more)


def _renewals(everyone: Sequence[int], ids: Sequence[int]) -> dict[int, tuple[int, datetime]]:
    told = Event.objects.filter(
        contact_id__in=everyone, name="subscription.renewed", data__subscription__in=ids
    )
    counted = told.values(of=KT("data__subscription")).order_by().annotate(times=Count("pk"), last=Max("at"))
    return {int(one["of"]): (one["times"], one["last"]) for one in counted}


def _ways(everyone: Sequence[int], most: int) -> Few[Way]:
    rows = Return.objects.select_related("order").filter(contact_id__in=everyone)
    few = few_of(_open_first(rows, "return"), most)
    steps = _steps("return", everyone, [row.pk for row in few.rows])
    return Few([Way(row, steps[row.pk]) for row in few.rows], few.more)


def _left(everyone: Sequence[int]) -> "QuerySet[Checkout]":
    """Baskets that did not become an order."""
    rows = Checkout.objects.filter(contact_id__in=everyone).exclude(status=Checkout.Status.COMPLETED)
    return rows.order_by("-status_at", "-pk")


def _parcels(everyone: Sequence[int], most: int) -> Few[Parcel]:
    """Those of orders stand with their order."""
    rows = Shipment.objects.filter(contact_id__in=everyone, order=None)
    few = few_of(_open_first(rows, "shipment"), most)
    steps = _steps("shipment", everyone, [row.pk for row in few.rows])
    return Few([Parcel(row, steps[row.pk]) for row in few.rows], few.more)


def _steps(noun: str, everyone: Sequence[int], ids: Sequence[int]) -> dict[int, list[Event]]:
    found: dict[int, list[Event]] = defaultdict(list)
    for event in steps_of(noun, everyone, Q(**{f"data__{noun}__in": ids})) if ids else ():
        found[event.data[noun]].append(event)
    return found
