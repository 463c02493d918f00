"""Which topic says what."""

from collections.abc import Callable, Mapping

from sapa.commerce.schemas import Heard, Moment
from sapa.commerce.sources.woocommerce import orders, people, products
from sapa.commerce.sources.woocommerce.calls import Call, call_of
from sapa.commerce.sources.woocommerce.signature import PING

READERS: Mapping[str, Callable[[Call], Heard]] = {
    **dict.fromkeys(("order.created", "order.updated", "order.restored"), orders.heard),
    "order.deleted": orders.heard_deleted,
    **dict.fromkeys(("customer.created", "customer.updated"), people.heard),
    **dict.fromkeys(("product.created", "product.updated", "product.restored"), products.heard),
}
IGNORED = {"customer.deleted": "customer_removed", "product.deleted": "product_removed"}
OF_NO_USE = ("coupon.", "action.")


def parse(body: bytes, headers: Mapping[str, str], moment: Moment) -> Heard:
    """What one delivery says. Ignored: those of `IGNORED`, probe, no_event, draft_order, unknown_topic.

    Raises Unreadable: invalid_json, missing_id, missing_date, bad_date, future_date, bad_amount,
    unknown_currency, cell_too_long, too_many_objects.
    """
    if PING.fullmatch(body):
        return Heard(ignored="probe")
    call = call_of(body, headers, moment)
    if call.topic.startswith(OF_NO_USE):
        return Heard(ignored="no_event")
    if call.topic in IGNORED:
        return Heard(ignored=IGNORED[call.topic])
    reader = READERS.get(call.topic)
    return reader(call) if reader else Heard(ignored="unknown_topic")
