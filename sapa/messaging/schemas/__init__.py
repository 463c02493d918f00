"""What crosses the border of this room: wanted messages, what a channel understood, verdicts and outcomes."""

from typing import Any

from sapa.messaging.schemas.delivery import (
    ChannelKind,
    Client,
    Letter,
    Outcome,
    Sender,
    Transport,
    Treatment,
)
from sapa.messaging.schemas.incoming import (
    AccountChange,
    Call,
    Echo,
    IdentityChange,
    InboundMessage,
    KnownPerson,
    Parsed,
    PastMessage,
    Preference,
    Status,
    TemplateChange,
)
from sapa.messaging.schemas.outgoing import Gate, GateVerdict, Outgoing

Json = dict[str, Any]

__all__ = [
    "AccountChange",
    "Call",
    "ChannelKind",
    "Client",
    "Echo",
    "Gate",
    "GateVerdict",
    "IdentityChange",
    "InboundMessage",
    "Json",
    "KnownPerson",
    "Letter",
    "Outcome",
    "Outgoing",
    "Parsed",
    "PastMessage",
    "Preference",
    "Sender",
    "Status",
    "TemplateChange",
    "Transport",
    "Treatment",
]
