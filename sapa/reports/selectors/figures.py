"""The figures of the home page. Each counts what the list behind its link shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sapa.commerce.models import Order
from sapa.domain import formats
from sapa.journeys import selectors as journeys
from sapa.messaging.models import Conversation

FIGURES = ("planned", "sent", "held", "answered")
HOURS = range(6, 22, 2)
MOST_REASONS = 6


@dataclass(frozen=True, slots=True)
class Figure:
    label: str
    count: int
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Heat:
    """Planned sends by weekday and hour: `lines` of (hour, counts by day)."""

    days: Sequence[str]
    lines: Sequence[tuple[str, Sequence[int]]]
    largest: int
    total: int


def figures(window: str, *, now: datetime, zone: str) -> list[Figure]:
    """Planned, sent, held and answered in one window, `today` or `week`."""
    return [_figure(tab, window, now, zone) for tab in FIGURES]


def _figure(tab: str, window: str, now: datetime, zone: str) -> Figure:
    labels = {"planned": _("Due"), "sent": _("Sent"), "held": _("Held"), "answered": _("Answered")}
    wanted = journeys.Wanted(tab=tab, window=window)
    count = journeys.follow_ups(wanted, now=now, zone=zone).count()
    return Figure(labels[tab], count, _note(tab, window), _list(tab=tab, rentang=window))


def _note(tab: str, window: str) -> str:
    today = {
        "planned": _("Planned to go out by midnight."),
        "sent": _("Left since midnight."),
        "held": _("Their time comes by midnight, but a rule makes them wait."),
        "answered": _("Sent follow-ups whose customer wrote back since midnight."),
    }
    week = {
        "planned": _("Planned to go out in the next 7 days."),
        "sent": _("Left in the last 7 days, today included."),
        "held": _("Their time comes within 7 days, but a rule makes them wait."),
        "answered": _("Sent follow-ups whose customer wrote back in the last 7 days."),
    }
    return (today if window == "today" else week)[tab]


def _list(**query: str) -> str:
    return f"{reverse('journeys:list')}?{urlencode(query)}"


def held_reasons(window: str, *, now: datetime, zone: str) -> list[dict[str, object]]:
    """As `bars` wants them: the most frequent reasons first."""
    wanted = journeys.Wanted(tab="held", window=window)
    counts = journeys.counts_by_reason(wanted, now=now, zone=zone)
    return [
        {
            "label": journeys.capital(journeys.wording(code)),
            "value": number,
            "text": formats.number(number, language()),
            "hue": "kunyit",
        }
        for code, number in list(counts.items())[:MOST_REASONS]
    ]


def heat(*, now: datetime, zone: str) -> Heat:
    """The next seven days, in the zone of the business, two hours to a line."""
    counts = journeys.planned_by_hour(now=now, zone=zone)
    today = now.astimezone(ZoneInfo(zone)).date()
    days = [today + timedelta(days=ahead) for ahead in range(7)]
    lines = [(f"{hour:02}", [_cell(counts, day, hour) for day in days]) for hour in HOURS]
    largest = max((count for _hour, cells in lines for count in cells), default=0)
    return Heat([_weekday(day) for day in days], lines, largest, sum(counts.values()))


def _cell(counts: dict[tuple[date, int], int], day: date, hour: int) -> int:
    return counts.get((day, hour), 0) + counts.get((day, hour + 1), 0)


def _weekday(day: date) -> str:
    return formats.WEEKDAYS[language()][day.weekday()][:3]


def language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


def replies(limit: int = 5) -> list[dict[str, object]]:
    """The newest conversations whose last word is the customer's, as `conversation_row` wants them."""
    talks = Conversation.objects.filter(preview_direction="in").select_related("contact")
    return [
        {
            "url": reverse("inbox:conversation", args=[talk.public_id]),
            "name": str(talk.contact) or _("Unknown"),
            "at": talk.last_message_at,
            "preview": talk.preview,
            "unread": talk.unread,
        }
        for talk in talks.order_by("-last_message_at", "-pk")[:limit]
    ]


def has_orders() -> bool:
    return Order.objects.exists()
