"""What is left of the money that was paid for an order."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime

from sapa.commerce.models import Order, Payment
from sapa.commerce.schemas import OWN
from sapa.domain.orders import Money, Movement, balance

TAKEN_BACK = frozenset({Payment.Status.CANCELLED, Payment.Status.FAILED})


def paid_amounts(order_ids: Collection[int]) -> dict[int, int]:
    """By order: what was paid less what went back, in its own currency; without any attempt it is left out."""
    rows: dict[int, list[Payment]] = defaultdict(list)
    for row in Payment.objects.filter(order_id__in=order_ids):
        rows[row.order_id or 0].append(row)
    orders = Order.objects.filter(pk__in=rows) if rows else ()
    return {
        order.pk: balance(movements(rows[order.pk], Money(order.amount, order.currency), order.paid_at))
        for order in orders
    }


def movements(
    payments: Collection[Payment], total: Money, paid_at: datetime | None = None
) -> Iterator[Movement]:
    """Of what was paid and went back. A payment without a sum, or in other money, is one of the whole `total`.

    `paid_at`: when its shop says that the order was paid, which is believed where no attempt is known to be.
    """
    if paid_at and any(map(is_own_refund, payments)) and not any(row.paid_at for row in payments):
        yield Movement(paid_at, total.amount)
    for row in payments:
        if is_own_refund(row):
            yield Movement(row.status_at, -row.refunded_amount)
        if row.paid_at:
            same = row.amount and row.currency == total.currency
            amount = row.amount if same else total.amount or 1
            yield Movement(row.paid_at, amount)
            yield from (Movement(at, -back) for at, back in _back(row, amount))


def is_own_refund(row: Payment) -> bool:
    """Money that people of the shop gave back by hand, of whichever payment."""
    return row.source == OWN and row.status == Payment.Status.REFUNDED


def _back(row: Payment, amount: int) -> Iterator[tuple[datetime, int]]:
    left = amount
    for at, sum_back in sorted(
        (datetime.fromisoformat(at), sum_back) for sum_back, at in row.refunds.values()
    ):
        yield at, min(sum_back, left)
        left -= min(sum_back, left)
    named = row.refunded_amount - (amount - left)
    rest = left if _all_of_it(row) else min(left, named)
    if rest > 0:
        yield row.status_at, rest


def _all_of_it(row: Payment) -> bool:
    """The gateway took it back, or says that it went back and not that it was a part."""
    unsized = row.status == Payment.Status.REFUNDED and not 0 < row.refunded_amount < row.amount
    return row.status in TAKEN_BACK or unsized
