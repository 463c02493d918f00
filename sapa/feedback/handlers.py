"""Reactions of the room: a customer answers what the shop asked, by a score, in a survey or with a review."""

from collections.abc import Sequence
from datetime import datetime

from sapa.events.models import Event
from sapa.feedback import services


def read_answers(events: Sequence[Event], now: datetime) -> None:
    services.take_answers(message_ids=[event.data["message_id"] for event in events], now=now)
