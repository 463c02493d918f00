"""An order and the attempts to pay it agree on whether it is paid, whichever was told first.

A gateway writes the shop's number on a payment, not which shop: it belongs to the one order of the workspace that
goes by that number, of several in one shop to the newest that is open. No such order, or two shops: it waits.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import F, Q

from sapa.commerce.models import Order, Payment
from sapa.commerce.selectors.payments import is_own_refund, movements
from sapa.domain.orders import Movement, OrderFacts, advance, balance, paid_since, reached

OPEN_ORDER = frozenset({"placed", "awaiting_payment"})
REVIVED = frozenset({"expired", "failed"})
ENDED = frozenset({Payment.Status.FAILED, Payment.Status.EXPIRED, Payment.Status.CANCELLED})
FINAL = ENDED - {Payment.Status.FAILED}  # who failed may try again
GONE_BACK = {Payment.Status.REFUNDED: "refunded", Payment.Status.CANCELLED: "cancelled"}


def orders_known_as(numbers: Collection[str]) -> dict[str, Order]:
    """The order that people or its shop call so, of any source; left out where two shops call theirs so."""
    found: dict[str, dict[int, Order]] = defaultdict(dict)
    wanted = {number for number in numbers if number}
    if not wanted:
        return {}
    for order in Order.objects.filter(number__in=wanted):
        found[order.number][order.pk] = order
    for order in Order.objects.filter(~Q(external_id=F("number")), external_id__in=wanted):
        found[order.external_id][order.pk] = order
    return {number: one for number, fit in found.items() if (one := _meant(fit.values()))}


def _meant(orders: Collection[Order]) -> Order | None:
    """Shops use a number again, for a test or after a mistake: who pays now pays the newest that waits for it."""
    if len({order.source for order in orders}) != 1:
        return None
    return max(orders, key=lambda one: (one.status in OPEN_ORDER, one.placed_at, one.pk))


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
    """Paid once what is left of its payments reaches the total; over when all of that went back, or nothing can come.

    What a shop said itself stays: it may have been paid in ways that no gateway knows.
    """
    known = list(payments)
    moved = sorted(movements(known, facts.total, facts.paid_at))
    again = _reopened(facts, known, moved)
    since = paid_since(moved, facts.total.amount) or _accepted_at(known, moved, facts.total.amount)
    if since is None:
        end = _end_of(again, known)
        return replace(again, status="expired", cancelled_at=end.status_at) if end else again
    paid = _paid(again, since)
    state = _gone_back(known)
    return _ended(paid, state, moved[-1].at) if state and balance(moved) <= 0 else paid


def _accepted_at(payments: Iterable[Payment], moved: Collection[Movement], total: int) -> datetime | None:
    """When somebody let the customer off what was missing, as far as the rest came in."""
    waived = [row for row in payments if row.status == Payment.Status.WAIVED]
    since = paid_since(moved, total - sum(row.amount for row in waived)) if waived else None
    return max(since, *(row.status_at for row in waived)) if since else None


def _gone_back(payments: Iterable[Payment]) -> str:
    """How the money went back: a refund anywhere is one, else the gateway voided it; what failed ends nothing."""
    states = {
        GONE_BACK.get(Payment.Status(row.status), "") for row in payments if row.paid_at or is_own_refund(row)
    }
    return next((state for state in GONE_BACK.values() if state in states), "")


def _ended(facts: OrderFacts, state: str, at: datetime) -> OrderFacts:
    return replace(facts, status=advance(facts.status, state), cancelled_at=facts.cancelled_at or at)


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


def _reopened(facts: OrderFacts, payments: Sequence[Payment], moved: Collection[Movement]) -> OrderFacts:
    """An end that only payments had told is weighed anew: another may have begun, ended later, or succeeded."""
    if facts.cancelled_at not in _ends(facts, payments, moved):
        return facts
    return replace(facts, status=reached(facts), cancelled_at=None)


def _ends(facts: OrderFacts, payments: Iterable[Payment], moved: Iterable[Movement]) -> Collection[datetime]:
    """When payments alone can have brought it where it stands: a shop may have said so at the same second."""
    due = facts.payment_deadline
    if facts.status == "expired":
        return {row.status_at for row in payments if due and row.status in FINAL and row.status_at >= due}
    voided = any(row.paid_at and row.status == Payment.Status.CANCELLED for row in payments)
    if facts.status == "refunded" or (facts.status == "cancelled" and voided):
        return {one.at for one in moved if one.amount < 0}
    return ()


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
