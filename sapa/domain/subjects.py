"""What a follow-up may speak of beside the order, as plain facts that every room may read.

All instants are aware; texts may be blank, a blank or None is not known. `id` is the row's own number, as
events carry it: `{"shipment": 7}`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sapa.domain.orders import Money

NO_MONEY = Money(0)


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """`lifetime_days`: whole days that one piece lasts; None for what does not run out.

    `in_stock` None: the shop never said. `quantity`: pieces in the order that was asked about, else 1.
    `is_digital`: arrives when it is paid.
    """

    id: int
    name: str
    guide_url: str = ""
    lifetime_days: int | None = None
    needs_care: bool = False
    in_stock: bool | None = None
    link: str = ""
    complement_name: str = ""
    complement_reason: str = ""
    complement_link: str = ""
    complement_id: int | None = None
    complement_in_stock: bool | None = None
    quantity: int = 1
    is_digital: bool = False


@dataclass(frozen=True, slots=True)
class FeatureFacts:
    """Something new in a product, or in a plan where it has no product. `benefit`: what it is good for."""

    id: int
    name: str
    benefit: str = ""
    link: str = ""
    released_at: datetime | None = None
    product_id: int | None = None
    product_name: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True)
class ShipmentFacts:
    """`status`: one of `SHIPMENT_STATUSES`, since `status_at`. `reason`: why it is late or was not handed over.

    `address_short`: district and city, never a street. `link`: the courier's page of the parcel.
    """

    id: int
    external_id: str
    courier: str = ""
    tracking_number: str = ""
    status: str = "confirmed"
    status_at: datetime | None = None
    eta: datetime | None = None
    delivered_at: datetime | None = None
    reason: str = ""
    address_short: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class SubscriptionFacts:
    """One period [period_start, period_end); `grace_end` None: it ends without a grace period.

    `status`: one of `SUBSCRIPTION_STATUSES`. `auto_renew` False also when the card will fail.
    """

    id: int
    plan: str = ""
    period_start: datetime | None = None
    period_end: datetime | None = None
    grace_end: datetime | None = None
    auto_renew: bool = False
    status: str = "active"
    link: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """`status`: one of `INVOICE_STATUSES`. `promised_at`: when the customer said it will be paid."""

    id: int
    number: str = ""
    amount: Money = NO_MONEY
    issued_at: datetime | None = None
    due_at: datetime | None = None
    status: str = "open"
    link: str = ""
    promised_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReturnFacts:
    """`status`: one of `RETURN_STATUSES`, since `status_at`. `step`: what comes next, in the shop's words.

    `expected_at`: when the shop expects to be done.
    """

    id: int
    number: str = ""
    status: str = "requested"
    step: str = ""
    expected_at: datetime | None = None
    status_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """`kind`: a complaint when it is one of `policy.settings.COMPLAINT_KINDS`. `resolved_at` None while open.

    `answered_by`: agent, assistant, or blank when it was closed without an answer. `own`: not of another help desk.
    """

    id: int
    number: str = ""
    kind: str = ""
    summary: str = ""
    opened_at: datetime | None = None
    resolved_at: datetime | None = None
    reopened: bool = False
    answered_by: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class InteractionFacts:
    """`kind`: one of `INTERACTION_KINDS`. `at`: when it ended, or began while it is `open`.

    `by_name`: the person of the shop. `promised_at`: when that person promised to come back to the customer.
    """

    id: int
    kind: str
    topic: str = ""
    at: datetime | None = None
    by_name: str = ""
    open: bool = False
    promised_at: datetime | None = None


Subject: TypeAlias = (
    ProductFacts
    | FeatureFacts
    | ShipmentFacts
    | SubscriptionFacts
    | InvoiceFacts
    | ReturnFacts
    | TicketFacts
    | InteractionFacts
)

SHIPMENT_STATUSES = (
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
)
SUBSCRIPTION_STATUSES = ("active", "grace", "cancelled", "ended")
INVOICE_STATUSES = ("open", "paid", "disputed", "cancelled")
RETURN_STATUSES = ("requested", "approved", "rejected", "received", "refunded", "replaced")
INTERACTION_KINDS = ("call", "visit", "chat")
