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
    Echo,
    IdentityChange,
    InboundMessage,
    Parsed,
    Preference,
    Status,
    TemplateChange,
)
from sapa.messaging.schemas.outgoing import Gate, GateVerdict, Outgoing

Json = dict[str, Any]

__all__ = [
    "AccountChange",
    "ChannelKind",
    "Client",
    "Echo",
    "Gate",
    "GateVerdict",
    "IdentityChange",
    "InboundMessage",
    "Json",
    "Letter",
    "Outcome",
    "Outgoing",
    "Parsed",
    "Preference",
    "Sender",
    "Status",
    "TemplateChange",
    "Transport",
    "Treatment",
]
