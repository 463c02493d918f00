"""Writes of the room: orders and what belongs to them, whatever shop, file or person they come from."""

from sapa.commerce.services.arriving import Ready, apply_many_orders, make_ready
from sapa.commerce.services.cases import apply_tickets
from sapa.commerce.services.checkouts import apply_checkouts, find_abandoned
from sapa.commerce.services.features import apply_features
from sapa.commerce.services.happenings import happenings, of_order
from sapa.commerce.services.hearing import apply_batches, apply_heard, by_endpoint, hearing, moment_of
from sapa.commerce.services.holding import Batch
from sapa.commerce.services.invoices import apply_invoices
from sapa.commerce.services.opinions import apply_reviews, apply_surveys
from sapa.commerce.services.orders import Applied, apply_orders, apply_told_orders
from sapa.commerce.services.payments import apply_payments, link_waiting
from sapa.commerce.services.people import (
    Chat,
    apply_customers,
    apply_interactions,
    note_first_chats,
    note_interaction,
    record_consent,
)
from sapa.commerce.services.products import apply_baskets, apply_products
from sapa.commerce.services.returns import apply_returns, move_return, request_return, returnable
from sapa.commerce.services.shipments import apply_shipments
from sapa.commerce.services.subscriptions import apply_subscriptions, subscription_keys
from sapa.commerce.services.wishes import (
    cancel_by_customer,
    change_subscription,
    is_kept_elsewhere,
    keep_change_request,
)

__all__ = [
    "Applied",
    "Batch",
    "Chat",
    "Ready",
    "apply_baskets",
    "apply_batches",
    "apply_checkouts",
    "apply_customers",
    "apply_features",
    "apply_heard",
    "apply_interactions",
    "apply_invoices",
    "apply_many_orders",
    "apply_orders",
    "apply_payments",
    "apply_products",
    "apply_returns",
    "apply_reviews",
    "apply_shipments",
    "apply_subscriptions",
    "apply_surveys",
    "apply_tickets",
    "apply_told_orders",
    "by_endpoint",
    "cancel_by_customer",
    "change_subscription",
    "find_abandoned",
    "happenings",
    "hearing",
    "is_kept_elsewhere",
    "keep_change_request",
    "link_waiting",
    "make_ready",
    "moment_of",
    "move_return",
    "note_first_chats",
    "note_interaction",
    "of_order",
    "record_consent",
    "request_return",
    "returnable",
    "subscription_keys",
]
