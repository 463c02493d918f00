"""TikTok Shop, and Tokopedia which sells through it (docs/guides/marketplaces.md)."""

from sapa.commerce.sources.tiktokshop.parsing import parse
from sapa.commerce.sources.tiktokshop.signature import verify

__all__ = ["parse", "verify"]
