"""Parcels that shop and courier both tell: one parcel, known by its tracking number."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from sapa.commerce.models import Shipment
from sapa.commerce.schemas import COURIERS, Told
from sapa.commerce.services.holding import recognised
from sapa.commerce.services.settling import orders_known_as
from sapa.commerce.services.shipments import apply_shipments
from sapa.commerce.services.statements import orders_by_number
from sapa.contacts.selectors import members
from sapa.events.schemas import TooEarly

Place = tuple[str, str]


@transaction.atomic
def apply_parcels(*, told: Sequence[Told], source: str, now: datetime) -> None:
    """What another says of a parcel that is known already is said of that parcel, so nothing happens twice.

    A courier's own parcel belongs to the order, of any shop, whose number it carries. Raises TooEarly
    (`unknown_parcel`) while neither its tracking number nor its order is known.
    """
    places = _elsewhere(told, source)
    by_source: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        place = places.get(one.external_id)
        shop, number = place or (source, one.external_id)
        by_source[shop].append(replace(one, external_id=number, order="") if place else one)
    own = by_source.pop(source, [])
    for shop, joined in by_source.items():
        apply_shipments(told=joined, source=shop, now=now)
    if own:
        _apply_own(own, source, now)


def is_of_others(told: Told, source: str) -> bool:
    """Its tracking number is that of another sender's parcel, of another order and another customer."""
    if told.external_id not in (place := _elsewhere([told], source)):
        return False
    shop, number = place[told.external_id]
    row = Shipment.objects.select_related("order").get(source=shop, external_id=number)
    numbers = {row.order_number, *((row.order.external_id, row.order.number) if row.order else ())}
    if told.order and told.order in numbers:
        return False
    owners = {order.contact_id for order in orders_by_number([told], source).values()}
    return owners.union(recognised([told.person] if told.person else [])).isdisjoint(
        members([row.contact_id])
    )


def _apply_own(told: Sequence[Told], source: str, now: datetime) -> None:
    if source.partition("-")[0] not in COURIERS:
        apply_shipments(told=told, source=source, now=now)
        return
    orders, known = orders_known_as({one.order for one in told}), _numbers(told, source)
    if any(one.external_id not in known and one.order not in orders and not one.person for one in told):
        raise TooEarly("unknown_parcel")
    apply_shipments(told=told, source=source, now=now, orders=orders)


def _elsewhere(told: Sequence[Told], source: str) -> dict[str, Place]:
    """Number here → the one parcel of another sender with the same tracking number, unless it is known here."""
    known = _numbers(told, source)
    parcels = _parcels({_tracking(one) for one in told} - {""}, source)
    return {
        one.external_id: places[0]
        for one in told
        if one.external_id not in known and len(places := parcels.get(_tracking(one), [])) == 1
    }


def _numbers(told: Sequence[Told], source: str) -> set[str]:
    numbers = {one.external_id for one in told}
    rows = Shipment.objects.filter(source=source, external_id__in=numbers)
    return set(rows.values_list("external_id", flat=True))


def _parcels(numbers: Collection[str], source: str) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = defaultdict(list)
    rows = Shipment.objects.filter(tracking_number__in=numbers).exclude(tracking_number="")
    for number, shop, external_id in rows.exclude(source=source).values_list(
        "tracking_number", "source", "external_id"
    ):
        found[number].append((shop, external_id))
    return found


def _tracking(told: Told) -> str:
    return str(told.values.get("tracking_number") or "")
