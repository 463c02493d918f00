"""One payment goes by several numbers of its gateway: as a request, as a payment, as an invoice.

Whoever tells it under one of them means the same row, in whatever order they are told: its own number is then the
first of them all.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from django.db.models import Q, QuerySet

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.commerce.models import Payment, PaymentNumber
from sapa.commerce.schemas import Told

Names = Mapping[str, frozenset[str]]
FILLED = ("order_id", "contact_id", "order_number", "amount", "method", "channel", "reference", "expires_at")
ALSO = "also"  # in the values of a statement: other numbers of the same payment


def payments_called(told: Iterable[Told], source: str) -> "QuerySet[Payment]":
    """Of that gateway, under any of the numbers that the statements name."""
    numbers = {number for one in told for number in _numbers(one)}
    others = PaymentNumber.objects.filter(source=source, number__in=numbers)
    known = list(others.values_list("payment_id", flat=True)) if numbers else []
    own = Q(source=source, external_id__in=numbers)
    return Payment.objects.filter(own | Q(pk__in=known) if known else own)


def one_number_each(told: Sequence[Told], source: str, ranks: Mapping[str, int]) -> list[Told]:
    """The same statements, each under the number of its payment; rows that turn out to be one become one.

    What was given back only looks for its payment: a request that takes many payments must not make them one.
    Call while the contacts are held.
    """
    if any(ALSO in one.values for one in told):
        _one_at_a_time(source)
    rows = list(payments_called(told, source).order_by("pk").select_for_update())
    names = _names(told, rows)
    _fold(rows, names, ranks)
    return [_named(one, names) for one in told]


def keep_numbers(told: Iterable[Told], rows: Iterable[Payment], source: str) -> None:
    """What each of these payments is called, where it is more than one name. `told`: as `one_number_each` gave it."""
    kept = [
        PaymentNumber(payment=row, source=source, number=number)
        for one, row in zip(told, rows, strict=True)
        for number in one.values.get(ALSO, ())
    ]
    PaymentNumber.objects.bulk_create(kept, ignore_conflicts=True)


def _numbers(told: Told) -> tuple[str, ...]:
    return (told.external_id, *told.values.get(ALSO, ()))


def _one_at_a_time(source: str) -> None:
    """Two numbers of one payment may be told at the same moment, while nobody knows its customer to be held."""
    lock = "SELECT pg_advisory_xact_lock(hashtextextended(%(name)b::text, %(workspace)b::bigint))"
    fetch(lock, {"workspace": current_workspace_id(), "name": f"payments of {source}"})


def _names(told: Iterable[Told], rows: Sequence[Payment]) -> Names:
    """By number: all numbers of the same payment."""
    others = PaymentNumber.objects.filter(payment_id__in=[row.pk for row in rows]) if rows else ()
    own = {row.pk: row.external_id for row in rows}
    together: list[Collection[str]] = [(own[one.payment_id], one.number) for one in others]
    together += [(number,) for number in own.values()]
    together += [_numbers(one) for one in told if one.status != Payment.Status.REFUNDED]
    found: dict[str, frozenset[str]] = {}
    for numbers in together:
        whole = frozenset(numbers).union(*(found[number] for number in numbers if number in found))
        found |= dict.fromkeys(whole, whole)
    return found


def _named(told: Told, names: Names) -> Told:
    alone = frozenset({told.external_id})
    known = next((names[number] for number in _numbers(told) if number in names), alone)
    values = {name: value for name, value in told.values.items() if name != ALSO}
    also = {ALSO: sorted(known)} if len(known) > 1 else {}
    return replace(told, external_id=min(known), values=values | also)


def _fold(rows: Iterable[Payment], names: Names, ranks: Mapping[str, int]) -> None:
    kept: dict[frozenset[str], list[Payment]] = {}
    for row in rows:
        kept.setdefault(names[row.external_id], []).append(row)
    for numbers, [first, *others] in kept.items():
        for other in others:
            _take_over(first, other, ranks)
        if others or first.external_id != min(numbers):
            first.external_id = min(numbers)
            _replace(first, others)


def _replace(first: Payment, others: Sequence[Payment]) -> None:
    gone = [other.pk for other in others]
    PaymentNumber.objects.filter(payment_id__in=gone).update(payment=first)
    Payment.objects.filter(pk__in=gone).delete()
    first.save()


def _take_over(row: Payment, other: Payment, ranks: Mapping[str, int]) -> None:
    """The newer word counts; what one does not know the other fills."""
    newer, older = (row, other) if row.said_at >= other.said_at else (other, row)
    for name in FILLED:
        setattr(row, name, getattr(newer, name) or getattr(older, name))
    state = max(row, other, key=lambda one: (one.status_at, ranks[one.status], one.status))
    row.status, row.status_at = state.status, state.status_at
    row.paid_at = min(filter(None, (row.paid_at, other.paid_at)), default=None)
    row.refunds = other.refunds | row.refunds
    row.refunded_amount = max(row.refunded_amount, other.refunded_amount)
    row.said_at, row.updated_at = newer.said_at, max(row.updated_at, other.updated_at)
