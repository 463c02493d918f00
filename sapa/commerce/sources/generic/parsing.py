"""What one body means by itself, without a database: nothing of its orders and subjects is known yet."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sapa.commerce.schemas import CLOCK_SLACK, Told
from sapa.commerce.services.shipments import STATES
from sapa.commerce.sources.generic import subjects
from sapa.commerce.sources.generic.bodies import Mapping as Paths
from sapa.commerce.sources.generic.bodies import Said, entries, facts_of, values_of
from sapa.commerce.sources.generic.fields import Moment

NAMELESS = "generic"


class Happening(NamedTuple):
    """One event that a first hearing of the statement records; `key` as in contracts.md."""

    name: str
    key: str
    told: Told


def parse(body: bytes, mapping: Paths, *, zone: ZoneInfo, received_at: datetime) -> list[Said]:
    """The orders of a body that says everything itself. Raises Unreadable."""
    values = ((entry, values_of(entry, mapping)) for entry in entries(body, mapping))
    orders = [one for entry, one in values if subjects.speaks_of_order(entry, one)]
    return [facts_of(one, zone=zone, received_at=received_at) for one in orders]


def happenings(body: bytes, mapping: Paths, *, zone: ZoneInfo, received_at: datetime) -> list[Happening]:
    """What it says beside orders, as events. Raises Unreadable."""
    moment = Moment(zone, received_at, CLOCK_SLACK)
    found = []
    for entry in entries(body, mapping):
        values = values_of(entry, mapping)
        said_at = moment.said_at(values.get("updated_at", ""))
        context = subjects.Context(NAMELESS, values.get("order_id", ""), values, said_at, moment)
        found += [
            Happening(f"{kind}.{state}", f"{NAMELESS}:{kind}:{told.external_id}:{state}", told)
            for kind, told in subjects.read(entry, context)
            for state in STATES_OF.get(kind, _status)(told)
        ]
    return found


def _status(told: Told) -> list[str]:
    return [told.status] if told.status else []


def _shipment(told: Told) -> list[str]:
    return [STATES[told.status]] if told.status in STATES else []


def _subscription(told: Told) -> list[str]:
    return ["noted", *(["cancelled"] if told.status == "cancelled" else [])]


def _invoice(told: Told) -> list[str]:
    return ["issued", *([told.status] if told.status in ("paid", "disputed") else [])]


def _ticket(told: Told) -> list[str]:
    return ["opened", *([told.status] if told.status != "opened" else [])]


STATES_OF: Mapping[str, Callable[[Told], list[str]]] = {
    "product": lambda _told: [],
    "shipment": _shipment,
    "subscription": _subscription,
    "invoice": _invoice,
    "ticket": _ticket,
    "interaction": lambda _told: ["first"],
    "review": lambda _told: ["given"],
}
