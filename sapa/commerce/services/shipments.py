"""Parcels on their way."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from sapa.commerce.models import Order, Shipment
from sapa.commerce.schemas import Told
from sapa.commerce.services.orders import amend_orders, of_kind
from sapa.commerce.services.parcels import order_told, tell_orders, twins_told
from sapa.commerce.services.statements import Kind, Step, take
from sapa.domain.subjects import SHIPMENT_STATUSES
from sapa.events.services import NewEvent, record

LEFT = frozenset({"picked_up", "in_transit", "out_for_delivery", "failed_attempt"})
STATES = {
    "picked_up": "shipped",
    "in_transit": "shipped",
    "out_for_delivery": "out_for_delivery",
    "on_hold": "delayed",
    "failed_attempt": "failed_attempt",
    "delivered": "delivered",
    "returned": "returned",
}
STAGES = (
    ("confirmed",),
    ("picking_up",),
    ("picked_up",),
    ("in_transit", "out_for_delivery", "on_hold", "failed_attempt"),
    ("delivered",),
    ("returning",),
    ("returned", "cancelled", "lost"),
)
RANKS = {status: stage for stage, statuses in enumerate(STAGES) for status in statuses}
assert set(RANKS) == set(SHIPMENT_STATUSES)  # noqa: S101


def _complete(row: Shipment, told: Told) -> None:
    if told.status in LEFT:
        row.shipped_at = min(row.shipped_at or told.at, told.at)
    if told.status == Shipment.Status.DELIVERED:
        row.delivered_at = min(row.delivered_at or told.at, told.at)


SHIPMENTS = Kind("shipment", Shipment, RANKS, _complete)


@transaction.atomic
def apply_shipments(
    *, told: Sequence[Told], source: str, now: datetime, orders: Mapping[str, Order] | None = None
) -> list[Shipment]:
    """One parcel for each statement, in order; its order learns when it left and arrived.

    `orders`: those that the statements name, where they need not be of the same source.

    A departure or an arrival that the order itself has told already is not recorded a second time.
    """
    steps = take(SHIPMENTS, told, source=source, now=now, orders=orders)
    order_ids = {step.row.order_id for step in steps if step.row.order_id}
    known, twins = order_told(order_ids), twins_told([step.row for step in steps], frozenset(STATES.values()))
    record(events=[event for step in steps for event in _events(step, known, twins)], now=now)
    tell_orders(order_ids, now)
    _pay_on_arrival(order_ids, now)
    return [step.row for step in steps]


def _pay_on_arrival(order_ids: Collection[int], now: datetime) -> None:
    """Orders that the courier is paid for and of whose arrival only a parcel told."""
    unpaid = Order.objects.filter(pk__in=order_ids, paid_at=None, delivered_at__isnull=False)
    arrived = list(unpaid.exclude(payment_type="").values_list("pk", flat=True)) if order_ids else []
    if arrived:
        amend_orders(order_ids=arrived, amend=lambda row, facts: of_kind(facts, row.source), now=now)


def _events(
    step: Step[Shipment], told_by_order: set[tuple[int, str]], told_by_twin: set[tuple[int, str]]
) -> list[NewEvent]:
    state = STATES.get(step.told.status) if step.counts else None
    if state is None or (step.row.order_id, state) in told_by_order or (step.row.pk, state) in told_by_twin:
        return []
    return [step.event(f"shipment.{state}", state)]
