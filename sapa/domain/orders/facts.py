"""What every source, a file or a webhook, says about one order."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Literal

Consent = Literal["granted", "denied", "unknown"]
INSTANTS = (
    "placed_at",
    "paid_at",
    "shipped_at",
    "delivered_at",
    "cancelled_at",
    "eta",
    "payment_deadline",
)


@dataclass(frozen=True, slots=True)
class Money:
    """`amount` in the currency's smallest unit: whole rupiah, cents (decisions.md 12)."""

    amount: int
    currency: str = "IDR"


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """Instants are aware. `phone` is E.164 or empty. `total` is what the customer pays, shipping included.

    `cancelled_at`: also the end of an order that expired, failed or was refunded. `links`: order, pay, track.
    `review_score` (1 to 5) comes without its time, so nothing may depend on when it was given.
    """

    external_id: str
    placed_at: datetime
    status: str = "placed"
    number: str = ""
    customer_id: str = ""
    name: str = ""
    company: str = ""
    phone_raw: str = ""
    phone: str = ""
    email: str = ""
    country: str = ""
    province: str = ""
    city: str = ""
    postcode: str = ""
    region: str = ""
    segment: str = ""
    promo_consent: Consent = "unknown"
    paid_at: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancelled_estimated: bool = False
    eta: datetime | None = None
    payment_deadline: datetime | None = None
    quantity: int = 1
    goods: str = ""
    total: Money = Money(0)
    shipping: Money = Money(0)
    payment_type: str = ""
    review_score: int | None = None
    links: dict[str, str] = field(default_factory=dict)

    @property
    def is_cod(self) -> bool:
        return self.payment_type.casefold().strip() in COD_WORDS


COD_WORDS = frozenset({"cod", "cash on delivery", "cash_on_delivery", "bayar di tempat", "bayar ditempat"})


def to_json(facts: OrderFacts) -> dict[str, Any]:
    """Plain JSON that `from_json` reads back to equal facts; defaults are left out."""
    blank = OrderFacts(external_id="", placed_at=facts.placed_at)
    plain = {}
    for name in (entry.name for entry in fields(OrderFacts)):
        value = getattr(facts, name)
        if name == "placed_at" or value != getattr(blank, name):
            plain[name] = _plain(value)
    return plain


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return [value.amount, value.currency] if isinstance(value, Money) else value


def from_json(plain: dict[str, Any]) -> OrderFacts:
    values = dict(plain)
    for name in INSTANTS:
        if values.get(name):
            values[name] = datetime.fromisoformat(values[name])
    for name in ("total", "shipping"):
        if name in values:
            values[name] = Money(*values[name])
    return OrderFacts(**values)
