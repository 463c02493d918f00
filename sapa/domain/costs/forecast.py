"""What one message will cost, and what the month will."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import fmean, pstdev

from sapa.domain.costs.rates import RateTable

SERVICE = "service"
# Eight months in ten end inside the range when days are as uneven as they were.
EIGHT_IN_TEN = 1.2816
FEWEST_DAYS = 7


@dataclass(frozen=True, slots=True)
class Estimate:
    """`micros` of one delivered message, billed as `category`; None when no rate is known."""

    category: str
    currency: str
    micros: int | None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Forecast:
    """Of the whole month, in micros."""

    low: int
    middle: int
    high: int


def estimate(
    table: RateTable,
    *,
    category: str,
    market: str,
    currency: str,
    on: date,
    window_open: bool = False,
    free_left: int = 0,
    entry_point: bool = False,
) -> Estimate:
    """In an open window we answer in free form, whatever template stands ready: that is a service message."""
    billed = SERVICE if window_open else category
    found = table.rate(market=market, category=billed, currency=currency, on=on)
    if entry_point or (billed == SERVICE and free_left > 0):
        return Estimate(billed, currency, 0)
    return Estimate(billed, currency, found.micros if found else None, bool(found and found.inferred))


def service_micros(*, expected: float, free_left: int, micros: int) -> int:
    """What so many replies cost once the free ones are used up."""
    return round(max(0.0, expected - free_left) * micros)


def month_forecast(*, spent: int, daily: Sequence[int], days_left: float, planned: int) -> Forecast:
    """`daily`: what each of the last days cost, oldest first; `planned`: what is known to lie ahead.

    The larger of both is expected: follow-ups of tomorrow's customers are not planned yet.
    """
    pace = fmean(daily) * days_left if daily else 0.0
    ahead = max(pace, float(planned))
    uneven = EIGHT_IN_TEN * pstdev(daily) * sqrt(days_left) if len(daily) >= FEWEST_DAYS else ahead / 2
    return Forecast(
        low=spent + round(max(0.0, ahead - uneven)),
        middle=spent + round(ahead),
        high=spent + round(ahead + uneven),
    )
