"""«Biaya»: one month of the ledger, and for the running one what it will come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Min, Q, Sum
from django.utils.module_loading import import_string

from sapa.domain.costs import Forecast, minor, month_forecast, service_micros
from sapa.domain.costs.forecast import SERVICE
from sapa.messaging.models import CostDay
from sapa.messaging.selectors.costs.budgets import BudgetState, budget_states, in_flight
from sapa.messaging.selectors.costs.estimates import LOOKED_BACK, price_of_many
from sapa.messaging.selectors.costs.ledger import (
    FREE_REPLY,
    HOME,
    FreeMonth,
    MonthSums,
    contradicted,
    free_months,
    free_used,
    month_sums,
    replies_are_billed,
)
from sapa.messaging.selectors.costs.terms import ONE_DAY, Terms, terms

Planned = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class MonthPage:
    """`forecast` and `free` only for the running month, in minor units of the terms' currency."""

    terms: Terms
    first: date
    is_running: bool
    sums: MonthSums
    contradicted: int
    free: list[FreeMonth]
    budgets: list[BudgetState]
    forecast: Forecast | None
    in_flight: int
    planned: int
    has_any: bool

    @property
    def last(self) -> date:
        return self.until - ONE_DAY

    @property
    def until(self) -> date:
        return (self.first + 31 * ONE_DAY).replace(day=1)

    @property
    def spent(self) -> int:
        return minor(self.sums.micros, self.terms.currency)


def month_page(*, now: datetime, first: date | None = None) -> MonthPage:
    """`first`: any day of another month than the running one."""
    given = terms()
    running, _next = given.month(now)
    chosen = first.replace(day=1) if first else running
    until = (chosen + 31 * ONE_DAY).replace(day=1)
    sums = month_sums(first=chosen, until=until, currency=given.currency)
    is_running = chosen == running
    flying = sum(in_flight(terms=given, now=now).values()) if is_running else 0
    planned = planned_sends(now=now, until=given.midnight(until)) if is_running else {}
    return MonthPage(
        terms=given,
        first=chosen,
        is_running=is_running,
        sums=sums,
        contradicted=contradicted(first=chosen, until=until),
        free=free_months(terms=given, now=now) if is_running else [],
        budgets=budget_states(terms=given, now=now) if is_running else [],
        forecast=_forecast(given, sums.micros + flying, planned, now) if is_running else None,
        in_flight=minor(flying, given.currency),
        planned=sum(planned.values()),
        has_any=bool(sums.messages) or CostDay.objects.exists(),
    )


def planned_sends(*, now: datetime, until: datetime) -> Planned:
    """(recipe, category) to how many follow-ups wait and are due before `until`, told by the room above."""
    found: Planned = import_string(settings.PLANNED_SENDS)(now=now, until=until)
    return found


def _forecast(given: Terms, spent: int, planned: Planned, now: datetime) -> Forecast:
    """Replies are told apart: their first thousand cost nothing, and a new month begins with all of them."""
    today = given.today(now)
    days_left = (given.midnight(given.month(now)[1]) - now) / ONE_DAY
    daily = _daily(given, today)
    counts: dict[str, int] = {}
    for (_kind, category), number in planned.items():
        counts[category] = counts.get(category, 0) + number
    ahead = price_of_many(counts=counts, now=now, given=given)
    told = month_forecast(spent=spent, daily=daily, days_left=days_left, planned=ahead)
    replies = _replies(given, today, len(daily), days_left, now)
    return _minor(
        Forecast(told.low + round(replies * 0.8), told.middle + replies, told.high + round(replies * 1.2)),
        given,
    )


def _minor(told: Forecast, given: Terms) -> Forecast:
    return Forecast(*(minor(one, given.currency) for one in (told.low, told.middle, told.high)))


def _daily(given: Terms, today: date) -> list[int]:
    """What each of the last 28 whole days cost without replies; fewer when the ledger is younger."""
    rows = CostDay.objects.filter(currency=given.currency, day__lt=today)
    oldest = rows.aggregate(at=Min("day"))["at"]
    if oldest is None:
        return []
    first = max(oldest, today - LOOKED_BACK)
    spent = rows.filter(day__gte=first).exclude(category=SERVICE).order_by().values_list("day")
    by_day = dict(spent.annotate(Sum("micros")))
    return [by_day.get(first + timedelta(days=n), 0) for n in range((today - first).days)]


def _replies(given: Terms, today: date, known_days: int, days_left: float, now: datetime) -> int:
    """By number: as many replies a day as lately, less what is still free."""
    on = given.month(now)[1] - ONE_DAY
    if not known_days or not replies_are_billed(given, on):
        return 0
    billed = Q(pricing_type="regular") | Q(pricing_type=FREE_REPLY)
    rows = CostDay.objects.filter(billed, category=SERVICE, day__lt=today, day__gte=today - LOOKED_BACK)
    used = free_used(terms=given, now=now)
    micros = given.micros(market=HOME, category=SERVICE, on=on) or 0
    return sum(
        service_micros(
            expected=number / known_days * days_left,
            free_left=max(0, given.free_service - used.get(pk, 0)),
            micros=micros,
        )
        for pk, number in rows.order_by().values_list("channel_id").annotate(Sum("messages"))
    )
