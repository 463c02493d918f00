"""Orders, customers and products of a WooCommerce shop, as its webhooks tell them."""

from sapa.commerce.sources.woocommerce.calls import HEADERS
from sapa.commerce.sources.woocommerce.parsing import parse
from sapa.commerce.sources.woocommerce.signature import verify

__all__ = ["HEADERS", "parse", "verify"]
