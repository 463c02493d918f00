"""Deliveries become orders and what belongs to them; one may say only what is new of an order that is known."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from sapa.accounts.selectors import workspace
from sapa.commerce import services
from sapa.commerce.models import ColumnMapping, Order
from sapa.commerce.schemas import Basket, Told
from sapa.commerce.selectors import facts_of as facts_of_row
from sapa.commerce.sources.generic import bodies, subjects
from sapa.commerce.sources.generic.bodies import CLOCK_SLACK, Said, Values
from sapa.commerce.sources.generic.bodies import Mapping as Paths
from sapa.commerce.sources.generic.fields import Moment
from sapa.domain.orders import OrderFacts
from sapa.events.models import RawDelivery

TIMES = ("placed_at", "paid_at", "shipped_at", "delivered_at", "payment_deadline")
ANY_TIME = timedelta.max  # the clock of the demo is moved, the sender's is not
APPLIERS: Mapping[str, Callable[..., Any]] = {
    "shipment": services.apply_shipments,
    "subscription": services.apply_subscriptions,
    "invoice": services.apply_invoices,
    "return": services.apply_returns,
    "ticket": services.apply_tickets,
    "interaction": services.apply_interactions,
    "feature": services.apply_features,
    "review": services.apply_reviews,
    "survey": services.apply_surveys,
}


@dataclass(slots=True)
class Heard:
    """Everything that some deliveries of one sender say."""

    orders: list[Said] = field(default_factory=list)
    baskets: list[Basket] = field(default_factory=list)
    subjects: dict[str, list[Told]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class Part:
    """One object of a body with its mapped fields."""

    entry: Mapping[str, Any]
    values: Values
    moment: Moment

    @property
    def number(self) -> str:
        return self.values.get("order_id", "")


def apply(deliveries: Sequence[RawDelivery], now: datetime) -> None:
    """Raises Unreadable when one of them can never be read; the caller then tries them one by one."""
    zone = ZoneInfo(workspace().timezone)
    for endpoint_id in sorted({delivery.endpoint_id for delivery in deliveries}):
        of_endpoint = [delivery for delivery in deliveries if delivery.endpoint_id == endpoint_id]
        _apply(_heard(of_endpoint, endpoint_id, zone), source_name(endpoint_id), now)


def source_name(endpoint_id: int) -> str:
    """Two shops of one workspace may number their orders alike."""
    return f"generic-{endpoint_id}"


def mapping_of(endpoint_id: int) -> Paths:
    """Where this sender's bodies hold the fields; the documented places unless changed."""
    kept = ColumnMapping.objects.filter(header_hash=source_name(endpoint_id)).first()
    return Paths.from_json(kept.mapping) if kept else Paths()


def remember_mapping(*, endpoint_id: int, mapping: Paths, now: datetime) -> None:
    ColumnMapping.objects.update_or_create(
        header_hash=source_name(endpoint_id), defaults={"mapping": mapping.to_json(), "updated_at": now}
    )


def _apply(heard: Heard, source: str, now: datetime) -> None:
    """Products before orders, orders before what belongs to them."""
    if products := heard.subjects.pop("product", []):
        services.apply_products(told=products, source=source, now=now)
    if heard.orders:
        facts, times = [one.facts for one in heard.orders], [one.said_at for one in heard.orders]
        services.apply_orders(facts=facts, source=source, now=now, said_at=times)
    if heard.baskets:
        services.apply_baskets(told=heard.baskets, source=source, now=now)
    for kind, told in heard.subjects.items():
        APPLIERS[kind](told=told, source=source, now=now)


def _heard(deliveries: Sequence[RawDelivery], endpoint_id: int, zone: ZoneInfo) -> Heard:
    parts = _parts(deliveries, mapping_of(endpoint_id), zone)
    known = _known({part.number for part in parts}, endpoint_id)
    heard = Heard()
    for part in parts:
        if subjects.speaks_of_order(part.entry, part.values):
            heard.orders.append(_order(part, known))
        _hear_subjects(heard, part, source_name(endpoint_id))
    return heard


def _parts(deliveries: Iterable[RawDelivery], mapping: Paths, zone: ZoneInfo) -> list[Part]:
    slack = ANY_TIME if settings.SAPA.demo else CLOCK_SLACK
    return [
        Part(entry, bodies.values_of(entry, mapping), Moment(zone, delivery.received_at, slack))
        for delivery in deliveries
        for entry in bodies.entries(bytes(delivery.body), mapping)
    ]


def _order(part: Part, known: dict[str, Values]) -> Said:
    whole = known.get(part.number, {}) | subjects.goods_of(part.entry) | part.values
    moment = part.moment
    said = bodies.facts_of(whole, zone=moment.zone, received_at=moment.received_at, slack=moment.slack)
    known[part.number] = _kept(said.facts, said.facts.phone, said.facts.country)
    return said


def _hear_subjects(heard: Heard, part: Part, source: str) -> None:
    said_at = part.moment.said_at(part.values.get("updated_at", ""))
    basket = subjects.basket_of(part.entry, part.number, said_at or part.moment.received_at, part.moment)
    if basket:
        heard.baskets.append(basket)
    context = subjects.Context(source, part.number, part.values, said_at, part.moment)
    for kind, told in subjects.read(part.entry, context):
        heard.subjects[kind].append(told)


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
