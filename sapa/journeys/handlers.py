"""Reactions of journeys: what starts follow-ups, and what ends them."""

from collections.abc import Sequence
from datetime import datetime

from sapa.events.models import Event
from sapa.journeys import services


def plan(events: Sequence[Event], now: datetime) -> None:
    services.plan(events=events, now=now)


def leave(events: Sequence[Event], now: datetime) -> None:
    services.leave(events=events, now=now)


def look_again(events: Sequence[Event], now: datetime) -> None:
    """WhatsApp gave a template another category, or somebody agreed to that."""
    services.look_again(templates={str(event.data.get("template", "")) for event in events}, now=now)


def take_back(events: Sequence[Event], now: datetime) -> None:
    services.take_back(events=events, now=now)


# Asked before thousands of events of an import are handed over.
plan.is_needed = services.is_anything_on  # type: ignore[attr-defined]
leave.is_needed = services.is_anything_on  # type: ignore[attr-defined]
