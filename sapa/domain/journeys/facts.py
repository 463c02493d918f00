"""What planning is asked with, and what it answers."""

from dataclasses import dataclass
from datetime import datetime

from sapa.domain.journeys.definition import Words


@dataclass(frozen=True, slots=True)
class Trigger:
    """`name`: an event of the log, `delivery.presumed`, or `customer.dormant` with its `attempt` 1 to 3."""

    name: str
    at: datetime
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class KnownFollowUp:
    """One of the customer's follow-ups as it stands: `state` waiting | queued | sent | dropped.

    `value`: the amount of its order. `finished_at`: when it was sent or dropped. `created_at` as planned.
    """

    key: str
    recipe: str
    step: str
    state: str
    created_at: datetime
    due_at: datetime
    order_id: int | None = None
    value: int = 0
    finished_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state in ("waiting", "queued")


@dataclass(frozen=True, slots=True)
class Purchase:
    """One product of a paid order that was not cancelled. `at`: when it was paid."""

    product_id: int
    order_id: int
    at: datetime
    quantity: int = 1
    name: str = ""


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """`zone`: the primary one. `last_paid_at`: over all orders. `follow_ups`: the customer's, any state.

    `last_order_at`: of the newest order placed, paid or not. `subscribed_since`: while there is a subscription.
    `last_answered_at`: when a person, the assistant or a survey last replied. `purchases`: gathered for journeys
    that ask about products, in the order they were paid.
    """

    contact_id: int
    segment: str = "b2c"
    zone: str = "Asia/Jakarta"
    name: str = ""
    company: str = ""
    gender: str = ""
    preferred_address: str = ""
    last_paid_at: datetime | None = None
    last_csat: int | None = None
    has_subscription: bool = False
    follow_ups: tuple[KnownFollowUp, ...] = ()
    last_nps: int | None = None
    paid_orders: int = 0
    delivered_orders: int = 0
    last_order_at: datetime | None = None
    subscribed_since: datetime | None = None
    last_answered_at: datetime | None = None
    purchases: tuple[Purchase, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedFollowUp:
    """A follow-up to be kept under its unique `key`; exits count strictly after `created_at`."""

    key: str
    recipe: str
    step: str
    klass: str
    category: str
    segment: str
    priority: int
    channels: tuple[str, ...]
    exits: tuple[str, ...]
    recipe_cap: dict[str, int] | None
    order_id: int | None
    value: int
    created_at: datetime
    due_at: datetime
    expires_at: datetime
    customer_initiated: bool = False
    holiday_relevant: bool = False
    variant: int = 0


@dataclass(frozen=True, slots=True)
class Skipped:
    """Why a step was not planned: a code of `sapa.domain.journeys.reasons`."""

    recipe: str
    step: str
    code: str


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """A person's work, kept under its unique `key`; `text` is in Liquid, `expires_at` None without an end."""

    key: str
    recipe: str
    step: str
    kind: str
    name: Words
    text: str
    order_id: int | None
    value: int
    due_at: datetime
    expires_at: datetime | None
