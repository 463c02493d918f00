"""The shop as customers may be told of it: hours, next opening, how soon people answer, phone, place, links."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sapa.accounts.models import Workspace
from sapa.assistant.answer.settings import Chosen
from sapa.domain import formats
from sapa.domain.dialogue.types import Business
from sapa.domain.service_promise import NeverOpen, OfficeHours
from sapa.domain.service_promise.spoken import hours_in_words
from sapa.inbox.models import Clock
from sapa.inbox.services.clocks.keeping import Book, book_of


def business(
    shop: Workspace, settings: Mapping[str, Any], version: int, chosen: Chosen, segment: str, now: datetime
) -> Business:
    """`segment`: companies may have hours and promises of their own."""
    given = book_of(settings, version)
    hours = given.promise.hours(segment, given.closed)
    return Business(
        name=shop.name,
        zone=shop.timezone,
        hours={
            "id": _in_words(given, hours, "id", now),
            "en": _in_words(given, hours, "en", now),
        },
        opens_at=_opens_at(hours, now),
        answers_within=_answers_within(given, hours, segment, now),
        phone=chosen.phone,
        place=chosen.place,
        links=dict(chosen.links),
        high_value=chosen.high_value,
    )


def _in_words(given: Book, hours: OfficeHours, language: str, now: datetime) -> str:
    label = formats.zone_label(now, hours.zone)
    return hours_in_words(hours, language, zone_label=label, holidays=given.promise.closes.national)


def _opens_at(hours: OfficeHours, now: datetime) -> datetime | None:
    """None while it is open, and where it never opens."""
    try:
        opens = hours.next_open(now)
    except NeverOpen:
        return None
    return opens if opens > now else None


def _answers_within(given: Book, hours: OfficeHours, segment: str, now: datetime) -> timedelta | None:
    """The promise for what is handed to people; None where nothing is promised, and where too little of the day is left
    for it: its time goes on when the shop opens again.
    """
    target = given.promise.target(Clock.Kind.HANDOFF, segment, 0)
    if not target or hours.business_seconds(now, now + timedelta(seconds=target)) < target:
        return None
    return timedelta(seconds=target)
