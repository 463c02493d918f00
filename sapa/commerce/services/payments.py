"""Attempts to pay, as gateways tell them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from sapa.accounts.selectors import workspace_ids
from sapa.base.scope import workspace_scope
from sapa.commerce.models import Order, Payment
from sapa.commerce.schemas import Told
from sapa.commerce.services.orders import amend_orders
from sapa.commerce.services.settling import link, orders_known_as, with_payments
from sapa.commerce.services.statements import Kind, take
from sapa.contacts.services import lock
from sapa.domain.orders import OrderFacts

RANKS = {
    "pending": 0,
    "challenged": 1,
    "failed": 2,
    "expired": 3,
    "paid": 4,
    "cancelled": 5,  # of a payment that had succeeded: given back before it was settled
    "refunded": 6,
}
MOST_LINKED = 500


def _complete(row: Payment, told: Told) -> None:
    if told.status == Payment.Status.PAID:
        row.paid_at = min(row.paid_at or told.at, told.values.get("paid_at") or told.at)


PAYMENTS = Kind("payment", Payment, RANKS, _complete, waits=True)


@transaction.atomic
def apply_payments(*, told: Sequence[Told], source: str, now: datetime) -> list[Payment]:
    """One payment for each statement, in order; its order, of any source, learns whether it is paid.

    `payment.received` and `order.cancelled` are those of the order: once, whoever says it first. A payment whose
    order nobody has told waits for it.
    """
    nameless = [replace(one, person=None) for one in told]
    orders = orders_known_as({one.order for one in told})
    steps = take(PAYMENTS, nameless, source=source, now=now, orders=orders)
    tell_orders({step.row.order_id for step in steps if step.row.order_id}, now)
    return [step.row for step in steps]


def tell_orders(order_ids: Collection[int], now: datetime) -> None:
    """Call while the contacts are held."""
    payments: dict[int, list[Payment]] = defaultdict(list)
    for row in Payment.objects.filter(order_id__in=order_ids):
        payments[row.order_id or 0].append(row)

    def amend(order: Order, facts: OrderFacts) -> OrderFacts:
        return with_payments(facts, payments[order.pk])

    amend_orders(order_ids=order_ids, amend=amend, now=now)


def link_waiting(*, now: datetime) -> int:
    """Payments whose order came at the same moment, in another transaction; returns how many found theirs."""
    return sum(_link_workspace(workspace_id, now) for workspace_id in workspace_ids())


def _link_workspace(workspace_id: int, now: datetime) -> int:
    with workspace_scope(workspace_id):
        waiting = Payment.objects.filter(order=None).exclude(order_number="")
        rows = list(waiting.order_by("-recorded_at", "-pk")[:MOST_LINKED])
        orders = orders_known_as({row.order_number for row in rows})
        found = {row.pk: orders[row.order_number] for row in rows if row.order_number in orders}
        lock(contact_ids={order.contact_id for order in found.values()})
        link(found)
        tell_orders({order.pk for order in found.values()}, now)
        return len(found)
