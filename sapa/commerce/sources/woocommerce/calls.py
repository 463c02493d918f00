"""One delivery: its topic stands in the headers, its times in pairs, of which the one in UTC counts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sapa.commerce.schemas import Moment
from sapa.commerce.sources.generic.fields import Fields
from sapa.commerce.sources.generic.pushes import read_object
from sapa.commerce.sources.generic.shops import cut

SOURCE = "woocommerce"
TOPIC, RESOURCE, EVENT, SITE = (f"x-wc-webhook-{name}" for name in ("topic", "resource", "event", "source"))
HEADERS = frozenset({TOPIC, RESOURCE, EVENT, SITE})
UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Call:
    topic: str
    fields: Fields
    moment: Moment

    def at(self, name: str) -> datetime | None:
        """Of something that has happened; without its twin in UTC the time is the workspace's.

        Raises Unreadable: bad_date, future_date.
        """
        exact = cut(self.fields, f"{name}_gmt")
        if exact:
            return replace(self.moment, zone=UTC).past(exact)
        return self.moment.past(cut(self.fields, name))

    def said_at(self) -> datetime | None:
        return self.at("date_modified") or self.at("date_created")


def call_of(body: bytes, headers: Mapping[str, str], moment: Moment) -> Call:
    """Raises Unreadable: invalid_json."""
    fields = read_object(body, moment)
    named = headers.get(TOPIC, "") or f"{headers.get(RESOURCE, '')}.{headers.get(EVENT, '')}".strip(".")
    return Call(named.strip().lower() or _topic_of(fields), fields, moment)


def _topic_of(fields: Fields) -> str:
    """A body without its headers, as in a file, is known by what it holds."""
    return next((topic for topic, names in SIGNS if all(name in fields.plain for name in names)), "")


SIGNS = (
    ("order.updated", ("status", "line_items")),
    ("order.updated", ("status", "order_key")),
    ("product.updated", ("name", "stock_status")),
    ("product.updated", ("name", "permalink")),
    ("customer.updated", ("email", "is_paying_customer")),
    ("customer.updated", ("email", "username")),
)
