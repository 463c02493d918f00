"""Everything a journey may look at when it plans, advances, or asks whether a message is still wanted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sapa.domain.journeys.definition import Definition
from sapa.domain.journeys.facts import PersonFacts, Trigger
from sapa.domain.orders import OrderFacts
from sapa.domain.subjects import (
    FeatureFacts,
    InteractionFacts,
    InvoiceFacts,
    ProductFacts,
    ReturnFacts,
    ShipmentFacts,
    SubscriptionFacts,
    TicketFacts,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one step came to: state waiting | queued | sent | rehearsed | dropped | judged | done."""

    state: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The customer's newest message since the enrolment's newest message was sent."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Run:
    """One customer on one journey for one subject: where it stands.

    `subject`: the part of every key, such as order-12. `arm`: treatment | control. `variant`: 0 or 1.
    `position`: the id of the branch, task or step it waits at; blank at the start, END when over.
    """

    subject: str
    started_at: datetime
    arm: str = "treatment"
    variant: int = 0
    position: str = ""
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    reply: Reply | None = None


def _never_off(_day: date) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Scene:
    """Rows as plain values, gathered by set; what a journey is not about is None or empty.

    `order` is the trigger's (for a dormant customer the last paid one); `key` of the follow-up under question
    is blank while planning. `person.follow_ups` may contain the follow-up itself. `previous`: what the step
    before the one under question came to; `definition`: the journey itself; the language fills both in.
    `said`: the customer's message where that is the trigger. `is_open`: within service hours now;
    `answer_by`: when a person will answer at the latest. `earlier`: when this customer started on this journey
    before, by the subjects of those runs.
    """

    now: datetime
    trigger: Trigger
    person: PersonFacts
    settings: Mapping[str, Any]
    order: OrderFacts | None = None
    order_id: int | None = None
    products: tuple[ProductFacts, ...] = ()
    shipment: ShipmentFacts | None = None
    subscription: SubscriptionFacts | None = None
    invoice: InvoiceFacts | None = None
    returned: ReturnFacts | None = None
    ticket: TicketFacts | None = None
    interaction: InteractionFacts | None = None
    run: Run | None = None
    key: str = ""
    previous: Outcome | None = None
    shop: str = ""
    agent: str = ""
    hours: str = ""
    is_day_off: Callable[[date], bool] = _never_off
    feature: FeatureFacts | None = None
    said: Reply | None = None
    is_open: bool = True
    answer_by: datetime | None = None
    definition: Definition | None = None
    earlier: Mapping[str, datetime] = field(default_factory=dict)
