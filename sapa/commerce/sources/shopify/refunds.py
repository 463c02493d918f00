"""Money that went back, and goods on their way back."""

from datetime import datetime

from sapa.commerce.schemas import Heard, Told
from sapa.commerce.sources.generic.fields import Fields
from sapa.commerce.sources.generic.shops import cut, listed
from sapa.commerce.sources.shopify.calls import Call

STEPS = {
    "returns/request": "requested",
    "returns/approve": "approved",
    "returns/decline": "rejected",
}


def heard(call: Call) -> Heard:
    """refunds/create. Ignored: no_event when no money went back, test_body."""
    fields = call.fields
    number, order = fields.needed("id"), fields.needed("order_id")
    payments = listed(fields, "transactions")
    if payments and all(one.plain.get("test") is True for one in payments):
        return Heard(ignored="test_body")
    told = _refund(fields, number, order, call.said_at("processed_at", "created_at"), call.moment.received_at)
    return Heard(subjects=[("return", told)]) if told else Heard(ignored="no_event")


def heard_return(call: Call) -> Heard:
    """returns/request, approve and decline: a return names its order, and no time."""
    fields, at = call.fields, call.said_at()
    number, order = fields.needed("id"), fields.inner("order").needed("id")
    values = {"number": name} if (name := cut(fields, "name", longest=120).lstrip("#")) else {}
    told = Told(
        number, at or call.moment.received_at, at is not None, STEPS[call.topic], order, values=values
    )
    return Heard(subjects=[("return", told)])


def refunds(order: Fields, number: str, at: datetime) -> list[Told]:
    """Those that an order lists."""
    named = [(one, cut(one, "id", longest=120)) for one in listed(order, "refunds")]
    found = (
        _refund(one, own, number, one.past("processed_at", "created_at"), at) for one, own in named if own
    )
    return [told for told in found if told]


def _refund(fields: Fields, number: str, order: str, at: datetime | None, heard_at: datetime) -> Told | None:
    """An order that is cancelled before it is paid is refunded too, without any money."""
    went = [one for one in listed(fields, "transactions") if cut(one, "kind").lower() == "refund"]
    states = {cut(one, "status").lower() for one in went}
    if not states & {"success", "pending"}:
        return None
    status = "refunded" if "success" in states else "approved"
    return Told(number, at or heard_at, at is not None, status, order)
