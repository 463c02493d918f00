"""Parcels of the couriers behind Biteship (docs/guides/marketplaces.md)."""

from sapa.commerce.sources.biteship.parsing import parse
from sapa.commerce.sources.biteship.signature import verify

__all__ = ["parse", "verify"]
