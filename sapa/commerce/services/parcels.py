"""An order and its parcels agree on when it left and when it arrived, whichever was told first."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sapa.base.rows import update_rows
from sapa.commerce.models import Order, Shipment
from sapa.commerce.selectors.orders import columns_of, facts_of
from sapa.domain.orders import OrderFacts, advance
from sapa.events.selectors import by_key

GONE = frozenset({Shipment.Status.CANCELLED, Shipment.Status.LOST, Shipment.Status.RETURNED})
MOMENTS = (("shipped_at", "shipped"), ("delivered_at", "delivered"))


def order_told(order_ids: Collection[int]) -> set[tuple[int, str]]:
    """(order, shipped or delivered) that the orders' own statements have recorded already."""
    orders = Order.objects.filter(pk__in=order_ids).values_list("pk", "source", "external_id")
    keys = {
        f"{source}:shipment:{number}:{state}": (pk, state)
        for pk, source, number in orders
        for _, state in MOMENTS
    }
    return {keys[key] for key in by_key(keys)} if keys else set()


def waiting(source: str, numbers: Collection[str]) -> dict[str, list[Shipment]]:
    """Parcels that were told before their order, by the order's number."""
    found: dict[str, list[Shipment]] = defaultdict(list)
    rows = Shipment.objects.filter(source=source, order=None, order_number__in=numbers) if numbers else []
    for row in rows:
        found[row.order_number].append(row)
    return dict(found)


def twins_told(rows: Sequence[Shipment], states: Collection[str]) -> set[tuple[int, str]]:
    """(row, state) that shop or courier have recorded already of the same parcel under their own number."""
    tracked = [row for row in rows if row.order_id and row.tracking_number]
    places = defaultdict(list)
    for row in tracked:
        places[row.order_id, row.tracking_number].append(row.pk)
    twins = Shipment.objects.filter(
        order_id__in=[row.order_id for row in tracked],
        tracking_number__in=[row.tracking_number for row in tracked],
    ).exclude(source__in={row.source for row in tracked})
    keys = {
        f"{twin.source}:shipment:{twin.external_id}:{state}": (twin, state)
        for twin in (twins if tracked else ())
        for state in states
    }
    told = [keys[key] for key in by_key(keys)] if keys else []
    return {(pk, state) for twin, state in told for pk in places[twin.order_id, twin.tracking_number]}


def with_parcels(facts: OrderFacts, parcels: Iterable[Shipment]) -> OrderFacts:
    """The order has left with its first parcel and arrived with its last; what it said itself stays."""
    left = [row for row in parcels if row.status not in GONE]
    shipped = [row.shipped_at for row in left if row.shipped_at]
    arrivals = _arrivals(left)
    arrived = [at for at in arrivals.values() if at]
    moments: dict[str, datetime] = {}
    if shipped and facts.shipped_at is None:
        moments["shipped_at"] = min(shipped)
    if arrived and len(arrived) == len(arrivals) and facts.delivered_at is None:
        moments["delivered_at"] = max(arrived)
    status = facts.status
    for name, state in MOMENTS:
        status = advance(status, state) if name in moments else status
    return replace(facts, status=status, **moments)  # type: ignore[arg-type]


def _arrivals(rows: Iterable[Shipment]) -> dict[str, datetime | None]:
    """Each parcel once, though shop and courier have a row of it each; None while it is on its way."""
    found: dict[str, datetime | None] = {}
    for row in rows:
        name = row.tracking_number or f"{row.source}:{row.external_id}"
        times = [at for at in (found.get(name), row.delivered_at) if at]
        found[name] = min(times, default=None)
    return found


def tell_orders(order_ids: Collection[int], now: datetime) -> None:
    """Call while the contacts are held."""
    parcels: dict[int, list[Shipment]] = defaultdict(list)
    for row in Shipment.objects.filter(order_id__in=order_ids):
        parcels[row.order_id or 0].append(row)
    changes = []
    for order in Order.objects.filter(pk__in=order_ids).order_by("pk").select_for_update():
        before = facts_of(order)
        after = with_parcels(before, parcels[order.pk])
        if after != before:
            changes.append(_change(order, after, now))
    update_rows(Order, changes)


def _change(order: Order, facts: OrderFacts, now: datetime) -> Mapping[str, Any]:
    return {"id": order.pk, **columns_of(facts), "updated_at": now}
