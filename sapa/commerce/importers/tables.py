"""What a file may hold, and who reads and applies its rows."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from sapa.commerce.importers.consents import apply_consent_rows
from sapa.commerce.importers.customers import apply_customers
from sapa.commerce.importers.products import apply_product_rows
from sapa.commerce.importers.results import Result
from sapa.commerce.importers.subscriptions import apply_subscription_rows
from sapa.domain.csvorders import (
    ConsentReader,
    CustomerReader,
    Mapping,
    MarketReader,
    OrderReader,
    ProductReader,
    RowError,
    RowFacts,
    SubscriptionReader,
    TableReader,
    open_sheet,
)

Line = RowFacts[Any] | RowError
SOURCE = "csv"
READERS: dict[str, type[TableReader[Any]]] = {
    "orders": OrderReader,
    "customers": CustomerReader,
    "products": ProductReader,
    "subscriptions": SubscriptionReader,
    "consents": ConsentReader,
}
APPLIED: dict[str, Callable[..., list[Result]]] = {
    "customers": apply_customers,
    "products": apply_product_rows,
    "subscriptions": apply_subscription_rows,
    "consents": apply_consent_rows,
}


def open_table(stream: BinaryIO, mapping: Mapping, zone: ZoneInfo, now: datetime | None) -> TableReader[Any]:
    """Raises UnreadableFileError. `now`: rows of a later time are refused; None lets them pass."""
    reader = MarketReader if mapping.preset else READERS[mapping.holds]
    return reader(open_sheet(stream), mapping, zone, now)


def source_of(mapping: dict[str, Any]) -> str:
    """Where the rows of a run count as coming from; a marketplace's file speaks for the marketplace."""
    return mapping.get("preset") or SOURCE


def apply_rows(holds: str, good: Sequence[RowFacts[Any]], *, source: str, now: datetime) -> list[Result]:
    return APPLIED[holds]([row.facts for row in good], source=source, now=now)
