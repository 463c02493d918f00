"""Fulfilments are parcels; several may belong to one order."""

from datetime import datetime
from types import MappingProxyType

from sapa.commerce.schemas import Heard, Told
from sapa.commerce.sources.generic.bodies import text_of
from sapa.commerce.sources.generic.fields import Fields
from sapa.commerce.sources.generic.shops import WEB_LINK, cut, listed
from sapa.commerce.sources.shopify.calls import Call

AT_COUNTER = "ready_for_pickup"
COURIER_WORDS = {
    **dict.fromkeys(("label_printed", "label_purchased", "confirmed", "submitted", AT_COUNTER), "confirmed"),
    "carrier_picked_up": "picked_up",
    "in_transit": "in_transit",
    "out_for_delivery": "out_for_delivery",
    "attempted_delivery": "failed_attempt",
    "delayed": "on_hold",
    **dict.fromkeys(("delivered", "picked_up"), "delivered"),  # picked up: by the customer, at the shop
}
NOT_GONE_YET = frozenset({"pending", "open"})
NO_PARCEL = frozenset({"error", "failure"})
LEFT = frozenset({"picked_up", "in_transit", "out_for_delivery", "failed_attempt", "on_hold", "delivered"})
LONGEST_NAME = 80


def heard(call: Call) -> Heard:
    """fulfillments/create and fulfillments/update. Raises Unreadable: missing_id."""
    call.fields.needed("id")
    told = parcel(call.fields, call.fields.needed("order_id"), call.said_at() or call.moment.received_at)
    return Heard(subjects=[("shipment", told)]) if told else Heard(ignored="no_event")


def heard_event(call: Call) -> Heard:
    """fulfillment_events/create: one step of a parcel. Raises Unreadable: missing_id, future_date."""
    fields = call.fields
    number, order = fields.needed("fulfillment_id"), fields.needed("order_id")
    word = cut(fields, "status").lower()
    status = COURIER_WORDS.get(word)
    if status is None or word == AT_COUNTER:
        return Heard(ignored="no_event")
    at = fields.past("happened_at") or fields.past("created_at") or call.said_at()
    values = {
        "eta": fields.instant("estimated_delivery_at"),
        "address_short": cut(fields, "city", longest=120),
        "reason": cut(fields, "message") if status in ("failed_attempt", "on_hold") else "",
    }
    kept = MappingProxyType({name: value for name, value in values.items() if value})
    told = Told(number, at or call.moment.received_at, at is not None, status, order, values=kept)
    return Heard(subjects=[("shipment", told)])


def parcels(order: Fields, number: str, at: datetime) -> list[Told]:
    """Those that an order lists, as far as they are sent and not handed over by a link."""
    found = (parcel(one, number, at) for one in listed(order, "fulfillments") if cut(one, "id"))
    return [told for told in found if told]


def parcel(fields: Fields, order: str, at: datetime) -> Told | None:
    """`at`: where it names no time itself."""
    status = status_of(fields)
    if status is None or not ships(fields):
        return None
    values = {
        "courier": cut(fields, "tracking_company", longest=LONGEST_NAME),
        "tracking_number": _number(fields),
        "link": _link(fields),
        "eta": fields.instant("estimated_delivery_at"),
        "address_short": cut(fields.inner("destination"), "city", longest=120),
    }
    kept = MappingProxyType({name: value for name, value in values.items() if value})
    own = fields.past("updated_at") or fields.past("created_at")
    return Told(fields.needed("id"), own or at, own is not None, status, order, values=kept)


def status_of(fields: Fields) -> str | None:
    """A fulfilment without word from the courier is one that was handed over; None: there is no parcel."""
    own, courier = cut(fields, "status").lower(), cut(fields, "shipment_status").lower()
    if own in NO_PARCEL:
        return None
    if own == "cancelled":
        return "cancelled"
    return COURIER_WORDS.get(courier, "confirmed" if own in NOT_GONE_YET else "picked_up")


def ships(fields: Fields) -> bool:
    """False when every line is a service or a download."""
    lines = listed(fields, "line_items")
    return not lines or any(line.plain.get("requires_shipping") is not False for line in lines)


def _several(fields: Fields, one: str, more: str) -> list[str]:
    inside = fields.plain.get(more)
    others = [text_of(other)[:500] for other in inside[:20]] if isinstance(inside, list) else []
    return list(dict.fromkeys(filter(None, [cut(fields, one, longest=500), *others])))


def _number(fields: Fields) -> str:
    """All of a fulfilment in several boxes while they fit, else the first."""
    numbers = _several(fields, "tracking_number", "tracking_numbers")
    joined = ", ".join(numbers)
    return joined if len(joined) <= LONGEST_NAME else numbers[0][:LONGEST_NAME]


def _link(fields: Fields) -> str:
    several = _several(fields, "tracking_url", "tracking_urls")
    return next((url for url in several if WEB_LINK.fullmatch(url)), "")
