"""Reactions of the human side: wishes not to be written to, and conversations the assistant hands over."""

from collections.abc import Sequence
from datetime import datetime

from sapa.events.models import Event
from sapa.inbox import services


def read_wishes(events: Sequence[Event], now: datetime) -> None:
    services.read_wishes(message_ids=[event.data["message_id"] for event in events], now=now)


def take_over(events: Sequence[Event], now: datetime) -> None:
    for event in events:
        services.open_handoff(
            conversation_id=event.data["conversation_id"],
            message_id=event.data["message_id"],
            reason=event.data["reason"],
            now=now,
        )


def note_answers(events: Sequence[Event], now: datetime) -> None:  # noqa: ARG001 (the shape of every handler)
    """Somebody answered on the phone: what the assistant handed over is taken."""
    ids = [event.data["conversation_id"] for event in events if "conversation_id" in event.data]
    services.note_taken(conversation_ids=ids, at=max(event.at for event in events))
