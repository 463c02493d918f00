"""The pricing object of a status. From 1 October 2026 replies are billed after 1 000 free ones a month."""

from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from simulator.errors import Json

SERVICE_BILLED_FROM = datetime(2026, 10, 1, tzinfo=UTC)
FREE_SERVICE_PER_MONTH = 1000


class Pricing:
    def __init__(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)
        self._service: Counter[tuple[int, int]] = Counter()

    def of(self, category: str, *, at: datetime, in_window: bool) -> Json:
        kind = self._kind(category, at, in_window)
        return {"billable": kind == "regular", "pricing_model": "PMP", "category": category, "type": kind}

    def _kind(self, category: str, at: datetime, in_window: bool) -> str:
        if category == "service":
            return "free_customer_service" if self._free_service(at) else "regular"
        free = category == "utility" and in_window and at < SERVICE_BILLED_FROM
        return "free_customer_service" if free else "regular"

    def _free_service(self, at: datetime) -> bool:
        if at < SERVICE_BILLED_FROM:
            return True
        local = at.astimezone(self._zone)
        self._service[local.year, local.month] += 1
        return self._service[local.year, local.month] <= FREE_SERVICE_PER_MONTH
