"""Sums of the ledger: by month, by what they were for, by day; and how many free replies are left."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Sum

from sapa.domain.costs.forecast import SERVICE
from sapa.messaging.models import Channel, Cost, CostDay
from sapa.messaging.selectors.costs.terms import Terms

FREE_REPLY = "free_customer_service"
Sums = tuple[int, int, int]
K = TypeVar("K")
HOME = "ID"
MOST_LEFT_PERCENT = 20


@dataclass(frozen=True, slots=True)
class MonthSums:
    """Micros and messages of the days from `first` to before `until`."""

    micros: int
    messages: int
    unpriced: int
    by_category: dict[str, Sums]
    by_kind: dict[str, Sums]
    by_type: dict[str, Sums]
    by_day: dict[date, Sums]


@dataclass(frozen=True, slots=True)
class FreeMonth:
    """Free replies of one number this month. `stops`: used up, and nobody pays, so that replies end there."""

    channel: str
    used: int
    allowed: int
    stops: bool

    @property
    def left(self) -> int:
        return max(0, self.allowed - self.used)

    @property
    def is_low(self) -> bool:
        return 100 * self.left <= MOST_LEFT_PERCENT * self.allowed


def month_sums(*, first: date, until: date, currency: str) -> MonthSums:
    rows = list(
        CostDay.objects.filter(day__gte=first, day__lt=until, currency=currency).values_list(
            "category", "kind", "pricing_type", "day", "micros", "messages", "unpriced"
        )
    )
    return MonthSums(
        micros=sum(row[4] for row in rows),
        messages=sum(row[5] for row in rows),
        unpriced=sum(row[6] for row in rows),
        by_category=_summed((row[0], row[4:]) for row in rows),
        by_kind=_summed((row[1], row[4:]) for row in rows),
        by_type=_summed((row[2], row[4:]) for row in rows),
        by_day=_summed((row[3], row[4:]) for row in rows),
    )


def _summed(rows: Iterable[tuple[K, tuple[int, ...]]]) -> dict[K, Sums]:
    found: dict[K, Sums] = {}
    for key, (micros, messages, unpriced) in rows:
        was = found.get(key, (0, 0, 0))
        found[key] = (was[0] + micros, was[1] + messages, was[2] + unpriced)
    return found


def replies_are_billed(terms: Terms, on: date) -> bool:
    """Before the day from which replies cost something there is no allowance to count."""
    return terms.micros(market=HOME, category=SERVICE, on=on) != 0


def free_months(*, terms: Terms, now: datetime) -> list[FreeMonth]:
    """By number, as the ledger's free types tell: counting ourselves would discount twice (integrations.md §1.3)."""
    if not replies_are_billed(terms, terms.today(now)):
        return []
    used = free_used(terms=terms, now=now)
    return [
        FreeMonth(name, used.get(pk, 0), terms.free_service, _stops(used.get(pk, 0), terms))
        for pk, name in Channel.objects.order_by("id").values_list("id", "name")
    ]


def _stops(used: int, terms: Terms) -> bool:
    return used >= terms.free_service and not terms.payment_method


def free_used(*, terms: Terms, now: datetime) -> dict[int, int]:
    first, until = terms.month(now)
    rows = CostDay.objects.filter(
        day__gte=first, day__lt=until, category=SERVICE, pricing_type=FREE_REPLY
    ).order_by()
    return dict(rows.values_list("channel_id").annotate(Sum("messages")))


def contradicted(*, first: date, until: date) -> int:
    """Messages whose price was told twice, differently."""
    return Cost.objects.filter(day__gte=first, day__lt=until).exclude(before="").count()


def ledger_rows(*, first: date, until: date) -> Iterator[tuple[object, ...]]:
    """The days of the ledger for a file, oldest first."""
    names = (
        "day",
        "channel__name",
        "kind",
        "category",
        "pricing_type",
        "currency",
        "messages",
        "unpriced",
        "micros",
    )
    rows = CostDay.objects.filter(day__gte=first, day__lt=until, messages__gt=0).order_by("day", "id")
    yield from rows.values_list(*names)
