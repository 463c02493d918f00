"""What crosses the border of this room: wanted messages, what a channel understood, verdicts and outcomes."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple, Protocol

from sapa.messaging.models import Message

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One wanted message; `key` makes it unique in the workspace; without `channel_id`: the default channel.

    With `template`, `text` is what the customer will read, and what is sent where no template is needed.
    Smaller priorities leave first.
    """

    contact_id: int
    klass: str
    kind: str
    category: str
    by: str
    text: str
    key: str
    template: str | None = None
    language: str = "id"
    parameters: Mapping[str, str] = field(default_factory=dict)
    channel_id: int | None = None
    order_id: int | None = None
    follow_up_id: int | None = None
    author_id: int | None = None
    not_before: datetime | None = None
    deadline: datetime | None = None
    delivery_class: str = "once"
    priority: int = 50
    reply_to_wamid: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    """`phone` is digits as the provider writes them, without plus; empty when only `user_id` is known."""

    id: str
    number_id: str
    phone: str = ""
    user_id: str = ""
    name: str = ""
    type: str = "text"
    text: str = ""
    payload: str = ""
    media_id: str = ""
    reply_to: str = ""
    at: datetime | None = None
    errors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """`token` is our own `biz_opaque_callback_data`."""

    id: str
    number_id: str
    status: str
    recipient: str = ""
    user_id: str = ""
    code: int | None = None
    detail: str = ""
    token: str = ""
    pricing_category: str = ""
    pricing_type: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    wa_id: str
    user_id: str
    category: str
    value: str
    number_id: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateChange:
    """`event` is the provider's word, or `category_update` and `category_announced`."""

    id: str
    event: str = ""
    category: str = ""
    account_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChange:
    field: str
    event: str
    account_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """All elements of one or more webhook bodies, in the order in which they came."""

    messages: tuple[InboundMessage, ...] = ()
    statuses: tuple[Status, ...] = ()
    echoes: tuple[str, ...] = ()
    preferences: tuple[Preference, ...] = ()
    templates: tuple[TemplateChange, ...] = ()
    account: tuple[AccountChange, ...] = ()
    unknown: tuple[str, ...] = ()
    errors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GateVerdict:
    action: Literal["send", "wait", "drop"]
    reasons: Sequence[str] = ()
    at: datetime | None = None
    form: Literal["template", "freeform"] | None = None


Gate = Callable[[Sequence[Message], datetime], Mapping[int, GateVerdict]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one HTTP try came to. `refused` and `not_sent` are certain; `unknown` may have arrived."""

    kind: Literal["accepted", "refused", "not_sent", "unknown"]
    wamid: str = ""
    code: int | None = None
    detail: str = ""
    http: int | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """One channel, free of the database. `credential` is the opened access token and never printed."""

    channel_id: int
    workspace_id: int
    kind: str
    external_id: str
    account_id: str
    rate_per_second: int
    credential: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Letter:
    """One message that is already marked as being sent. `template` empty means free text.

    `lease_ends` is in seconds of the boot clock: no request may start within the last 20 s of it.
    """

    message_id: int
    workspace_id: int
    channel_id: int
    n: int
    token: str
    to: str = field(repr=False)
    user_id: str = field(repr=False)
    text: str = field(repr=False)
    template: str = ""
    language: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict, repr=False)
    reply_to: str = ""
    lease_ends: float = 0.0


class Transport(Protocol):
    """Sends at once, for tests and replay."""

    def send(self, channel: Sender, message: Letter, token: str) -> Outcome: ...


class Client(Protocol):
    """Sends over the network; never raises for what a provider or network does."""

    async def send(self, channel: Sender, message: Letter, token: str) -> Outcome: ...


class Treatment(NamedTuple):
    """What a refusal means for the message and for others. Seconds grow fourfold with every try."""

    action: Literal["retry", "hold", "never"]
    explanation: Any
    scope: Literal["message", "recipient", "number", "account", "marketing", "template"] = "message"
    seconds: int = 4
    tries: int = 5
    alert: bool = False


class ChannelKind(NamedTuple):
    """One line of `config/channels.py`."""

    client: Callable[[], AbstractAsyncContextManager[Client]]
    parse: Callable[[object], Parsed]
    treatment: Callable[[int | None], Treatment]
