"""Clocks of the three Indonesian zones and of one customer, each with whether a message may go there now."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from sapa.contacts.models import Contact
from sapa.contacts.selectors import contact_by_public_id, customers, search, zones_of
from sapa.domain import formats, policy
from sapa.journeys.selectors.policy.openings import Span, days_of, somebody, spans, untouched
from sapa.journeys.selectors.policy.settings import BOTH, EVERY
from sapa.journeys.selectors.policy.words import language
from sapa.journeys.selectors.words import capital, reason_words
from sapa.journeys.services.gathering import Rules, rules

INDONESIA = (("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT"))
AHEAD = timedelta(hours=36)
LOOKED_AT_DAYS = 9
MOST_FOUND = 8


@dataclass(frozen=True, slots=True)
class View:
    """For whom clocks and week are shown: a class of message, a segment, perhaps one customer."""

    klass: str = "care"
    segment: str = "b2c"
    contact: Contact | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "View":
        klass, segment = query.get("kelas", ""), query.get("segmen", "")
        contact = _contact(query.get("pelanggan", ""))
        segment = contact.segment if contact else segment if segment in BOTH else "b2c"
        return cls(klass if klass in EVERY else "care", segment, contact)

    @property
    def customer(self) -> policy.Customer | None:
        return untouched(customers([self.contact.pk])[self.contact.pk]) if self.contact else None

    def zone(self, business: str) -> str:
        """Where the customer's days are counted, else the workspace's zone."""
        return zones_of(self.contact, business=business).primary if self.contact else business


def _contact(public_id: str) -> Contact | None:
    try:
        return contact_by_public_id(UUID(public_id))
    except (Http404, ValueError):
        return None


def found_customers(text: str) -> list[Contact]:
    return search(text, MOST_FOUND)


@dataclass(frozen=True, slots=True)
class Clock:
    """`spans`: [from, until, open, words] in milliseconds since 1970, for the page to count on by itself."""

    label: str
    zone: str
    at: datetime
    clock: str
    is_open: bool
    words: str
    spans: str


def clocks(view: View, *, now: datetime, zone: str) -> list[Clock]:
    """The three zones', and the customer's own when one is chosen; `zone` is the workspace's."""
    given = rules()
    found = [
        _clock(label, there, somebody(view.segment, there), view.klass, given, now)
        for there, label in INDONESIA
    ]
    if view.contact and (person := view.customer):
        found.append(_clock(str(view.contact), view.zone(zone), person, view.klass, given, now))
    return found


def _clock(label: str, zone: str, person: policy.Customer, klass: str, given: Rules, now: datetime) -> Clock:
    today = formats.local_date(now, zone)
    found = spans(days_of(given, klass, person, today, LOOKED_AT_DAYS), now)
    ahead = [
        [_millis(span.start), _millis(span.end), span.is_open, _words(span, zone)]
        for span in found
        if span.start < now + AHEAD
    ]
    told, first = formats.clock(now, zone, language()), found[0]
    return Clock(label, zone, now, told, first.is_open, _words(first, zone), json.dumps(ahead))


def _millis(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _words(span: Span, zone: str) -> str:
    if span.until is None:
        return capital(reason_words(span.reasons)) if span.reasons else _("May be sent")
    until = _soon(span.until, span.start, zone)
    if span.is_open:
        return _("May be sent until %(time)s") % {"time": until}
    return _("%(why)s, until %(time)s") % {"why": capital(reason_words(span.reasons)), "time": until}


def _soon(at: datetime, seen: datetime, zone: str) -> str:
    """`08.00`, with its day when that is more than a day away."""
    told = formats.clock(at, zone, language())
    if at - seen < timedelta(days=1):
        return told
    weekday = formats.WEEKDAYS[language()][formats.local_date(at, zone).weekday()]
    return f"{weekday} {told}"
