"""What TikTok Shop pushes: which object changed, to which status, when. Never who bought it."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sapa.commerce.schemas import Heard, Told
from sapa.commerce.sources.generic.fields import Fields, Moment
from sapa.commerce.sources.generic.pushes import happened, inner_object, partial_order, read_object
from sapa.commerce.sources.tiktokshop.statuses import (
    CANCELLATIONS,
    IGNORED,
    ORDERS,
    RETURNS,
    REVERSED_CANCELLATIONS,
)
from sapa.domain.csvorders.cells import plain_word

CANCELLATION_TYPES = frozenset({"1", "4", "cancel", "request cancel"})  # of a reverse order


def parse(body: bytes, _headers: Mapping[str, str], moment: Moment) -> Heard:
    """An order's status or a return. Ignored: the codes of docs/guides/marketplaces.md.

    Raises Unreadable: invalid_json, missing_id, bad_date, future_date, cell_too_long.
    """
    push = read_object(body, moment)
    kind = push.text("type")
    reader = READERS.get(kind)
    if reader is None:
        return Heard(ignored=IGNORED.get(kind, "unknown_type" if kind else "no_event"))
    data = inner_object(push, "data")
    return reader(data, happened(data, "update_time") or happened(push, "timestamp"))


def _order(data: Fields, at: datetime | None) -> Heard:
    """`is_on_hold_order` says that the order was or will be held, not that it is."""
    return _of_order(data, ORDERS.get(_word(data, "order_status"), ""), at)


def _cancellation(data: Fields, at: datetime | None) -> Heard:
    """The push's own time: `create_time` is when the buyer asked, however long ago."""
    return _cancelled(data, CANCELLATIONS.get(_word(data, "cancel_status"), ""), at)


def _return(data: Fields, at: datetime | None) -> Heard:
    return _of_return(data, data.needed("return_id"), _word(data, "return_status"), at)


def _reverse(data: Fields, at: datetime | None) -> Heard:
    """The older push for cancellations and returns alike."""
    kind, event = _word(data, "reverse_type"), _word(data, "reverse_event_type")
    status = _word(data, "reverse_order_status")
    if kind in CANCELLATION_TYPES or event == "order request cancel":
        return _cancelled(data, REVERSED_CANCELLATIONS.get(status, ""), at)
    return _of_return(data, data.needed("reverse_order_id"), status, at)


def _cancelled(data: Fields, status: str, at: datetime | None) -> Heard:
    if status in ("asked", "withdrawn"):
        return Heard(ignored=f"cancellation_{status}")
    return _of_order(data, status, at)


def _of_order(data: Fields, status: str, at: datetime | None) -> Heard:
    number = data.needed("order_id")
    if not status:
        return Heard(ignored="unknown_status")
    return Heard(orders=[partial_order(number, status, at, data.moment)])


def _of_return(data: Fields, number: str, written: str, at: datetime | None) -> Heard:
    order, status = data.needed("order_id"), RETURNS.get(written, "")
    if status in ("closed", ""):
        return Heard(ignored="return_closed" if status else "unknown_status")
    heard_at = at or data.moment.received_at
    told = Told(number, heard_at, at is not None, status, order, values={"number": number})
    return Heard(subjects=[("return", told)])


def _word(data: Fields, name: str) -> str:
    return plain_word(data.text(name))


READERS: Mapping[str, Callable[[Fields, datetime | None], Heard]] = {
    "1": _order,
    "2": _reverse,
    "11": _cancellation,
    "12": _return,
}
