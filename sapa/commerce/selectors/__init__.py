"""Reads of the room: orders and their subjects as facts, what comes due, lists and their pages, imports."""

from sapa.commerce.selectors.affairs import OVER, Affairs, affairs_of
from sapa.commerce.selectors.customers import OrderCard, Worth, cards_of, orders_of_customer, worth_of
from sapa.commerce.selectors.imports import (
    next_row_ahead,
    notes_by_code,
    recent_runs,
    refused_by_reason,
    refused_rows,
    rows_ahead,
    rows_with_notes,
    run_by_public_id,
)
from sapa.commerce.selectors.orders import (
    columns_of,
    events_of,
    facts_of,
    order_by_public_id,
    orders,
    page_of,
)
from sapa.commerce.selectors.scans import (
    Buyer,
    Refill,
    invoices_due,
    refills_due,
    returning_buyers,
    subscribers,
    subscriptions_ending,
)
from sapa.commerce.selectors.searching import orders_called, parcels_called
from sapa.commerce.selectors.senders import (
    Seen,
    deliveries_of,
    endpoint_by_public_id,
    endpoints,
    refusals_of,
    seen_of,
    sender_called,
    sender_of,
)
from sapa.commerce.selectors.subjects import (
    owned_products,
    products_of_orders,
    subjects,
    subjects_of_orders,
)

__all__ = [
    "OVER",
    "Affairs",
    "Buyer",
    "OrderCard",
    "Refill",
    "Seen",
    "Worth",
    "affairs_of",
    "cards_of",
    "columns_of",
    "deliveries_of",
    "endpoint_by_public_id",
    "endpoints",
    "events_of",
    "facts_of",
    "invoices_due",
    "next_row_ahead",
    "notes_by_code",
    "order_by_public_id",
    "orders",
    "orders_called",
    "orders_of_customer",
    "owned_products",
    "page_of",
    "parcels_called",
    "products_of_orders",
    "recent_runs",
    "refills_due",
    "refusals_of",
    "refused_by_reason",
    "refused_rows",
    "returning_buyers",
    "rows_ahead",
    "rows_with_notes",
    "run_by_public_id",
    "seen_of",
    "sender_called",
    "sender_of",
    "subjects",
    "subjects_of_orders",
    "subscribers",
    "subscriptions_ending",
    "worth_of",
]
