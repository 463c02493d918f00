"""Reactions: a customer wrote while the assistant owns the conversation."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sapa.assistant import services
from sapa.events.models import Event


def answer(events: Sequence[Event], now: datetime) -> None:
    """What must not be answered by a machine says why (`hold`); an old question is a person's."""
    by_hold: dict[str, list[int]] = defaultdict(list)
    for event in events:
        by_hold[event.data.get("hold", "")].append(event.data["message_id"])
    services.answer(message_ids=by_hold[""], now=now)
    services.pass_on(message_ids=by_hold["late"], reason="late", now=now)
