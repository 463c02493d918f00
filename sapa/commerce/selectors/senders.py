"""The senders of the room, and what came from them."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from sapa.commerce.models import Order, Payment, Sender, Shipment
from sapa.commerce.schemas import COURIERS
from sapa.events.models import Endpoint, RawDelivery, RefusedDelivery


class Seen(NamedTuple):
    """`called`: somebody tried the address, rightly or not. `told`: something of it is kept as a record."""

    called: bool
    genuine: bool
    told: bool


def endpoints(kinds: Collection[str]) -> QuerySet[Endpoint]:
    return Endpoint.objects.filter(kind__in=kinds).order_by("pk")


def endpoint_by_public_id(public_id: UUID, kinds: Collection[str]) -> Endpoint:
    """The one door to a sender of this room."""
    return get_object_or_404(Endpoint, public_id=public_id, kind__in=kinds)


def sender_called(source: str) -> str:
    """The name that the shop gave to the sender `generic-2`; the source itself where no sender is meant."""
    kind, _, number = source.rpartition("-")
    known = Endpoint.objects.filter(kind=kind, pk=int(number)).first() if number.isdecimal() else None
    return (known and known.label) or source


def deliveries_of(endpoint_id: int, limit: int = 20) -> QuerySet[RawDelivery]:
    """The newest deliveries without their bodies."""
    return (
        RawDelivery.objects.filter(endpoint_id=endpoint_id).defer("body", "headers").order_by("-pk")[:limit]
    )


def refusals_of(endpoint_id: int, limit: int = 20) -> QuerySet[RefusedDelivery]:
    return RefusedDelivery.objects.filter(endpoint_id=endpoint_id).order_by("-day", "-count")[:limit]


def sender_of(endpoint_id: int) -> Sender:
    """Without its credentials; one that is not written yet where nobody has called or asked."""
    found = Sender.objects.filter(endpoint_id=endpoint_id).defer("access").first()
    return found or Sender(endpoint_id=endpoint_id)


def seen_of(endpoint: Endpoint) -> Seen:
    genuine = RawDelivery.objects.filter(endpoint=endpoint).exists()
    refused = RefusedDelivery.objects.filter(endpoint=endpoint).exists()
    if endpoint.kind in COURIERS:  # what it tells is written to the shop's parcels
        return Seen(
            genuine or refused, genuine, RawDelivery.objects.filter(endpoint=endpoint, state="done").exists()
        )
    source = f"{endpoint.kind}-{endpoint.pk}"
    told = genuine and any(
        model.objects.filter(source=source).exists() for model in (Order, Payment, Shipment)
    )
    return Seen(genuine or refused, genuine, told)
