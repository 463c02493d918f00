"""What a person's digest tells, and when it comes; numbers only, never a customer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from sapa.accounts.models import Membership
from sapa.accounts.selectors import calendar, settings_in_force, workspace
from sapa.base.permissions import CAPABILITIES, Capability
from sapa.domain.calendars import day_number
from sapa.domain.digests import WorksOn, is_time, tells_from
from sapa.domain.service_promise import closed_days, promise_from
from sapa.feedback.models import Rating
from sapa.feedback.selectors.figures import UNHAPPY
from sapa.inbox.models import Clock, DigestChoice, DigestMail, Notice, Ticket
from sapa.inbox.selectors.teams import LEADING, off_duty
from sapa.messaging.selectors.desk import of_tab

READING = [role for role, may in CAPABILITIES.items() if Capability.INBOX_VIEW in may]
LOW = Q(*(Q(kind=kind, score__lte=most) for kind, most in UNHAPPY.items()), _connector=Q.OR)


@dataclass(frozen=True, slots=True)
class Span:
    """Days of the shop: what happened from `since` is told, and what is due before `ends`."""

    first: date
    since: datetime
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Tidings:
    """How many; the last three only for whoever leads."""

    waiting: int = 0
    tickets: int = 0
    mentions: int = 0
    missed: int = 0
    untaken: int = 0
    low: int = 0


def choice_of(user_id: int) -> DigestChoice:
    """Theirs, or the usual one, which is not kept."""
    return DigestChoice.objects.filter(user_id=user_id).first() or DigestChoice(user_id=user_id)


def newest_of(user_id: int) -> DigestMail | None:
    """The last one that concerned them; days without news are none."""
    rows = DigestMail.objects.filter(user_id=user_id).exclude(state=DigestMail.State.NOTHING)
    return rows.order_by("-day").first()


def listeners() -> dict[int, Membership]:
    """Who may get a digest at all: whoever may see the inbox, and has not said that they are off duty."""
    people = Membership.objects.filter(role__in=READING, user__is_active=True).select_related("user")
    off = off_duty()
    return {one.user_id: one for one in people if one.user_id not in off}


def whose_time(now: datetime) -> list[int]:
    """Ids of the people whose digest comes at this hour of this day."""
    local, works = now.astimezone(ZoneInfo(workspace().timezone)), working_days()
    return [one.user_id for one in _choices(listeners()) if is_time(one.rhythm, one.hour, local, works)]


def working_days() -> WorksOn:
    """Days on which the shop opens, for customers or for companies."""
    settings, shop = settings_in_force()[1], workspace()
    promise = promise_from(settings.get("service_promise"), shop.timezone)
    closed = closed_days(calendar(settings), shop.country, promise.closes)
    weeks = list(promise.weeks.values())
    return lambda day: day_number(day) not in closed and any(week[day.weekday()] for week in weeks)


def span_of(rhythm: str, now: datetime) -> Span:
    zone = ZoneInfo(workspace().timezone)
    today = now.astimezone(zone).date()
    first = tells_from(rhythm, today, working_days())
    begin, today_begins, end = (
        datetime.combine(day, time(), zone) for day in (first, today, today + timedelta(days=1))
    )
    return Span(first, begin, today_begins, end)


def tidings(person: Membership, span: Span) -> Tidings:
    mine = person.user_id
    return Tidings(
        waiting=of_tab("mine", mine).filter(waiting_since__isnull=False).count(),
        tickets=Ticket.objects.filter(
            assignee_id=mine, state=Ticket.State.OPEN, due_at__lt=span.ends
        ).count(),
        mentions=Notice.objects.filter(user_id=mine, kind=Notice.Kind.MENTIONED, seen_at=None).count(),
        **(_of_all(span) if person.role in LEADING else {}),
    )


def _of_all(span: Span) -> dict[str, int]:
    past = (span.since, span.begins - timedelta(microseconds=1))
    return {
        "missed": Clock.objects.filter(breached_at__range=past).count(),
        "untaken": of_tab("unassigned", 0).count(),
        "low": Rating.objects.filter(LOW, at__range=past).count(),
    }


def _choices(people: dict[int, Membership]) -> Iterator[DigestChoice]:
    kept = {one.user_id: one for one in DigestChoice.objects.filter(user_id__in=people)}
    return (kept.get(pk) or DigestChoice(user_id=pk) for pk in sorted(people))
