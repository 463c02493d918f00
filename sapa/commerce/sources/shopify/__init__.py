"""Orders, parcels, checkouts and customers of a Shopify shop, as its webhooks tell them."""

from sapa.commerce.sources.shopify.calls import HEADERS
from sapa.commerce.sources.shopify.parsing import parse
from sapa.commerce.sources.shopify.signature import verify

__all__ = ["HEADERS", "parse", "verify"]
