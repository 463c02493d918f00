"""What a turn begins with and what it comes to; plain data, no names of tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol

from sapa.domain.dialogue.records import (
    Cited,
    Invoice,
    OpenTicket,
    Order,
    Parcel,
    Payment,
    Product,
    Return,
    Subscription,
)
from sapa.domain.understanding.types import Understood

Language = Literal["id", "en"]
PENDING_FOR = timedelta(minutes=15)  # assistant.md 4.2


@dataclass(frozen=True, slots=True)
class Customer:
    """Whom the assistant speaks with. `address`: how they are called, such as `Kak Dewi`.

    `proven`: the channel's address is theirs (WhatsApp number), or they proved an order of theirs (web chat, e-mail).
    """

    address: str
    proven: bool
    name: str = ""
    tags: tuple[str, ...] = ()
    segment: str = "b2c"


@dataclass(frozen=True, slots=True)
class Business:
    """The shop as it may be told. `hours`: in words of both languages; `opens_at`: None while it is open."""

    name: str
    zone: str
    hours: Mapping[Language, str] = field(default_factory=dict)
    opens_at: datetime | None = None
    answers_within: timedelta | None = None
    phone: str = ""
    place: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    high_value: int = 5_000_000


@dataclass(frozen=True, slots=True)
class Filled:
    """One slot with the message that told it, so that nobody asks again."""

    value: object
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """A proposed change that waits for an explicit yes until `expires_at` (assistant.md 4.2)."""

    action: Literal["cancel_order", "change_address", "change_order", "subscription_change"]
    target: str
    values: Mapping[str, str]
    expires_at: datetime
    token: str


@dataclass(frozen=True, slots=True)
class Talk:
    """What is remembered between the turns of one conversation; kept as JSON (`talking.as_json`).

    `flow`: name of the open flow, "" when none; `asked`: the slot asked for last; `tries`: failed asks by slot;
    `turns`: of the open flow; `clarified`: clarifying questions in a row; `options`: intents offered by the last of
    them; `intents`: of the last turns, newest last; `unanswered`: questions in a row that the articles do not hold;
    `rejected`: answers in a row the customer called wrong; `order`: number of the order spoken of last; `product`:
    name of the product spoken of last; `told`: codes of what was answered, offered or done, for whoever takes over;
    `last_text`: the customer's last message, plainly; `question`: what the assistant asked with its last reply;
    `unproven`: proofs of an order that failed, since the last that held; `topic`: name of the article or plan that the
    last answer told of; `missed`: the question that nothing answered last, plainly.
    """

    disclosed: bool = False
    language: Language = "id"
    flow: str = ""
    slots: Mapping[str, Filled] = field(default_factory=dict)
    asked: str = ""
    tries: Mapping[str, int] = field(default_factory=dict)
    turns: int = 0
    pending: Pending | None = None
    clarified: int = 0
    options: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    unanswered: int = 0
    rejected: int = 0
    order: str = ""
    product: str = ""
    told: tuple[str, ...] = ()
    last_text: str = ""
    repeats: int = 0
    proven_order: str = ""
    offered_person: bool = False
    question: str = ""
    unproven: int = 0
    topic: str = ""
    missed: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One message. `attachment`: image, video, audio, document, sticker, location or "" ; `context`: kind of our last
    message to them (assistant.md 6) or None; `channel`: whatsapp, webchat, email, telegram; `at`: when they wrote it,
    None where nobody knows."""

    text: str
    understood: Understood
    message_id: int | None = None
    attachment: str = ""
    context: str | None = None
    channel: str = "whatsapp"
    at: datetime | None = None


class Tools(Protocol):
    """Reads of one customer's own affairs; whoever they are is fixed outside, never by the message.

    Every call is noted by its name with what it returned: that is the evidence of the turn.
    """

    def get_orders(self) -> Sequence[Order]:
        """Newest first, at most twenty."""

    def get_shipment(self, order: Order) -> Sequence[Parcel]: ...

    def get_invoice(self, order: Order) -> Sequence[Invoice]: ...

    def get_payment(self, order: Order) -> Sequence[Payment]: ...

    def get_returns(self) -> Sequence[Return]: ...

    def get_subscription(self) -> Sequence[Subscription]: ...

    def get_tickets(self) -> Sequence[OpenTicket]: ...

    def product_lookup(self, words: str) -> Sequence[Product]:
        """The best first, at most five; empty when nothing is like it."""

    def kb_search(self, question: str) -> Cited: ...

    def prove(self, number: str, handle: str) -> bool:
        """Whether the order `number` belongs to somebody with this phone or e-mail; from then on the tools read only
        that order."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Everything a decision may look at."""

    said: Said
    talk: Talk
    customer: Customer
    business: Business
    tools: Tools
    now: datetime


@dataclass(frozen=True, slots=True)
class Act:
    """A change that the customer said yes to, checked again against what is true now."""

    action: Literal["cancel_order", "change_address", "change_order", "subscription_change"]
    target_id: int
    target: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TicketWish:
    """`kind`: an `inbox.Ticket.Kind`; `slots` by the names of assistant.md; `summary`: one sentence for people."""

    kind: str
    summary: str
    slots: Mapping[str, str]
    order_id: int | None = None
    priority: int = 0


@dataclass(frozen=True, slots=True)
class HandOff:
    """`reason`: one of `understanding.REASONS`, low_confidence, not_grounded, attachment, guard_blocked, unproven or
    asked_by_flow; `urgent`: before all others."""

    reason: str
    wants: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """What the assistant says and does in one turn.

    `text`: "" says nothing; it may hold `{ticket}`, the number of the ticket that `ticket` opens. `asked`: slot that
    the text asks for; `confirm`: the text proposes a change and waits for yes; `cites`: ids of articles; `outcome`:
    answered, asked, proposed, done, ticket, handed_off, recorded, refused or silent; `rating`: 1..5; `opt_out`:
    `follow_up` is the wish that answers no promotion, and stops both.
    """

    text: str
    talk: Talk
    outcome: str
    asked: str = ""
    confirm: bool = False
    act: Act | None = None
    ticket: TicketWish | None = None
    hand_off: HandOff | None = None
    cites: tuple[str, ...] = ()
    opt_out: Literal["", "marketing", "follow_up", "all", "resume"] = ""
    rating: int | None = None
