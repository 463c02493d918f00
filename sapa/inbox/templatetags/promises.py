"""Words of clocks, and the banner that replies go first."""

from datetime import datetime, timedelta

from django import template
from django.utils.translation import gettext_lazy as _

from sapa.domain import formats
from sapa.inbox.models import Clock
from sapa.inbox.selectors.clocks import Stretch
from sapa.messaging.selectors.rushes import rush
from sapa.web.templatetags.formats import language

register = template.Library()
NAMES = {
    Clock.Kind.FIRST: _("First answer of a person"),
    Clock.Kind.TURN: _("Answer to the newest messages"),
    Clock.Kind.HANDOFF: _("After the assistant handed over"),
    Clock.Kind.RESOLUTION: _("Ticket solved"),
}
PRIORITIES = (_("normal"), _("high"), _("urgent"))


@register.filter
def clock_name(clock: Clock) -> str:
    return str(NAMES[Clock.Kind(clock.kind)])


@register.filter
def clock_priority(clock: Clock) -> str:
    return str(PRIORITIES[min(clock.priority, len(PRIORITIES) - 1)])


@register.filter
def left(due_at: datetime, now: datetime) -> timedelta:
    return max(due_at - now, timedelta())


@register.filter
def stretch(part: Stretch, zone: str) -> str:
    """The day once where both ends lie on it."""
    words = language()
    first, last = (formats.local_date(at, zone) for at in (part.start, part.end))
    start, end = (formats.clock(at, zone, words) for at in (part.start, part.end))
    until = end if first == last else f"{formats.day(last, words)} {end}"
    return f"{formats.day(first, words)} {start}–{until}"


@register.inclusion_tag("inbox/_rush.html")
def rush_banner() -> dict[str, object]:
    """Nothing unless a rush is on."""
    current = rush()
    return {"rush": current, "expected": timedelta(seconds=current.expected_seconds) if current else None}
