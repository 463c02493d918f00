"""Deliveries become orders; a delivery may say only what is new of an order that is known."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from sapa.accounts.selectors import workspace
from sapa.commerce.models import ColumnMapping, Order
from sapa.commerce.selectors import facts_of as facts_of_row
from sapa.commerce.services import apply_orders
from sapa.commerce.sources.generic.bodies import CLOCK_SLACK, Mapping, Said, Values, facts_of, read
from sapa.domain.orders import OrderFacts
from sapa.events.models import RawDelivery

TIMES = ("placed_at", "paid_at", "shipped_at", "delivered_at", "payment_deadline")
ANY_TIME = timedelta.max  # the clock of the demo is moved, the sender's is not


def apply(deliveries: Sequence[RawDelivery], now: datetime) -> None:
    """Raises Unreadable when one of them can never be read; the caller then tries them one by one."""
    zone = ZoneInfo(workspace().timezone)
    for endpoint_id in sorted({delivery.endpoint_id for delivery in deliveries}):
        of_endpoint = [delivery for delivery in deliveries if delivery.endpoint_id == endpoint_id]
        said = _said(of_endpoint, endpoint_id, zone)
        apply_orders(
            facts=[one.facts for one in said],
            source=source_name(endpoint_id),
            now=now,
            said_at=[one.said_at for one in said],
        )


def source_name(endpoint_id: int) -> str:
    """Two shops of one workspace may number their orders alike."""
    return f"generic-{endpoint_id}"


def mapping_of(endpoint_id: int) -> Mapping:
    """Where this sender's bodies hold the fields; the documented places unless changed."""
    kept = ColumnMapping.objects.filter(header_hash=source_name(endpoint_id)).first()
    return Mapping.from_json(kept.mapping) if kept else Mapping()


def remember_mapping(*, endpoint_id: int, mapping: Mapping, now: datetime) -> None:
    ColumnMapping.objects.update_or_create(
        header_hash=source_name(endpoint_id), defaults={"mapping": mapping.to_json(), "updated_at": now}
    )


def _said(deliveries: Sequence[RawDelivery], endpoint_id: int, zone: ZoneInfo) -> list[Said]:
    mapping, slack = mapping_of(endpoint_id), ANY_TIME if settings.SAPA.demo else CLOCK_SLACK
    read_values = [
        (delivery, values) for delivery in deliveries for values in read(bytes(delivery.body), mapping)
    ]
    known = _known({values.get("order_id", "") for _, values in read_values}, endpoint_id)
    said = []
    for delivery, values in read_values:
        whole = known.get(values.get("order_id", ""), {}) | values
        one = facts_of(whole, zone=zone, received_at=delivery.received_at, slack=slack)
        known[values["order_id"]] = _kept(one.facts, one.facts.phone, one.facts.country)
        said.append(one)
    return said


def _known(numbers: set[str], endpoint_id: int) -> dict[str, Values]:
    orders = Order.objects.filter(source=source_name(endpoint_id), external_id__in=numbers)
    return {
        order.external_id: _kept(facts_of_row(order), order.contact.phone, order.contact.country)
        for order in orders.select_related("contact")
    }


def _kept(facts: OrderFacts, phone: str, country: str) -> Values:
    """What a short message such as «A1 is paid» leaves out; a time that is known is not guessed anew."""
    times = {name: at.isoformat() for name in TIMES if (at := getattr(facts, name))}
    words = {"segment": facts.segment, "payment_type": facts.payment_type, "quantity": str(facts.quantity)}
    return times | words | {"phone": phone, "country": country}
