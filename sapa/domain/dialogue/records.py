"""What tools tell the assistant of one customer's affairs. Amounts are whole units of the smallest of `currency`."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Item:
    """`amount`: of one piece; None where the shop does not tell. `digital`: arrives when it is paid, by no courier."""

    name: str
    quantity: int = 1
    amount: int | None = None
    sku: str = ""
    digital: bool = False


@dataclass(frozen=True, slots=True)
class Parcel:
    """`status`: a `commerce.Shipment.Status`; `last_event`: in the courier's words."""

    id: int
    courier: str = ""
    tracking_number: str = ""
    status: str = ""
    shipped_at: datetime | None = None
    eta: datetime | None = None
    delivered_at: datetime | None = None
    last_event: str = ""
    last_event_at: datetime | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """`status`: a `commerce.Order.Status`; `number`: as the customer knows it."""

    id: int
    number: str
    status: str
    placed_at: datetime
    goods: str = ""
    items: tuple[Item, ...] = ()
    amount: int = 0
    shipping_amount: int = 0
    currency: str = "IDR"
    paid_at: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    cancelled_at: datetime | None = None
    eta: datetime | None = None
    payment_deadline: datetime | None = None
    payment_method: str = ""
    pay_link: str = ""
    order_link: str = ""


@dataclass(frozen=True, slots=True)
class Invoice:
    """`link`: to the document itself, empty when there is none to give."""

    id: int
    number: str
    order_number: str = ""
    amount: int = 0
    currency: str = "IDR"
    status: str = ""
    issued_at: datetime | None = None
    due_at: datetime | None = None
    paid_at: datetime | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    """`status`: a `commerce.Payment.Status`; `reference`: what is paid with, such as a virtual account."""

    id: int
    order_number: str
    status: str
    amount: int = 0
    currency: str = "IDR"
    method: str = ""
    reference: str = ""
    paid_at: datetime | None = None
    expires_at: datetime | None = None
    refunded_amount: int = 0
    refunded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """`status`: a `commerce.Subscription.Status`; `period_end`: when it renews or ends."""

    id: int
    number: str
    plan: str
    status: str
    period_end: datetime | None = None
    auto_renew: bool = False
    amount: int | None = None
    currency: str = "IDR"
    link: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """`stock`: pieces, None where the shop never said."""

    id: int
    name: str
    sku: str = ""
    amount: int = 0
    currency: str = "IDR"
    stock: int | None = None
    link: str = ""
    guide_url: str = ""
    warranty_days: int | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """Goods on their way back. `step`: what comes next, in the shop's words."""

    id: int
    number: str
    order_number: str
    status: str
    step: str = ""
    expected_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """A problem that people are at. `number`: `T-12`; `kind`: an `inbox.Ticket.Kind`."""

    number: str
    kind: str
    order_number: str = ""
    opened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """What the articles say about a question; `text` None when they do not hold it."""

    text: str | None
    cites: tuple[str, ...] = ()
    coverage: float = 0.0
    title: str = ""
