"""From a body to order facts. Pure: what is known of an order already is handed in."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sapa.commerce.schemas import CLOCK_SLACK
from sapa.domain.csvorders import cells
from sapa.domain.csvorders.orders import RowOrder
from sapa.domain.csvorders.rowcells import LONGEST, USUAL_LONGEST, RowRefusedError
from sapa.domain.orders import OrderFacts
from sapa.domain.orders.facts import INSTANTS
from sapa.events.schemas import Unreadable

CUSTOMER = ("name", "company", "phone", "email", "country", "province", "city", "postcode", "region")
PATHS: dict[str, str] = {
    "order_id": "order.id",
    "customer_id": "customer.id",
    **{name: f"customer.{name}" for name in (*CUSTOMER, "segment", "promo_consent")},
    **{
        name: f"order.{name}"
        for name in (
            *("status", "placed_at", "paid_at", "shipped_at", "delivered_at", "cancelled_at", "eta"),
            *("payment_deadline", "quantity", "goods", "currency", "payment_type", "review_score"),
        )
    },
    "total_amount": "order.total",
    "shipping_amount": "order.shipping",
    "order_link": "order.links.order",
    "pay_link": "order.links.pay",
    "track_link": "order.links.track",
    "updated_at": "updated_at",
}
BLANKS = {"country": "ID", "segment": "", "currency": "IDR", "payment_deadline_hours": "24"}
STATUS_TIMES = {
    **dict.fromkeys(("paid", "processing"), "paid_at"),
    "shipped": "shipped_at",
    **dict.fromkeys(("delivered", "completed"), "delivered_at"),
    **dict.fromkeys(("cancelled", "refunded", "expired", "failed"), "cancelled_at"),
}
HAPPENED = ("placed_at", "paid_at", "shipped_at", "delivered_at", "cancelled_at")
MOST_ORDERS = 1000
LARGEST_NUMBER = 10**15

Values = dict[str, str]


@dataclass(frozen=True, slots=True)
class Mapping:
    """`paths`: field to dotted place in an order's object; `orders`: where a list of orders stands."""

    paths: dict[str, str] = field(default_factory=lambda: dict(PATHS))
    orders: str = "orders"

    def to_json(self) -> dict[str, Any]:
        return {"paths": dict(self.paths), "orders": self.orders}

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "Mapping":
        known = {name: path for name, path in plain.get("paths", {}).items() if name in PATHS}
        return cls(PATHS | known, plain.get("orders", "orders"))


class Said(NamedTuple):
    """One order of a body; `said_at` when the sender says since when it is so (`updated_at`)."""

    facts: OrderFacts
    said_at: datetime | None


def read(body: bytes, mapping: Mapping) -> list[Values]:
    """The mapped fields of each order as text. Raises Unreadable as `entries` does."""
    return [values_of(entry, mapping) for entry in entries(body, mapping)]


def entries(body: bytes, mapping: Mapping) -> list[dict[str, Any]]:
    """Each order's object. Raises Unreadable: invalid_json, no_order, too_many_orders."""
    try:
        plain = json.loads(body, parse_float=Decimal, parse_constant=str)
    except (ValueError, ArithmeticError, RecursionError):
        raise Unreadable("invalid_json") from None
    orders = list(_orders(plain, mapping))
    if not orders or len(orders) > MOST_ORDERS:
        raise Unreadable("too_many_orders" if orders else "no_order")
    return orders


def facts_of(
    values: Values, *, zone: ZoneInfo, received_at: datetime, slack: timedelta = CLOCK_SLACK
) -> Said:
    """Raises Unreadable with the same codes as a row of a file (docs/guides/generic-webhook.md).

    A status without its time happened at `updated_at`, else when it was received.
    """
    try:
        said_at = cells.instant(values.get("updated_at", ""), zone)
        timed = values | _time_of_status(values, said_at or received_at)
        facts, _ = RowOrder(timed, BLANKS, zone).facts()
    except RowRefusedError as error:
        raise Unreadable(error.code) from None
    except cells.CellError as error:
        raise Unreadable(str(error)) from None
    return Said(_not_later(facts, received_at, slack), said_at and min(said_at, received_at))


def _orders(plain: Any, mapping: Mapping) -> Iterator[dict[str, Any]]:
    inside = _at(plain, mapping.orders) if isinstance(plain, dict) else plain
    several = inside if isinstance(inside, list) else [plain]
    yield from (order for order in several if isinstance(order, dict))


def values_of(order: dict[str, Any], mapping: Mapping) -> Values:
    found = {name: text_of(_at(order, path)) for name, path in mapping.paths.items()}
    for name, text in found.items():
        if len(text) > LONGEST.get(name, USUAL_LONGEST):
            raise Unreadable("cell_too_long")
    return {name: text for name, text in found.items() if text}


def _at(plain: Any, path: str) -> Any:
    for key in path.split("."):
        if not isinstance(plain, dict):
            return None
        plain = plain.get(key)
    return plain


def text_of(value: Any) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, Decimal):
        return _decimal_text(value)
    if not isinstance(value, str | int):
        return ""
    return str(value).replace("\0", "").encode(errors="replace").decode().strip()


def _decimal_text(value: Decimal) -> str:
    """Four decimals keep `1.125` from being read as a thousand and more."""
    if value.copy_abs() >= LARGEST_NUMBER:
        return str(value)  # as `1E+20`: what reads it refuses it
    return str(int(value)) if value == int(value) else format(value, ".4f")


def _time_of_status(values: Values, at: datetime) -> Values:
    status = cells.STATUS_WORDS.get(cells.plain_word(values.get("status", "")), "")
    name = STATUS_TIMES.get(status)
    return {name: at.isoformat()} if name and not values.get(name) else {}


def _not_later(facts: OrderFacts, received_at: datetime, slack: timedelta) -> OrderFacts:
    """A clock that runs a little ahead is forgiven: all times move back with it. A real future is refused."""
    newest = max(at for name in HAPPENED if (at := getattr(facts, name)))
    if newest - received_at > slack:
        raise Unreadable("future_date")
    ahead = max(newest - received_at, timedelta())
    times: dict[str, Any] = {name: at - ahead for name in INSTANTS if (at := getattr(facts, name))}
    return replace(facts, **times)
