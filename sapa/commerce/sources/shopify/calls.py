"""One delivery: its topic and shop stand only in the headers, its body is the object itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sapa.commerce.schemas import Moment
from sapa.commerce.sources.generic.fields import Fields
from sapa.commerce.sources.generic.pushes import read_object
from sapa.events.schemas import Unreadable

SOURCE = "shopify"
TOPIC, SHOP, TEST, TRIGGERED_AT = (
    f"x-shopify-{name}" for name in ("topic", "shop-domain", "test", "triggered-at")
)
HEADERS = frozenset({TOPIC, SHOP, TEST, TRIGGERED_AT})
DOMAIN = re.compile(r"[a-z0-9][a-z0-9.-]{2,200}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Call:
    """`shop`: the domain of the shop, or empty."""

    topic: str
    fields: Fields
    moment: Moment
    shop: str
    triggered_at: datetime | None

    def said_at(self, *names: str) -> datetime | None:
        """What the object says of its own time, else when Shopify says that it sent the call."""
        return self.moment.said_at(self.fields.text(*(names or ("updated_at",)))) or self.triggered_at


def call_of(body: bytes, headers: Mapping[str, str], moment: Moment) -> Call:
    """Raises Unreadable: invalid_json."""
    fields = read_object(body, moment)
    topic = headers.get(TOPIC, "").strip().lower() or _topic_of(fields)
    shop = headers.get(SHOP, "").strip().lower()
    return Call(topic, fields, moment, shop if DOMAIN.fullmatch(shop) else "", _triggered_at(headers, moment))


def _triggered_at(headers: Mapping[str, str], moment: Moment) -> datetime | None:
    try:
        return moment.said_at(headers.get(TRIGGERED_AT, ""))
    except Unreadable:
        return None


def _topic_of(fields: Fields) -> str:
    """A body without its headers, as in a file, is known by what it holds."""
    return next((topic for topic, names in SIGNS if all(name in fields.plain for name in names)), "")


SIGNS = (
    ("orders/updated", ("financial_status",)),
    ("fulfillment_events/create", ("fulfillment_id", "status")),
    ("refunds/create", ("order_id", "refund_line_items")),
    ("refunds/create", ("order_id", "transactions")),
    ("fulfillments/update", ("order_id", "tracking_number")),
    ("fulfillments/update", ("order_id", "shipment_status")),
    ("orders/edited", ("order_edit",)),
    ("checkouts/update", ("token", "abandoned_checkout_url")),
    ("products/update", ("variants",)),
    ("customers_email_marketing_consent/update", ("customer_id", "email_marketing_consent")),
    ("customers/update", ("email", "orders_count")),
    ("customers/update", ("email", "default_address")),
)
