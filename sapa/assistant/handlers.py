"""Reactions: a customer wrote while the assistant owns the conversation."""

from collections.abc import Sequence
from datetime import datetime

from sapa.assistant import services
from sapa.events.models import Event


def answer(events: Sequence[Event], now: datetime) -> None:
    services.answer(message_ids=[event.data["message_id"] for event in events], now=now)
