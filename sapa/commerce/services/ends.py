"""An order that ends, goes on and ends again has ended twice, and each end is told once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sapa.events.selectors import by_key
from sapa.events.services import NewEvent

END = "order.cancelled"


def own_key(key: str, at: datetime) -> str:
    return f"{key}@{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def with_own_ends(events: Sequence[NewEvent]) -> list[NewEvent]:
    """Of orders that were known. An end whose key told of another time gets its own; the same end keeps its key."""
    keys = [event.key for event in events if event.name == END]
    known = by_key(keys) if keys else {}

    def named(event: NewEvent) -> NewEvent:
        told = known.get(event.key)
        return replace(event, key=own_key(event.key, event.at)) if told and told.at != event.at else event

    return [named(event) for event in events]
