"""Orders and parcels by their numbers, as people type them.

The database's functions read beside row security, within the workspace in scope (decisions.md 11).
"""

from collections.abc import Collection

from sapa.base.rows import fetch
from sapa.commerce.models import Order, Shipment
from sapa.domain.lookup import Asked

ORDERS = "SELECT sapa_search_orders(%s, %s, %s)"
SHIPMENTS = "SELECT sapa_search_shipments(%s, %s, %s)"
OWNERS = """
SELECT DISTINCT o.contact_id, o.number FROM unnest(%(codes)s::text[]) AS one(code)
    CROSS JOIN LATERAL sapa_search_orders(one.code, one.code, %(most)s) AS found(id)
    JOIN commerce_order o ON o.id = found.id AND o.contact_id IS NOT NULL AND sapa_code(o.number) = one.code
UNION SELECT s.contact_id, s.tracking_number FROM unnest(%(codes)s::text[]) AS one(code)
    CROSS JOIN LATERAL sapa_search_shipments(one.code, one.code, %(most)s) AS found(id)
    JOIN commerce_shipment s ON s.id = found.id AND s.contact_id IS NOT NULL
        AND sapa_code(s.tracking_number) = one.code
"""
MOST_SAME = 5


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


def owners_of(codes: Collection[str]) -> list[tuple[int, str]]:
    """Whose orders and parcels have exactly these numbers (`lookup.code_of`): contact and number; one statement."""
    wanted = [code for code in codes if code]
    told = {"codes": wanted, "most": MOST_SAME}
    return [(row[0], row[1]) for row in fetch(OWNERS, told)] if wanted else []


def _ids(search: str, asked: Asked, limit: int) -> list[int]:
    return [row[0] for row in fetch(search, [asked.text, asked.code, limit])] if asked.code else []
