"""Between the delivery loop and a channel's client."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from sapa.messaging.schemas.incoming import Parsed

if TYPE_CHECKING:
    from sapa.messaging.schemas.outgoing import Outgoing


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
    """One message that is already marked as being sent. `template` empty means free text,
    or `content` as in Outgoing, its media already named by the provider's id.

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
    parts: Mapping[str, Any] = field(default_factory=dict, repr=False)
    content: Mapping[str, Any] = field(default_factory=dict, repr=False)
    reply_to: str = ""
    lease_ends: float = 0.0
    by: str = ""


class Transport(Protocol):
    """Sends at once, for tests and replay."""

    def send(self, channel: Sender, message: Letter, token: str) -> Outcome: ...


class Client(Protocol):
    """Sends over the network; never raises for what a provider or network does."""

    async def send(self, channel: Sender, message: Letter, token: str) -> Outcome: ...


Action = Literal["retry", "hold", "never", "bug"]
Scope = Literal["message", "recipient", "number", "account", "portfolio", "template", "marketing"]
Effect = Literal[
    "",
    "ask_phone",
    "forget_upload",
    "pause_template",
    "rest_marketing",
    "rest_promos",
    "slow_down",
    "stop_marketing",
    "suspect_number",
    "use_template",
]


class Treatment(NamedTuple):
    """What a refusal means for the message (`action`), for others (`scope`) and for people.

    retry: again after `seconds`, fourfold each time, `tries` times in all; hold: everything of that scope waits,
    for `seconds` where it ends by itself (marketing, portfolio); never and bug: this message fails, a bug is ours.
    `effect`: what else changes. `alert`: a person has to know.
    """

    action: Action
    explanation: Any
    scope: Scope = "message"
    seconds: int = 4
    tries: int = 5
    alert: bool = False
    remedy: Any = ""
    effect: Effect = ""


class ChannelKind(NamedTuple):
    """One line of `config/channels.py`. `check` raises Refused for what the provider would not take."""

    client: Callable[[], AbstractAsyncContextManager[Client]]
    parse: Callable[[object], Parsed]
    treatment: Callable[[int | None], Treatment]
    check: Callable[["Outgoing"], None] | None = None
