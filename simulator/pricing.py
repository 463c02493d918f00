"""What a message costs. From 1 October 2026 replies are billed after 1 000 free ones a month (integrations.md 0)."""

from collections import Counter
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from simulator.errors import Json

SERVICE_BILLED_FROM = datetime(2026, 10, 1, tzinfo=UTC)
FREE_SERVICE_PER_MONTH = 1000
QUARTER = 900
RATES_IDR = {"marketing": 586.33, "utility": 356.65, "authentication": 356.65, "service": 356.65}


class Pricing:
    """Per number and month; the month turns in the account's zone. Only what arrives costs."""

    def __init__(self) -> None:
        self._service: Counter[tuple[str, str]] = Counter()
        self._entries: dict[tuple[str, str], Counter[tuple[str, str]]] = {}

    def of(self, category: str, number: str, *, at: datetime, zone: str, in_window: bool) -> Json:
        """The pricing object; a service message takes one of the month's free ones."""
        kind = self.kind(category, number, at=at, zone=zone, in_window=in_window)
        if category == "service" and at >= SERVICE_BILLED_FROM:
            self._service[number, month(at, zone)] += 1
        return pricing(category, kind)

    def kind(self, category: str, number: str, *, at: datetime, zone: str, in_window: bool) -> str:
        free = at < SERVICE_BILLED_FROM and (category == "service" or (category == "utility" and in_window))
        if category == "service":
            free = free or self._service[number, month(at, zone)] < FREE_SERVICE_PER_MONTH
        return "free_customer_service" if free else "regular"

    def charge(self, number: str, priced: Json, *, at: datetime, zone: str) -> None:
        """A message was delivered or read for the first time."""
        entry = self._entries.setdefault((number, month(at, zone)), Counter())
        entry[priced["category"], priced["type"]] += 1

    def listed(self) -> list[Json]:
        """Per number, month, category and type: how many arrived and what they cost in rupiah."""
        return [
            {
                "number": number,
                "month": in_month,
                "category": category,
                "type": kind,
                "count": count,
                "cost": round(count * rate(category, kind), 2),
            }
            for (number, in_month), entry in sorted(self._entries.items())
            for (category, kind), count in sorted(entry.items())
        ]

    def free_service(self) -> list[Json]:
        """The free replies of a month that are used up, accepted ones included."""
        return [
            {"number": number, "month": in_month, "used": min(used, FREE_SERVICE_PER_MONTH), "of": 1000}
            for (number, in_month), used in sorted(self._service.items())
        ]


def pricing(category: str, kind: str) -> Json:
    return {"billable": kind == "regular", "pricing_model": "PMP", "category": category, "type": kind}


def month(at: datetime, zone: str) -> str:
    """Every zone of today is whole quarters of an hour away from UTC."""
    return month_of_quarter(int(at.timestamp()) // QUARTER, zone)


@lru_cache(maxsize=10_000)
def month_of_quarter(quarter: int, zone: str) -> str:
    return datetime.fromtimestamp(quarter * QUARTER, ZoneInfo(zone)).strftime("%Y-%m")


def rate(category: str, kind: str) -> float:
    return RATES_IDR.get(category, 0.0) if kind == "regular" else 0.0
