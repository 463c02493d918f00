"""Every variant of a product is something that can be ordered by itself."""

from types import MappingProxyType
from typing import Any

from sapa.commerce.schemas import Heard, Told
from sapa.commerce.sources.generic.fields import Fields
from sapa.commerce.sources.generic.shops import NAME, count_of, currency_of, cut, listed, money
from sapa.commerce.sources.shopify.calls import Call
from sapa.domain.orders import Money

ONLY_VARIANT = "Default Title"


def heard(call: Call) -> Heard:
    """products/create and update. The body names no currency: a price is taken only where one stands by it."""
    call.fields.needed("id")
    at = call.said_at()
    named = [(one, cut(one, "sku", "id", longest=NAME)) for one in listed(call.fields, "variants")]
    told = [
        Told(sku, at or call.moment.received_at, at is not None, values=_values(call, variant))
        for variant, sku in named
        if sku
    ]
    return Heard(subjects=[("product", one) for one in told], ignored="" if told else "no_event")


def _values(call: Call, variant: Fields) -> MappingProxyType[str, Any]:
    price = _price(variant)
    values = {
        "name": _name(call.fields, variant),
        "link": _link(call),
        "is_digital": True if variant.plain.get("requires_shipping") is False else None,
        "stock": _stock(variant),
        "amount": price.amount if price else None,
        "currency": price.currency if price else None,
    }
    return MappingProxyType({name: value for name, value in values.items() if value not in (None, "")})


def _name(product: Fields, variant: Fields) -> str:
    """As the lines of an order name it."""
    kind = cut(variant, "title")
    return (
        f"{cut(product, 'title')} - {kind}"[:200] if kind not in ("", ONLY_VARIANT) else cut(product, "title")
    )


def _link(call: Call) -> str:
    handle = cut(call.fields, "handle")
    is_plain = handle.replace("-", "").replace("_", "").isalnum()
    return f"https://{call.shop}/products/{handle}" if call.shop and is_plain else ""


def _stock(variant: Fields) -> int | None:
    """Nothing is known of what the shop does not count; below nothing is nothing."""
    if not cut(variant, "inventory_management"):
        return None
    return count_of(variant.plain.get("inventory_quantity"))


def _price(variant: Fields) -> Money | None:
    shown = next((one.inner("price") for one in listed(variant, "presentment_prices")), None)
    return money(shown, "amount", currency_of(shown, "currency_code")) if shown else None
