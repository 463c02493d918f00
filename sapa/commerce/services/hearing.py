"""Deliveries of one sender become orders and what belongs to them: in any order and as often as they come."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from sapa.accounts.selectors import workspace
from sapa.commerce.schemas import CLOCK_SLACK, Check, Heard, Moment, OrderTold, Parse, Told
from sapa.commerce.services.cases import apply_tickets
from sapa.commerce.services.checkouts import apply_checkouts
from sapa.commerce.services.couriers import apply_parcels
from sapa.commerce.services.features import apply_features
from sapa.commerce.services.holding import Batch, hold_people
from sapa.commerce.services.invoices import apply_invoices
from sapa.commerce.services.opinions import apply_reviews, apply_surveys
from sapa.commerce.services.orders import apply_told_orders
from sapa.commerce.services.payments import apply_payments
from sapa.commerce.services.people import apply_customers, apply_interactions
from sapa.commerce.services.products import apply_baskets, apply_products
from sapa.commerce.services.returns import apply_returns
from sapa.commerce.services.subscriptions import apply_subscriptions
from sapa.events.models import RawDelivery
from sapa.events.schemas import Apply

ANY_TIME = timedelta.max  # the clock of the demo is moved, the sender's is not
BEFORE_ORDERS: Mapping[str, Callable[..., Any]] = {"product": apply_products, "customer": apply_customers}
AFTER_ORDERS: Mapping[str, Callable[..., Any]] = {
    "shipment": apply_parcels,
    "subscription": apply_subscriptions,
    "invoice": apply_invoices,
    "return": apply_returns,
    "ticket": apply_tickets,
    "interaction": apply_interactions,
    "feature": apply_features,
    "review": apply_reviews,
    "survey": apply_surveys,
    "payment": apply_payments,
    "checkout": apply_checkouts,
}


def hearing(kind: str, parse: Parse, check: Check) -> Apply:
    """How `config/sources.py` takes deliveries of a kind whose `parse` is pure."""

    def apply(deliveries: Sequence[RawDelivery], now: datetime) -> None:
        zone, batches = ZoneInfo(workspace().timezone), []
        for endpoint_id, of_endpoint in by_endpoint(deliveries).items():
            heard = [parse(bytes(one.body), one.headers, moment_of(one, zone)) for one in of_endpoint]
            sure = check(endpoint_id, of_endpoint, heard, now)
            batches.append(Batch(f"{kind}-{endpoint_id}", sure))
        apply_batches(batches=batches, now=now)

    return apply


def by_endpoint(deliveries: Iterable[RawDelivery]) -> dict[int, list[RawDelivery]]:
    """Two shops of one workspace may number their orders alike."""
    found: dict[int, list[RawDelivery]] = defaultdict(list)
    for delivery in deliveries:
        found[delivery.endpoint_id].append(delivery)
    return dict(sorted(found.items()))


def moment_of(delivery: RawDelivery, zone: ZoneInfo) -> Moment:
    return Moment(zone, delivery.received_at, ANY_TIME if settings.SAPA.demo else CLOCK_SLACK)


def apply_heard(*, heard: Sequence[Heard], source: str, now: datetime) -> None:
    """As `apply_batches`, of one sender. `source` is `<kind>-<endpoint id>`."""
    apply_batches(batches=[Batch(source, heard)], now=now)


@transaction.atomic
def apply_batches(*, batches: Sequence[Batch], now: datetime) -> None:
    """What several senders told. Raises TooEarly and Unreadable for what belongs to nobody; the caller then
    tries deliveries one by one.
    """
    ours = [Batch(source, [_of_sender(one, source) for one in heard]) for source, heard in batches]
    hold_people(ours, now)
    for batch in ours:
        _apply(batch.heard, batch.source, now)


def _apply(heard: Sequence[Heard], source: str, now: datetime) -> None:
    """Products and people before orders, orders before what belongs to them."""
    subjects: dict[str, list[Told]] = defaultdict(list)
    for kind, told in (pair for one in heard for pair in one.subjects):
        subjects[kind].append(told)
    for kind, apply in BEFORE_ORDERS.items():
        if subjects[kind]:
            apply(told=subjects[kind], source=source, now=now)
    orders: list[OrderTold] = [order for one in heard for order in one.orders]
    if orders:
        apply_told_orders(told=orders, source=source, now=now)
    if baskets := [basket for one in heard for basket in one.baskets]:
        apply_baskets(told=baskets, source=source, now=now)
    for kind, apply in AFTER_ORDERS.items():
        if subjects[kind]:
            apply(told=subjects[kind], source=source, now=now)


def _of_sender(heard: Heard, source: str) -> Heard:
    return replace(heard, subjects=[(kind, _of(told, source)) for kind, told in heard.subjects])


def _of(told: Told, source: str) -> Told:
    """A customer number is one of this sender, whatever its parser calls itself."""
    if told.person is None or told.person.external is None:
        return told
    return replace(told, person=replace(told.person, external=(source, told.person.external[1])))
