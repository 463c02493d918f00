"""What Biteship says of a parcel, in its flat and its nested shape.

The driver's name, phone, photo and plate stay in the raw delivery and go when that is emptied; `courier.name`
is the driver too, and notes may name him, so none of them is read.
"""

import re
from collections.abc import Mapping

from sapa.commerce.schemas import Heard, Told
from sapa.commerce.sources.generic.fields import Fields, Moment
from sapa.commerce.sources.generic.pushes import happened, read_object

STATUSES = {
    **dict.fromkeys(("placed", "confirmed", "scheduled", "allocated"), "confirmed"),
    "pickingup": "picking_up",
    **dict.fromkeys(("picked", "pickedup"), "picked_up"),
    "intransit": "in_transit",
    **dict.fromkeys(("droppingoff", "outfordelivery"), "out_for_delivery"),
    "delivered": "delivered",
    "onhold": "on_hold",
    "returnintransit": "returning",
    "returned": "returned",
    **dict.fromkeys(("rejected", "couriernotfound", "cancelled", "canceled"), "cancelled"),
    "disposed": "lost",
}
COURIERS = {
    "anteraja": "AnterAja",
    "borzo": "Borzo",
    "deliveree": "Deliveree",
    "gojek": "Gojek",
    "grab": "Grab",
    "idexpress": "ID Express",
    "jne": "JNE",
    "jnt": "J&T",
    "lalamove": "Lalamove",
    "lion": "Lion Parcel",
    "ninja": "Ninja Xpress",
    "paxel": "Paxel",
    "pos": "Pos Indonesia",
    "rpx": "RPX",
    "sap": "SAP Express",
    "sicepat": "SiCepat",
    "tiki": "TIKI",
    "wahana": "Wahana",
}
LONGEST_NAME = 80


def parse(body: bytes, _headers: Mapping[str, str], moment: Moment) -> Heard:
    """One shipment. Ignored: no_event, price_changed, unknown_type, unknown_status.

    Raises Unreadable: invalid_json, missing_id, bad_date, future_date, cell_too_long.
    """
    fields = read_object(body, moment)
    status = fields.text("status")
    event = fields.text("event") or ("order.status" if status else "")
    if event == "order.status":
        return heard_order(fields)
    if event == "order.waybill_id":
        return _heard(fields, _status(status))
    if event == "order.price":
        return Heard(ignored="price_changed")
    return Heard(ignored="unknown_type" if event else "no_event")


def heard_order(fields: Fields) -> Heard:
    """An order as its interface shows it. Ignored: unknown_status. Raises Unreadable as `parse` does."""
    known = _status(fields.text("status"))
    return _heard(fields, known) if known else Heard(ignored="unknown_status")


def _status(written: str) -> str:
    """`picking_up`, `pickingUp` and `Picking Up` are one word."""
    return STATUSES.get(re.sub("[^a-z]", "", written.casefold()), "")


def _heard(fields: Fields, status: str) -> Heard:
    """Biteship's own order number is the parcel's; the shop's is there only if it was sent along."""
    number, at = fields.needed("order_id", "id"), happened(fields, "updated_at")
    order = fields.text("reference_id", "external_id", longest=120) or number
    values = {name: value for name, value in _values(fields).items() if value}
    told = Told(number, at or fields.moment.received_at, at is not None, status, order, values=values)
    return Heard(subjects=[("shipment", told)])


def _values(fields: Fields) -> dict[str, str]:
    nested = fields.inner("courier")
    company = fields.text("courier_company", "courier", longest=LONGEST_NAME)
    company = company or nested.text("company", longest=LONGEST_NAME)
    waybill = fields.text("courier_waybill_id", "waybill_id", longest=LONGEST_NAME)
    return {
        "courier": COURIERS.get(company.casefold(), company),
        "tracking_number": waybill or nested.text("waybill_id", longest=LONGEST_NAME),
        "link": fields.link("courier_link", "link") or nested.link("link"),
    }
