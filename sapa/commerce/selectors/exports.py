"""What may be taken out of this room: orders and what is in them, payments, parcels, goods, contracts, returns."""

from collections.abc import Iterator

from sapa.base.exports import Column, Export
from sapa.base.permissions import Capability
from sapa.contacts.selectors.exports import CUSTOMER

WHO = (Column("customer", "c.public_id"), Column("name", "c.name"), Column("phone", "c.phone", "phone"))
OF_ORDER = "LEFT JOIN commerce_order o ON o.workspace_id = x.workspace_id AND o.id = x.order_id"
ORDER = Column("order_id", "COALESCE(o.external_id, x.order_number)")
NEED = Capability.ORDERS_VIEW
GOODS = """
(SELECT string_agg((g ->> 'quantity') || ' × ' || (g ->> 'name'), ', ') FROM jsonb_array_elements(x.goods) g)
"""


def _plain(*names: str) -> Iterator[Column]:
    return (Column(name, f"x.{name}") for name in names)


def _times(*names: str) -> Iterator[Column]:
    return (Column(name, f"x.{name}", "time") for name in names)


ORDERS = Export(
    "orders",
    NEED,
    "commerce_order",
    (
        Column("order_id", "x.external_id"),
        *_plain("number", "source"),
        *WHO,
        Column("company", "c.company"),
        Column("email", "c.email", "email"),
        *(Column(name, f"c.{name}") for name in ("country", "province", "city", "postcode", "region")),
        Column("segment", "COALESCE(NULLIF(x.segment, ''), c.segment)"),
        *_plain("status"),
        *_times(
            "placed_at", "paid_at", "shipped_at", "delivered_at", "cancelled_at", "eta", "payment_deadline"
        ),
        *_plain("quantity", "goods"),
        Column("total_amount", "x.amount", "money"),
        Column("shipping_amount", "x.shipping_amount", "money"),
        *_plain("currency", "payment_type"),
        *(Column(f"{name}_link", f"x.links ->> '{name}'") for name in ("order", "pay", "track")),
        *_times("recorded_at"),
    ),
    joins=CUSTOMER,
)

ORDER_LINES = Export(
    "order_lines",
    NEED,
    "commerce_orderline",
    (
        Column("order_id", "o.external_id"),
        Column("number", "o.number"),
        Column("source", "o.source"),
        Column("placed_at", "o.placed_at", "time"),
        Column("sku", "p.external_id"),
        Column("product", "p.name"),
        *_plain("quantity"),
    ),
    joins=f"{OF_ORDER} LEFT JOIN commerce_product p ON p.workspace_id = x.workspace_id AND p.id = x.product_id",
)

PAYMENTS = Export(
    "payments",
    NEED,
    "commerce_payment",
    (
        Column("payment_id", "x.external_id"),
        ORDER,
        *_plain("source", "status"),
        *_times("status_at"),
        Column("amount", "x.amount", "money"),
        Column("refunded_amount", "x.refunded_amount", "money"),
        *_plain("currency", "method", "channel", "reference"),
        *_times("expires_at", "paid_at"),
        *WHO,
    ),
    joins=CUSTOMER + OF_ORDER,
)

SHIPMENTS = Export(
    "shipments",
    NEED,
    "commerce_shipment",
    (
        Column("shipment_id", "x.external_id"),
        ORDER,
        *_plain("source", "courier", "tracking_number", "status"),
        *_times("status_at", "shipped_at", "delivered_at", "eta"),
        *_plain("reason", "address_short", "link"),
        *WHO,
    ),
    joins=CUSTOMER + OF_ORDER,
)

PRODUCTS = Export(
    "products",
    NEED,
    "commerce_product",
    (
        Column("sku", "x.external_id"),
        *_plain("name"),
        Column("amount", "NULLIF(x.amount, 0)", "money"),
        *_plain("currency", "stock"),
        *_times("stock_said_at"),
        *_plain("lifetime_days", "warranty_days", "link", "guide_url"),
        Column("complement", "o.external_id"),
        *_plain("complement_reason", "needs_care", "is_digital", "source"),
    ),
    joins="LEFT JOIN commerce_product o ON o.workspace_id = x.workspace_id AND o.id = x.complement_id",
)

SUBSCRIPTIONS = Export(
    "subscriptions",
    NEED,
    "commerce_subscription",
    (
        Column("subscription_id", "x.external_id"),
        *_plain("source"),
        *WHO,
        Column("email", "c.email", "email"),
        *_plain("plan", "status"),
        *_times("status_at", "started_at", "period_start", "period_end", "grace_end"),
        *_plain("auto_renew", "link"),
    ),
    joins=CUSTOMER,
)

INVOICES = Export(
    "invoices",
    NEED,
    "commerce_invoice",
    (
        Column("invoice_id", "x.external_id"),
        *_plain("number"),
        ORDER,
        *_plain("source", "status"),
        Column("amount", "x.amount", "money"),
        *_plain("currency"),
        *_times("issued_at", "due_at", "paid_at", "promised_at"),
        *_plain("link"),
        *WHO,
    ),
    joins=CUSTOMER + OF_ORDER,
)

RETURNS = Export(
    "returns",
    NEED,
    "commerce_return",
    (
        Column("return_id", "x.external_id"),
        *_plain("number"),
        ORDER,
        *_plain("source", "status"),
        *_times("status_at"),
        *_plain("step", "reason", "answer"),
        Column("goods", GOODS),
        *_times("expected_at"),
        *WHO,
    ),
    joins=CUSTOMER + OF_ORDER,
)

CHECKOUTS = Export(
    "checkouts",
    NEED,
    "commerce_checkout",
    (
        Column("checkout_id", "x.external_id"),
        ORDER,
        *_plain("source", "status"),
        *_times("status_at"),
        Column("amount", "x.amount", "money"),
        *_plain("currency", "goods", "link"),
        *_times("completed_at"),
        *WHO,
    ),
    joins=CUSTOMER + OF_ORDER,
)

EXPORTS = (
    *(ORDERS, ORDER_LINES, CHECKOUTS, PAYMENTS, SHIPMENTS),
    *(PRODUCTS, SUBSCRIPTIONS, INVOICES, RETURNS),
)
