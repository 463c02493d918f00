"""Shopee (docs/guides/marketplaces.md)."""

from sapa.commerce.sources.shopee.parsing import parse
from sapa.commerce.sources.shopee.signature import verify

__all__ = ["parse", "verify"]
