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
from sapa.commerce.services.numbers import ALSO, keep_numbers, one_number_each, payments_called
from sapa.commerce.services.orders import amend_orders
from sapa.commerce.services.settling import link, orders_known_as, with_payments
from sapa.commerce.services.statements import Kind, orders_by_number, take
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
    "waived": 6,  # no gateway says so
}
BATCH = 500


def _complete(row: Payment, told: Told) -> None:
    if told.status == Payment.Status.PAID:
        row.paid_at = min(row.paid_at or told.at, told.values.get("paid_at") or told.at)
    _give_back(row, told)
    if told.values.get("is_part") and row.status == Payment.Status.REFUNDED and not row.refunded_amount:
        row.status = Payment.Status.PAID  # a part of unknown size is not all of it
    if row.status in (Payment.Status.PAID, Payment.Status.REFUNDED) and row.amount and row.refunded_amount:
        all_of_it = row.refunded_amount >= row.amount
        row.status = Payment.Status.REFUNDED if all_of_it else Payment.Status.PAID


def _give_back(row: Payment, told: Told) -> None:
    """Refunds by their own numbers add up; a sum that the gateway names is believed where it is more."""
    for number, (amount, at) in told.values.get("refunds", {}).items():
        row.refunds = row.refunds | {number: [amount, (at or told.at).isoformat()]}
    sums = sum(amount for amount, _ in row.refunds.values())
    row.refunded_amount = max(row.refunded_amount, sums, told.values.get("refunded_amount", 0))


PAYMENTS = Kind(
    "payment",
    Payment,
    RANKS,
    _complete,
    waits=True,
    own=frozenset({"refunds", "refunded_amount", "is_part", ALSO}),
)


@transaction.atomic
def apply_payments(*, told: Sequence[Told], source: str, now: datetime) -> list[Payment]:
    """One payment for each statement, in order; its order, of any source, learns whether it is paid.

    `payment.received` and `order.cancelled` are those of the order: once, whoever says it first. A payment whose
    order nobody has told waits for it. Who tells of orders too, such as the API, means its own.
    """
    orders = orders_known_as({one.order for one in told}) | orders_by_number(told, source)
    owners = {order.contact_id for order in orders.values()}
    lock(
        contact_ids=owners.union(payments_called(told, source).values_list("contact_id", flat=True)) - {None}
    )
    named = one_number_each([_of_payment(one) for one in told], source, RANKS)
    steps = take(PAYMENTS, named, source=source, now=now, orders=orders)
    keep_numbers(named, [step.row for step in steps], source)
    tell_orders({step.row.order_id for step in steps if step.row.order_id}, now)
    return [step.row for step in steps]


def _of_payment(told: Told) -> Told:
    """Without the payer. The sum of a statement about money that went back is not what was paid."""
    values = dict(told.values)
    if told.status == Payment.Status.REFUNDED and "amount" in values:
        amount = values.pop("amount")
        if "refunds" not in values:
            values["refunded_amount"] = amount
    return replace(told, person=None, values=values)


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
    """In parts, each in a transaction of its own, until all that wait were looked at."""
    linked = 0
    last: int | None = 0
    while last is not None:
        with workspace_scope(workspace_id):
            found, last = _link_after(last, now)
        linked += found
    return linked


def _link_after(last: int, now: datetime) -> tuple[int, int | None]:
    waiting = Payment.objects.filter(order=None, pk__gt=last).exclude(order_number="")
    rows = list(waiting.order_by("pk")[:BATCH])
    orders = orders_known_as({row.order_number for row in rows})
    found = {row.pk: orders[row.order_number] for row in rows if row.order_number in orders}
    lock(contact_ids={order.contact_id for order in found.values()})
    link(found)
    tell_orders({order.pk for order in found.values()}, now)
    return len(found), rows[-1].pk if len(rows) == BATCH else None
