"""The dated table of rates: which price holds for a market and category on a day."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files

from sapa.domain import formats

MILLION = 1_000_000
EVERYWHERE = "*"
INFERRED = "inferred"
# What has no price of its own is billed as this (integrations.md §1.3).
SAME_AS = {"marketing_lite": "marketing"}
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Rate:
    """One delivered message costs `micros` millionths of the currency from `valid_from` on."""

    market: str
    category: str
    currency: str
    micros: int
    valid_from: date
    source: str = ""

    @property
    def inferred(self) -> bool:
        """Reasoned from other rates, not read on a card."""
        return self.source.startswith(INFERRED)

    @property
    def key(self) -> Key:
        return self.market, self.category, self.currency


class RateTable:
    """Rates by market, category and currency; `own` rows win over the others from their first day on."""

    def __init__(self, rates: Iterable[Rate], own: Iterable[Rate] = ()) -> None:
        self._shipped, self._own = _by_key(rates), _by_key(own)
        self._asked: dict[tuple[str, str, str, date], Rate | None] = {}

    def rate(self, *, market: str, category: str, currency: str, on: date) -> Rate | None:
        """None when nobody told: an unknown price is never taken for zero."""
        key = (market, category, currency, on)
        if key not in self._asked:
            self._asked[key] = self._found(*key)
        return self._asked[key]

    def _found(self, market: str, category: str, currency: str, on: date) -> Rate | None:
        categories = [category, SAME_AS[category]] if category in SAME_AS else [category]
        markets = [market, EVERYWHERE] if market else []
        for place in markets:
            for name in categories:
                for rows in (self._own, self._shipped):
                    if found := _newest(rows.get((place, name, currency), ()), on):
                        return found
        return None


def _by_key(rates: Iterable[Rate]) -> dict[Key, list[Rate]]:
    found: dict[Key, list[Rate]] = {}
    for one in rates:
        found.setdefault(one.key, []).append(one)
    return found


def _newest(rates: Iterable[Rate], on: date) -> Rate | None:
    return max((one for one in rates if one.valid_from <= on), key=lambda one: one.valid_from, default=None)


@cache
def shipped() -> tuple[Rate, ...]:
    """`data/rates.csv`: what is known about Indonesia; other markets only when somebody adds them."""
    text = files("sapa.domain").joinpath("data/rates.csv").read_text("utf-8")
    return tuple(_row(row) for row in csv.DictReader(text.splitlines()))


def _row(row: dict[str, str]) -> Rate:
    micros = int(Decimal(row["price"]) * MILLION)
    since = date.fromisoformat(row["valid_from"])
    return Rate(row["market"], row["category"], row["currency"], micros, since, row["source"])


def minor(micros: int, currency: str) -> int:
    """Millionths as whole minor units (Rp 586,33 is 586), half up, for sums that people read."""
    return formats.minor_units(Decimal(micros) / MILLION, currency)


def price_words(micros: int, currency: str, language: str) -> str:
    """The price of one message with the digits that matter: `Rp586,33`, `Rp412,50`, `US$0.0411`."""
    value = (Decimal(micros) / MILLION).normalize()
    written = -int(value.as_tuple().exponent) if value else 0
    places = min(max(written, formats.exponent(currency), 2 if written > 0 else 0), 6)
    digits = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return formats.symbol(currency) + formats.number(digits, language, places)
