"""Deliveries become orders and what belongs to them; one may say only what is new of an order that is known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sapa.accounts.selectors import workspace
from sapa.commerce.models import ColumnMapping, Order
from sapa.commerce.schemas import Heard, Moment, OrderTold
from sapa.commerce.selectors import facts_of as facts_of_row
from sapa.commerce.services import Batch, apply_batches, by_endpoint, moment_of
from sapa.commerce.sources.generic import bodies, subjects
from sapa.commerce.sources.generic.bodies import Mapping as Paths
from sapa.commerce.sources.generic.bodies import Values
from sapa.domain.orders import OrderFacts
from sapa.events.models import RawDelivery

TIMES = ("placed_at", "paid_at", "shipped_at", "delivered_at", "payment_deadline")


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
    batches = [
        Batch(source_name(endpoint_id), _heard(of_endpoint, endpoint_id, zone))
        for endpoint_id, of_endpoint in by_endpoint(deliveries).items()
    ]
    apply_batches(batches=batches, now=now)


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


def _heard(deliveries: Sequence[RawDelivery], endpoint_id: int, zone: ZoneInfo) -> list[Heard]:
    return _of_parts(_parts(deliveries, mapping_of(endpoint_id), zone), source_name(endpoint_id))


def hear(entries: Iterable[Mapping[str, Any]], *, source: str, moment: Moment) -> list[Heard]:
    """Objects of the documented form that came another way than as a delivery. Raises Unreadable."""
    usual = Paths()
    return _of_parts([Part(one, bodies.values_of(dict(one), usual), moment) for one in entries], source)


def _of_parts(parts: Sequence[Part], source: str) -> list[Heard]:
    known = _known({part.number for part in parts}, source)
    return [_of_part(part, known, source) for part in parts]


def _of_part(part: Part, known: dict[str, Values], source: str) -> Heard:
    orders = [_order(part, known)] if subjects.speaks_of_order(part.entry, part.values) else []
    said_at = part.moment.said_at(part.values.get("updated_at", ""))
    basket = subjects.basket_of(part.entry, part.number, said_at or part.moment.received_at, part.moment)
    context = subjects.Context(source, part.number, part.values, said_at, part.moment)
    return Heard(orders, list(subjects.read(part.entry, context)), [basket] if basket else [])


def _parts(deliveries: Iterable[RawDelivery], mapping: Paths, zone: ZoneInfo) -> list[Part]:
    return [
        Part(entry, bodies.values_of(entry, mapping), moment_of(delivery, zone))
        for delivery in deliveries
        for entry in bodies.entries(bytes(delivery.body), mapping)
    ]


def _order(part: Part, known: dict[str, Values]) -> OrderTold:
    whole = known.get(part.number, {}) | subjects.goods_of(part.entry) | part.values
    moment = part.moment
    said = bodies.facts_of(whole, zone=moment.zone, received_at=moment.received_at, slack=moment.slack)
    known[part.number] = _kept(said.facts, said.facts.phone, said.facts.country)
    return OrderTold(said.facts, said.said_at)


def _known(numbers: set[str], source: str) -> dict[str, Values]:
    orders = Order.objects.filter(source=source, external_id__in=numbers)
    return {
        order.external_id: _kept(facts_of_row(order), order.contact.phone, order.contact.country)
        for order in orders.select_related("contact")
    }


def _kept(facts: OrderFacts, phone: str, country: str) -> Values:
    """What a short message such as «A1 is paid» leaves out; a time that is known is not guessed anew."""
    times = {name: at.isoformat() for name in TIMES if (at := getattr(facts, name))}
    words = {"segment": facts.segment, "payment_type": facts.payment_type, "quantity": str(facts.quantity)}
    return times | words | {"phone": phone, "country": country}
