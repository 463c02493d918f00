"""What Shopee pushes: which object changed, to which status, when. Never who bought it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sapa.commerce.schemas import Basket, Heard, Item, Told
from sapa.commerce.sources.generic.fields import Fields, Moment
from sapa.commerce.sources.generic.pushes import happened, inner_object, partial_order, read_object
from sapa.commerce.sources.generic.shops import is_cod
from sapa.commerce.sources.shopee.statuses import IGNORED, ORDERS, PARCELS, RETURNS
from sapa.domain.csvorders.cells import plain_word
from sapa.events.schemas import Unreadable

MOST_OBJECTS = 1000
LONGEST_ID, LONGEST_GOODS, LONG_COUNT = 120, 300, 7


def parse(body: bytes, _headers: Mapping[str, str], moment: Moment) -> Heard:
    """An order's status, a parcel or a return. Ignored: the codes of docs/guides/marketplaces.md.

    Raises Unreadable: invalid_json, missing_id, bad_date, future_date, cell_too_long, too_many_objects.
    """
    push = read_object(body, moment)
    code = push.text("code")
    reader = READERS.get(code)
    if reader is None:
        return Heard(ignored=IGNORED.get(code, "unknown_type" if code else "no_event"))
    data = inner_object(push, "data")
    return reader(data, happened(data, "update_time") or happened(push, "timestamp"))


def _order(data: Fields, at: datetime | None) -> Heard:
    number, status = _number(data), ORDERS.get(plain_word(data.text("status", "order_status")), "")
    if not status:
        return Heard(ignored="unknown_status")
    items = list(_items(data))
    named = [f"{item.quantity} {item.name}" for item in items if item.name]
    goods = {"goods": ", ".join(named)[:LONGEST_GOODS]} if named else {}
    count: dict[str, Any] = {"quantity": sum(item.quantity for item in items)} if items else {}
    cash = {"payment_type": "cod"} if data.flag("cod") or is_cod(data.text("payment_method")) else {}
    told = partial_order(number, status, at, data.moment, **goods, **count, **cash)
    baskets = [Basket(number, items, told.facts.placed_at)] if items else []
    return Heard(orders=[told], baskets=baskets)


def heard_order(detail: Fields) -> Heard:
    """An order as Shopee's interface shows it. Ignored: unknown_status. Raises Unreadable as `parse` does."""
    return _order(detail, happened(detail, "update_time"))


def _tracking(data: Fields, at: datetime | None) -> Heard:
    """The parcel's number without its status."""
    return _parcel(data, "", at) if _tracking_number(data) else Heard(ignored="no_tracking_number")


def _fulfilment(data: Fields, at: datetime | None) -> Heard:
    status = PARCELS.get(_stage(data.text("fulfillment_status", "status")), "")
    if status in ("waiting", ""):
        return Heard(ignored="parcel_waiting" if status else "unknown_status")
    return _parcel(data, status, at)


def _parcel(data: Fields, status: str, at: datetime | None) -> Heard:
    order, tracking = _number(data), _tracking_number(data)
    values = {"tracking_number": tracking} if tracking else {}
    told = _told(data, _told_text(data, "package_number") or order, status, order, at, values)
    return Heard(subjects=[("shipment", told)])


def _return(data: Fields, at: datetime | None) -> Heard:
    """One push lists several changes, each with its own time."""
    order, number = _number(data), data.needed("return_sn")
    heard = [(_return_status(one), happened(one, "update_time") or at) for one in _changes(data)]
    told = [
        ("return", _told(data, number, status, order, since, {"number": number}))
        for status, since in heard
        if status not in NOT_TOLD
    ]
    return Heard(subjects=told) if told else Heard(ignored=NOT_TOLD[heard[0][0] if heard else "other"])


def _changes(data: Fields) -> list[Fields]:
    listed = data.plain.get("updated_values")
    plain = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    _limit(plain)
    alone = {"update_field": "return_status", "new_value": data.plain.get("return_status")}
    return [Fields(one, data.moment) for one in plain or ([alone] if alone["new_value"] else [])]


def _return_status(change: Fields) -> str:
    """`received` once the courier has brought the goods back to the shop."""
    name, value = plain_word(change.text("update_field")), change.text("new_value")
    if name == "logistics status" and _stage(value) == "delivery done":
        return "received"
    return RETURNS.get(plain_word(value), "") if name in ("return status", "status") else "other"


def _told(
    data: Fields, number: str, status: str, order: str, at: datetime | None, values: Mapping[str, str]
) -> Told:
    return Told(number, at or data.moment.received_at, at is not None, status, order, values=values)


def _number(data: Fields) -> str:
    number = _told_text(data, "ordersn", "order_sn")
    if not number:
        raise Unreadable("missing_id")
    return number


def _tracking_number(data: Fields) -> str:
    return _told_text(data, "tracking_no", "tracking_number", longest=80)


def _told_text(data: Fields, *names: str, longest: int = LONGEST_ID) -> str:
    """Shopee writes `-` where it has no number yet."""
    texts = (data.text(name, longest=longest) for name in names)
    return next((text for text in texts if text not in ("", "-")), "")


def _items(data: Fields) -> Iterator[Item]:
    listed = data.plain.get("items") or data.plain.get("item_list")
    plain = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    _limit(plain)
    for fields in (Fields(one, data.moment) for one in plain):
        name = fields.text("item_name", "name")
        sku = fields.text("model_sku", "item_sku", "sku", "model_id", "item_id", longest=LONGEST_ID)
        count = fields.text("model_quantity_purchased", "model_quantity", "quantity", "amount")
        if sku or name:
            yield Item(sku or name[:LONGEST_ID], name, _pieces(count))


def _pieces(text: str) -> int:
    return max(1, int(text)) if text.isdecimal() and len(text) < LONG_COUNT else 1


def _limit(listed: list[Any]) -> None:
    if len(listed) > MOST_OBJECTS:
        raise Unreadable("too_many_objects")


def _stage(text: str) -> str:
    return plain_word(text).removeprefix("logistics ")


NOT_TOLD = {
    "": "unknown_status",
    "closed": "return_closed",
    "disputed": "return_disputed",
    "other": "return_unchanged",
}
READERS: Mapping[str, Callable[[Fields, datetime | None], Heard]] = {
    "3": _order,
    "4": _tracking,
    "29": _return,
    "30": _fulfilment,
}
