"""Rates for a person to look at: those in force on a day, those to come, and the shop's own rows."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from sapa.domain.costs import Rate, shipped
from sapa.messaging.models import Rate as RateRow
from sapa.messaging.selectors.costs.terms import Terms, own_rates


@dataclass(frozen=True, slots=True)
class InForce:
    """The rate of today and the next one that is known."""

    rate: Rate
    own: bool
    then: Rate | None


def in_force(*, terms: Terms, now: datetime) -> list[InForce]:
    """By market and category in the currency of the account."""
    today, own = terms.today(now), own_rates()
    every = [one for one in (*shipped(), *own) if one.currency == terms.currency]
    found = []
    for market, category in sorted({(one.market, one.category) for one in every}):
        rate = terms.table.rate(market=market, category=category, currency=terms.currency, on=today)
        if rate is not None:
            found.append(InForce(rate, rate in own, _next(every, rate, today)))
    return found


def _next(rates: list[Rate], rate: Rate, today: date) -> Rate | None:
    coming = [one for one in rates if one.key == rate.key and one.valid_from > today]
    return min(coming, key=lambda one: one.valid_from, default=None)


def rows() -> QuerySet[RateRow]:
    return RateRow.objects.order_by("market", "category", "currency", "-valid_from")
