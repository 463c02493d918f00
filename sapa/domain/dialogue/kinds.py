"""Which intents ask, which report trouble, which change something; what is about orders of one's own."""

import re
from collections.abc import Mapping

QUESTIONS = frozenset(
    re.findall(
        r"\w+",
        """
    order_status tracking_number invoice_request payment_confirmation how_to_pay product_info usage_guide stock_price
    place_order promo_question store_info warranty
    """,
    )
)
PROBLEMS = frozenset(("delivery_late", "defective_wrong_item", "return_refund", "warranty", "complaint"))
CHANGES = frozenset(("cancel_order", "change_order", "change_address", "subscription_renewal"))
COURTESIES = frozenset(("greeting", "thanks_closing"))
# What cannot be said to somebody who may be anybody.
OWN = frozenset(
    re.findall(
        r"\w+",
        """
    order_status tracking_number delivery_late invoice_request payment_confirmation return_refund
    defective_wrong_item cancel_order change_order change_address subscription_renewal complaint
    """,
    )
)
# While the flow on the left is open, these are more words about the same.
AKIN: Mapping[str, frozenset[str]] = {
    "defective_wrong_item": frozenset(
        (
            "return_refund",
            "warranty",
            "complaint",
            "delivery_late",
            "change_order",
            "usage_guide",
            "product_info",
        )
    ),
    "return_refund": frozenset(("complaint", "change_order", "cancel_order", "product_info", "warranty")),
    "warranty": frozenset(
        ("defective_wrong_item", "return_refund", "complaint", "product_info", "usage_guide", "change_order")
    ),
    "complaint": frozenset(("delivery_late", "defective_wrong_item", "return_refund", "order_status")),
    "delivery_late": frozenset(("order_status", "tracking_number", "complaint", "return_refund")),
    "payment_confirmation": frozenset(("how_to_pay", "invoice_request", "complaint", "return_refund")),
    "cancel_order": frozenset(("return_refund", "change_order", "complaint")),
    "change_address": frozenset(("change_order", "store_info", "complaint")),
    "change_order": frozenset(("change_address", "place_order", "product_info", "stock_price", "complaint")),
    "subscription_renewal": frozenset(
        ("cancel_order", "opt_out", "change_order", "how_to_pay", "place_order")
    ),
    "order_status": frozenset(("tracking_number",)),
    "tracking_number": frozenset(("order_status",)),
    "place_order": frozenset(("stock_price", "product_info", "change_order")),
    "stock_price": frozenset(("product_info",)),
    "product_info": frozenset(("stock_price",)),
}
# A report is kept even when its writer falls silent: these flows end in a ticket.
REPORTS = frozenset(("defective_wrong_item", "return_refund", "warranty", "delivery_late", "complaint"))
