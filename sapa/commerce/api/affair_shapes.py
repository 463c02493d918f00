"""What the API takes and tells of parcels, subscriptions, invoices and returns."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema

from sapa.commerce.api.shapes import CustomerGiven, OptionalNumber, ShipmentStatus
from sapa.web.shapes import Flag, Given, Line, Link, Moment, Money, Name, Number, Paid, Pieces


class SubjectGiven(Given):
    """Under your number `id`. Whose it is: of your `order`, or of the customer.

    `status_at`: since when the status is so; `updated_at`: since when all of it is so. A statement older than
    what is known only fills blanks.
    """

    id: Number
    order: OptionalNumber = ""
    customer: CustomerGiven | None = None
    status_at: Moment | None = None
    updated_at: Moment | None = None


class ShipmentGiven(SubjectGiven):
    status: ShipmentStatus = ""
    courier: Name = ""
    tracking_number: OptionalNumber = ""
    eta: Moment | None = None
    reason: Line = ""
    address_short: Name = ""
    link: Link = ""


class SubscriptionGiven(SubjectGiven):
    plan: Name = ""
    status: Literal["", "active", "grace", "cancelled", "ended"] = ""
    period_start: Moment | None = None
    period_end: Moment | None = None
    grace_end: Moment | None = None
    auto_renew: Flag | None = None
    link: Link = ""


class InvoiceGiven(SubjectGiven):
    number: Name = ""
    amount: Money | None = None
    status: Literal["", "open", "paid", "disputed", "cancelled"] = ""
    issued_at: Moment | None = None
    due_at: Moment | None = None
    promised_at: Moment | None = None
    link: Link = ""


class ReturnGiven(SubjectGiven):
    """`step`: what comes next, in your words."""

    number: Name = ""
    status: Literal["requested", "approved", "rejected", "received", "refunded", "replaced"]
    step: Line = ""
    expected_at: Moment | None = None


class GoodsGiven(Given):
    """`product_id` of the order's item; null where the order names its goods only in words."""

    product_id: UUID | None = None
    quantity: Pieces = 1


class ReturnAsked(Given):
    """What comes back of an order, and why, as the customer says. `expected_at`: when it will be done."""

    items: list[GoodsGiven] = Field(min_length=1, max_length=50)
    reason: Line = Field(min_length=1)
    expected_at: Moment | None = None


class StepGiven(Given):
    """`words`: to a refusal why, else what comes next, both for the customer.

    `amount`, of `refunded`: what you gave back yourselves, in the smallest unit; by default all that is left of an
    order of which everything came back, else nothing. 0: the gateway tells of it.
    """

    status: Literal["approved", "rejected", "received", "refunded", "replaced"]
    words: Line = ""
    expected_at: Moment | None = None
    amount: Annotated[int, Field(ge=0, le=10**15)] | None = None


class GoodsTold(Schema):
    name: str
    quantity: int


class SubjectTold(Schema):
    id: UUID
    contact_id: UUID
    order_id: UUID | None
    source: str
    external_id: str
    status: str
    status_at: datetime


class SubscriptionTold(SubjectTold):
    plan: str
    started_at: datetime | None
    period_start: datetime | None
    period_end: datetime | None
    grace_end: datetime | None
    auto_renew: bool
    link: str


class InvoiceTold(SubjectTold):
    number: str
    amount: Paid
    issued_at: datetime | None
    due_at: datetime | None
    paid_at: datetime | None
    promised_at: datetime | None
    link: str


class ReturnTold(SubjectTold):
    number: str
    goods: list[GoodsTold]
    reason: str
    answer: str
    step: str
    expected_at: datetime | None
