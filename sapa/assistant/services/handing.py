"""A conversation goes to people with everything that is known of it (assistant.md 4.5)."""

from datetime import datetime

from sapa.assistant.answer.package import package_of
from sapa.assistant.flows.applying import Done
from sapa.assistant.flows.sitting import Sitting
from sapa.domain.dialogue.types import Move
from sapa.events.services import NewEvent, record
from sapa.inbox.services import open_handoff
from sapa.messaging.models import Message

NORMAL, HIGH, URGENT = 0, 1, 2
SAD = 2


def hand_over(sitting: Sitting, move: Move, done: Done, mood: int, now: datetime) -> None:
    """From here the assistant is silent; a second message of the same moment is not handed over again."""
    if move.hand_off is None:
        return
    message, given = sitting.message, move.hand_off
    open_handoff(
        conversation_id=message.conversation_id,
        message_id=message.pk,
        reason=given.reason,
        wants=given.wants,
        package=package_of(sitting, move, done, mood),
        priority=URGENT if given.urgent else HIGH if mood >= SAD else NORMAL,
        now=now,
    )
    _tell(message, given.reason, now)


def hand_over_silently(message: Message, reason: str, now: datetime) -> None:
    open_handoff(conversation_id=message.conversation_id, message_id=message.pk, reason=reason, now=now)
    _tell(message, reason, now)


def _tell(message: Message, reason: str, now: datetime) -> None:
    data = {"conversation_id": message.conversation_id, "message_id": message.pk, "reason": reason}
    key = f"assistant:turn:{message.pk}:handed_off"
    record(events=[NewEvent("assistant.handed_off", key, now, message.contact_id, None, data)], now=now)
