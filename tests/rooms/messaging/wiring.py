"""What higher rooms would hand down: no handlers, and a gate that tests steer."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sapa.messaging.channels.whatsapp import parse
from sapa.messaging.channels.whatsapp.client import client
from sapa.messaging.channels.whatsapp.errors import treatment
from sapa.messaging.models import Message
from sapa.messaging.schemas import ChannelKind, GateVerdict

HANDLERS: Mapping[str, tuple[object, ...]] = {}
CHANNELS = {"whatsapp": ChannelKind(client, parse, treatment)}
VERDICTS: dict[str, GateVerdict] = {}
SEND = GateVerdict("send")


def gate(messages: Sequence[Message], now: datetime) -> Mapping[int, GateVerdict]:
    return {message.pk: VERDICTS.get(message.kind, SEND) for message in messages}
