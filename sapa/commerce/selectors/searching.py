"""Orders and parcels by their numbers, as people type them.

The database's functions read beside row security, within the workspace in scope (decisions.md 11).
"""

from sapa.base.rows import fetch
from sapa.commerce.models import Order, Shipment
from sapa.domain.lookup import Asked

ORDERS = "SELECT sapa_search_orders(%s, %s, %s)"
SHIPMENTS = "SELECT sapa_search_shipments(%s, %s, %s)"


def orders_called(asked: Asked, limit: int) -> list[Order]:
    """By the whole number in any spelling, its beginning or its last signs; the one that is meant first."""
    ids = _ids(ORDERS, asked, limit)
    found = Order.objects.select_related("contact").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def parcels_called(asked: Asked, limit: int) -> list[Shipment]:
    """The same by the courier's number (resi)."""
    ids = _ids(SHIPMENTS, asked, limit)
    found = Shipment.objects.select_related("contact", "order").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def _ids(search: str, asked: Asked, limit: int) -> list[int]:
    return [row[0] for row in fetch(search, [asked.text, asked.code, limit])] if asked.code else []
