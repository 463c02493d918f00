"""What the API takes and tells of orders, payments and parcels."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from sapa.commerce.models import Order, OrderLine, Payment, Shipment
from sapa.commerce.selectors.payments import paid_amounts
from sapa.contacts.api.shapes import Country, Email, Place, Postcode
from sapa.web.shapes import Flag, Given, Line, Link, Moment, Money, Name, Number, Paid, Pieces, Word

OptionalNumber = Annotated[str, StringConstraints(max_length=120, pattern=r"^[!-~]*$")]
OrderStatus = Literal[
    "",
    "placed",
    "awaiting_payment",
    "paid",
    "processing",
    "shipped",
    "delivered",
    "completed",
    "cancelled",
    "refunded",
    "expired",
    "failed",
    "on_hold",
]
ShipmentStatus = Literal[
    "",
    "confirmed",
    "picking_up",
    "picked_up",
    "in_transit",
    "out_for_delivery",
    "on_hold",
    "failed_attempt",
    "delivered",
    "returning",
    "returned",
    "cancelled",
    "lost",
]
PaymentStatus = Literal["pending", "challenged", "failed", "expired", "cancelled", "paid", "refunded"]


class CustomerGiven(Given):
    """Recognised by the phone, else by e-mail or `id`, your own number."""

    id: OptionalNumber = ""
    phone: Line = ""
    name: Line = ""
    company: Line = ""
    email: Email = ""
    segment: Literal["", "b2c", "b2b"] = ""
    country: Country = ""
    province: Place = ""
    city: Place = ""
    postcode: Postcode = ""
    promo_consent: Flag | None = None


class ItemGiven(Given):
    sku: Name = ""
    name: Line = Field(min_length=1)
    quantity: Pieces = 1


class LinksGiven(Given):
    order: Link = ""
    pay: Link = ""
    track: Link = ""


class PaymentGiven(Given):
    """One attempt to pay, under the gateway's number."""

    id: Number
    status: PaymentStatus
    status_at: Moment | None = None
    amount: Money | None = None
    method: Word = ""
    channel: Word = ""
    reference: Place = ""
    expires_at: Moment | None = None


class ShipmentSaid(Given):
    """One parcel, under your number of it."""

    id: Number
    status: ShipmentStatus = ""
    status_at: Moment | None = None
    courier: Place = ""
    tracking_number: Annotated[str, StringConstraints(max_length=80, pattern=r"^[!-~]*$")] = ""
    eta: Moment | None = None
    reason: Line = ""
    address_short: Name = ""
    link: Link = ""


class OrderGiven(Given):
    """One order under your number `id`. Of a known one, `id` and what is new are enough.

    `updated_at`: since when it is so; a statement older than what is known only fills blanks.
    """

    id: Number
    placed_at: Moment | None = None
    status: OrderStatus = ""
    paid_at: Moment | None = None
    shipped_at: Moment | None = None
    delivered_at: Moment | None = None
    cancelled_at: Moment | None = None
    eta: Moment | None = None
    payment_deadline: Moment | None = None
    payment_type: Word = ""
    goods: Line = ""
    quantity: Pieces | None = None
    total: Money | None = None
    shipping: Money | None = None
    links: LinksGiven | None = None
    items: list[ItemGiven] = Field([], max_length=200)
    customer: CustomerGiven | None = None
    payments: list[PaymentGiven] = Field([], max_length=50)
    shipments: list[ShipmentSaid] = Field([], max_length=50)
    updated_at: Moment | None = None


class OrderTold(Schema):
    """An order as lists have it. `source` and `external_id`: under which number which shop tells of it."""

    id: UUID
    contact_id: UUID
    source: str
    external_id: str
    number: str
    status: str
    placed_at: datetime
    paid_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    cancelled_at: datetime | None
    eta: datetime | None
    payment_deadline: datetime | None
    payment_type: str
    goods: str
    quantity: int
    total: Paid
    shipping: Paid
    links: dict[str, str]
    updated_at: datetime


class ItemTold(Schema):
    product_id: UUID
    sku: str
    name: str
    quantity: int


class PaymentTold(Schema):
    external_id: str
    source: str
    status: str
    status_at: datetime
    amount: Paid
    refunded: Paid
    method: str
    channel: str
    reference: str
    expires_at: datetime | None
    paid_at: datetime | None


class ShipmentTold(Schema):
    id: UUID
    contact_id: UUID
    order_id: UUID | None
    source: str
    external_id: str
    status: str
    status_at: datetime
    courier: str
    tracking_number: str
    shipped_at: datetime | None
    delivered_at: datetime | None
    eta: datetime | None
    reason: str
    address_short: str
    link: str


class OrderWhole(OrderTold):
    """`paid`: what was paid less what went back; less than `total` is partly paid, more is too much."""

    paid: Paid
    items: list[ItemTold]
    payments: list[PaymentTold]
    shipments: list[ShipmentTold]


SUBJECT = ("contact", "contact__root", "order")


def same(row: Any, shape: type[Schema]) -> dict[str, Any]:
    """The fields of the shape that the row has under the same name and form."""
    apart = {"id", "contact_id", "order_id", "total", "shipping", "amount"}
    return {
        name: getattr(row, name) for name in shape.model_fields if name not in apart and hasattr(row, name)
    }


def contact_id_of(contact: Any) -> UUID:
    """Of the root: merged records are told as one."""
    found: UUID = (contact.root or contact).public_id
    return found


def paid(amount: int, currency: str) -> dict[str, Any]:
    return {"amount": amount, "currency": currency}


def order_told(row: Order) -> dict[str, Any]:
    return {
        **same(row, OrderTold),
        "id": row.public_id,
        "contact_id": contact_id_of(row.contact),
        "total": paid(row.amount, row.currency),
        "shipping": paid(row.shipping_amount, row.currency),
    }


def order_whole(row: Order) -> dict[str, Any]:
    lines = OrderLine.objects.filter(order=row).select_related("product").order_by("pk")
    payments = Payment.objects.filter(order=row).order_by("-status_at", "-pk")
    parcels = Shipment.objects.filter(order=row).select_related(*SUBJECT).order_by("pk")
    return {
        **order_told(row),
        "paid": paid(paid_amounts([row.pk]).get(row.pk, 0), row.currency),
        "items": [
            {
                "product_id": one.product.public_id,
                "sku": one.product.external_id,
                "name": one.product.name,
                "quantity": one.quantity,
            }
            for one in lines
        ],
        "payments": [payment_told(one) for one in payments],
        "shipments": [subject_told(one, ShipmentTold) for one in parcels],
    }


def payment_told(row: Payment) -> dict[str, Any]:
    return {
        **same(row, PaymentTold),
        "amount": paid(row.amount, row.currency),
        "refunded": paid(row.refunded_amount, row.currency),
    }


def subject_told(row: Any, shape: type[Schema]) -> dict[str, Any]:
    """A parcel, subscription, invoice or return."""
    money = {"amount": paid(row.amount, row.currency)} if hasattr(row, "amount") else {}
    return {
        **same(row, shape),
        **money,
        "id": row.public_id,
        "contact_id": contact_id_of(row.contact),
        "order_id": row.order.public_id if row.order else None,
    }
