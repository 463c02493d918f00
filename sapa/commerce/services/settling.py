"""An order and the attempts to pay it agree on whether it is paid, whichever was told first.

A gateway writes the shop's number on a payment, not which shop: it belongs to the one order of the workspace that
goes by that number. No such order, or several: the payment waits.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import F, Q

from sapa.commerce.models import Order, Payment
from sapa.domain.orders import OrderFacts, advance

OPEN_ORDER = frozenset({"placed", "awaiting_payment"})
REVIVED = frozenset({"expired", "failed"})
ENDED = frozenset({Payment.Status.FAILED, Payment.Status.EXPIRED, Payment.Status.CANCELLED})
FINAL = ENDED - {Payment.Status.FAILED}  # who failed may try again


def orders_known_as(numbers: Collection[str]) -> dict[str, Order]:
    """The order that people or its shop call so, of any source; left out where that is not exactly one."""
    found: dict[str, dict[int, Order]] = defaultdict(dict)
    wanted = {number for number in numbers if number}
    if not wanted:
        return {}
    for order in Order.objects.filter(number__in=wanted):
        found[order.number][order.pk] = order
    for order in Order.objects.filter(~Q(external_id=F("number")), external_id__in=wanted):
        found[order.external_id][order.pk] = order
    return {number: next(iter(fit.values())) for number, fit in found.items() if len(fit) == 1}


def waiting_payments(orders: Sequence[OrderFacts]) -> dict[str, list[Payment]]:
    """Payments that were told before their order, by the order's own number; the orders are still unwritten."""
    named: dict[str, set[str]] = defaultdict(set)
    for facts in orders:
        for number in (facts.external_id, facts.number or facts.external_id):
            named[number].add(facts.external_id)
    rows = list(Payment.objects.filter(order=None, order_number__in=named)) if named else []
    taken = _taken({row.order_number for row in rows})
    found: dict[str, list[Payment]] = defaultdict(list)
    for row in rows:
        fit = named[row.order_number]
        if len(fit) == 1 and row.order_number not in taken:
            found[next(iter(fit))].append(row)
    return dict(found)


def link(payments: Mapping[int, Order]) -> None:
    """`payments`: number of the row to its order."""
    for pk, order in payments.items():
        Payment.objects.filter(pk=pk).update(order=order, contact_id=order.contact_id)


def with_payments(facts: OrderFacts, payments: Iterable[Payment]) -> OrderFacts:
    """Paid by the first payment that succeeded, whatever else was tried; over when nothing can be paid any more."""
    known = list(payments)
    paid = [row.paid_at for row in known if row.paid_at]
    if paid:
        return _paid(facts, min(paid))
    open_still = _reopened(facts, known)
    end = _end_of(open_still, known)
    return replace(open_still, status="expired", cancelled_at=end.status_at) if end else open_still


def _taken(numbers: Collection[str]) -> set[str]:
    """Numbers by which an order goes that is written already."""
    if not numbers:
        return set()
    other = Order.objects.filter(~Q(external_id=F("number")), external_id__in=numbers)
    same = Order.objects.filter(number__in=numbers)
    return set(same.values_list("number", flat=True)) | set(other.values_list("external_id", flat=True))


def _paid(facts: OrderFacts, at: datetime) -> OrderFacts:
    """An order that had expired lives again."""
    ended_at = None if facts.status in REVIVED else facts.cancelled_at
    first = min(at, facts.paid_at or at)
    return replace(facts, status=advance(facts.status, "paid"), paid_at=first, cancelled_at=ended_at)


def _reopened(facts: OrderFacts, payments: Sequence[Payment]) -> OrderFacts:
    """An end that only attempts had told is weighed anew: another attempt may have begun, or ended later."""
    told_by_attempt = facts.status == "expired" and any(
        row.status in FINAL and row.status_at == facts.cancelled_at for row in payments
    )
    return replace(facts, status="awaiting_payment", cancelled_at=None) if told_by_attempt else facts


def _end_of(facts: OrderFacts, payments: Sequence[Payment]) -> Payment | None:
    """The attempt with which an unpaid order ends: the last one, after the order's own deadline.

    Before that deadline, or without one, the customer may still choose another way; the shop itself says when
    its order is over. To cancel wrongly is worse than to remind late.
    """
    open_still = facts.paid_at is None and facts.status in OPEN_ORDER and not facts.is_cod
    if not (open_still and payments and facts.payment_deadline):
        return None
    if any(row.status not in ENDED for row in payments):
        return None
    last = max(payments, key=lambda row: (row.status_at, row.external_id))
    return last if last.status in FINAL and last.status_at >= facts.payment_deadline else None
