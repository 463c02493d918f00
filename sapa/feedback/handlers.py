"""Reactions of the room: a customer answers a question for a score."""

from collections.abc import Sequence
from datetime import datetime

from sapa.events.models import Event
from sapa.feedback import services


def read_scores(events: Sequence[Event], now: datetime) -> None:
    services.read_scores(message_ids=[event.data["message_id"] for event in events], now=now)
