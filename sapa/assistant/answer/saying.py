"""The assistant's reply on its way: once for each message, before anything that is not a reply."""

from datetime import datetime

from sapa.assistant.flows.sitting import Sitting
from sapa.domain.dialogue.types import Move
from sapa.inbox.models import Ticket
from sapa.messaging.models import Message
from sapa.messaging.schemas import Outgoing
from sapa.messaging.services import queue

REPLY, CLOSING = "assistant_reply", "assistant_handoff"
FAILED = "Terima kasih, pesannya sudah kami terima dan diteruskan ke tim kami. Mereka membalas di sini."


def reply(sitting: Sitting, move: Move, ticket: Ticket | None, now: datetime) -> int | None:
    """Its message; None where nothing is said."""
    text = move.text.replace("{ticket}", ticket.called if ticket else "").strip()
    return _queued(sitting.message, text, CLOSING if move.hand_off else REPLY, now) if text else None


def apologise(message: Message, now: datetime) -> int:
    """Where the assistant could not even read: whoever wrote is not left without a word."""
    return _queued(message, FAILED, CLOSING, now)


def _queued(message: Message, text: str, kind: str, now: datetime) -> int:
    wanted = Outgoing(
        contact_id=message.contact_id,
        channel_id=message.channel_id,
        klass="reply",
        kind=kind,
        category="service",
        by="assistant",
        text=text,
        key=f"assistant:{message.pk}",
        delivery_class="must",
        priority=0,
        reply_to_wamid=message.wamid,
    )
    return queue(outgoing=[wanted], now=now)[0]
