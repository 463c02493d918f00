"""Which topic says what."""

from collections.abc import Callable, Mapping

from sapa.commerce.schemas import Heard, Moment
from sapa.commerce.sources.shopify import checkouts, customers, orders, parcels, products, refunds
from sapa.commerce.sources.shopify.calls import TEST, Call, call_of

ORDER_TOPICS = (
    *("orders/create", "orders/updated", "orders/paid", "orders/cancelled"),
    *("orders/fulfilled", "orders/partially_fulfilled"),
)
READERS: Mapping[str, Callable[[Call], Heard]] = {
    **dict.fromkeys(ORDER_TOPICS, orders.heard),
    "orders/delete": orders.heard_deleted,
    **dict.fromkeys(("fulfillments/create", "fulfillments/update"), parcels.heard),
    "fulfillment_events/create": parcels.heard_event,
    "refunds/create": refunds.heard,
    **dict.fromkeys(refunds.STEPS, refunds.heard_return),
    **dict.fromkeys(("checkouts/create", "checkouts/update"), checkouts.heard),
    **dict.fromkeys(("customers/create", "customers/update", "customers/enable"), customers.heard),
    **dict.fromkeys(
        (
            *("customers_marketing_consent/update", "customers/marketing_consent_update"),
            *("customers_email_marketing_consent/update", "customers/email_marketing_consent_update"),
        ),
        customers.heard_consent,
    ),
    **dict.fromkeys(("products/create", "products/update"), products.heard),
}
IGNORED = {
    "orders/edited": "no_event",  # orders/updated tells the order as it is now
    "fulfillment_events/delete": "no_event",
    "checkouts/delete": "checkout_removed",
    "customers/delete": "customer_removed",
    "products/delete": "product_removed",
    **dict.fromkeys(("draft_orders/create", "draft_orders/update", "draft_orders/delete"), "draft_order"),
    "app/uninstalled": "app_removed",
    "customers/data_request": "data_request",
    "customers/redact": "erase_customer",
    "shop/redact": "erase_shop",
}


def parse(body: bytes, headers: Mapping[str, str], moment: Moment) -> Heard:
    """What one delivery says. Ignored: those of `IGNORED`, unknown_topic, test_body, no_event, no_customer.

    Raises Unreadable: invalid_json, missing_id, missing_date, bad_date, future_date, bad_amount,
    unknown_currency, cell_too_long, too_many_objects.
    """
    call = call_of(body, headers, moment)
    if call.topic in IGNORED:
        return Heard(ignored=IGNORED[call.topic])
    if call.topic not in READERS:
        return Heard(ignored="unknown_topic")
    if headers.get(TEST, "").strip().lower() == "true":
        return Heard(ignored="test_body")
    return READERS[call.topic](call)
