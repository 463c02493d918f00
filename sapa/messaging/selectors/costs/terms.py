"""On which terms the shop is billed: currency and zone of its account, free replies, and the rates in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sapa.accounts.selectors import settings_in_force, workspace
from sapa.domain import formats
from sapa.domain.costs import Rate, RateTable, shipped
from sapa.messaging.models import Rate as RateRow

SETTING = "costs"
CURRENCIES = ("IDR", "USD", "MYR", "SGD", "EUR", "GBP", "AUD", "INR")
FREE_SERVICE = 1_000
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Terms:
    """`free_service`: replies that cost nothing, each number and calendar month. `payment_method`: without one
    the provider stops delivering replies after them. `chosen_zone` blank: that of the shop.
    """

    currency: str
    zone: str
    chosen_zone: str
    free_service: int
    payment_method: bool
    table: RateTable

    def micros(self, *, market: str, category: str, on: date) -> int | None:
        found = self.table.rate(market=market, category=category, currency=self.currency, on=on)
        return found.micros if found else None

    def today(self, now: datetime) -> date:
        return formats.local_date(now, self.zone)

    def month(self, now: datetime) -> tuple[date, date]:
        """First day of this month and of the next."""
        first = self.today(now).replace(day=1)
        return first, (first + 31 * ONE_DAY).replace(day=1)

    def midnight(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.zone)).astimezone(UTC)


def terms() -> Terms:
    """As the settings say; before anybody chose, rupiah in the shop's zone, as most Indonesian accounts are."""
    _number, data = settings_in_force()
    chosen: Mapping[str, Any] = data.get(SETTING, {})
    zone = str(chosen.get("zone", ""))
    return Terms(
        currency=str(chosen.get("currency", "IDR")),
        zone=zone or workspace().timezone,
        chosen_zone=zone,
        free_service=int(chosen.get("free_service", FREE_SERVICE)),
        payment_method=bool(chosen.get("payment_method", True)),
        table=RateTable(shipped(), own_rates()),
    )


def own_rates() -> list[Rate]:
    names = ("market", "category", "currency", "micros", "valid_from", "source")
    rows = RateRow.objects.order_by("market", "category", "currency", "valid_from").values_list(*names)
    return [Rate(*row) for row in rows]
