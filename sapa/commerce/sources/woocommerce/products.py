"""What can be ordered; a body names no currency, so no price is taken from it."""

from types import MappingProxyType

from sapa.commerce.schemas import Heard, Told
from sapa.commerce.sources.generic.fields import Fields
from sapa.commerce.sources.generic.shops import NAME, count_of, cut, web_link
from sapa.commerce.sources.woocommerce.calls import Call


def heard(call: Call) -> Heard:
    """product.created, updated and restored. Raises Unreadable: missing_id."""
    fields, at = call.fields, call.said_at()
    number = fields.needed("id")
    values = {
        "name": cut(fields, "name"),
        "link": web_link(fields, "permalink"),
        "is_digital": True if fields.plain.get("virtual") is True else None,
        "stock": _stock(fields),
    }
    kept = MappingProxyType({name: value for name, value in values.items() if value not in (None, "")})
    sku = cut(fields, "sku", longest=NAME) or number
    told = Told(sku, at or call.moment.received_at, at is not None, values=kept)
    return Heard(subjects=[("product", told)])


def _stock(fields: Fields) -> int | None:
    """Nothing is known of what the shop does not count, unless it says that there is none."""
    if cut(fields, "stock_status") == "outofstock":
        return 0
    return count_of(fields.plain.get("stock_quantity")) if fields.plain.get("manage_stock") is True else None
