"""The figures of the home page. Each counts what the list behind its link shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sapa.accounts.selectors import season, workspace
from sapa.commerce.models import Order
from sapa.domain import formats
from sapa.events import selectors as events
from sapa.inbox.models import Handoff
from sapa.journeys import selectors as journeys
from sapa.messaging import selectors as messaging
from sapa.messaging.models import Conversation
from sapa.messaging.selectors.health import ANY_REST, RESTS, stop_of

FIGURES = ("planned", "sent", "held", "answered")
HOURS = range(6, 22, 2)
STUCK_AFTER = timedelta(minutes=5)
MOST_REASONS = 6


@dataclass(frozen=True, slots=True)
class Figure:
    label: str
    count: int
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that wants a decision: a sentence, why it matters, and where to go."""

    hue: str
    icon: str
    sentence: str
    detail: str
    action: str
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
            "text": formats.number(number, _language()),
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
    return formats.WEEKDAYS[_language()][day.weekday()][:3]


def _language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


def attention(
    *, now: datetime, inbox: bool, operations: bool, rules: bool = False, sources: bool = False
) -> list[Ask]:
    """What wants a person now; only what the reader may open."""
    return [
        *(_of_inbox(now) if inbox else ()),
        *(_of_operations(now) if operations else ()),
        *(_of_seasons(now) if rules else ()),
        *(_of_webhooks() if sources else ()),
    ]


def _of_seasons(now: datetime) -> Iterator[Ask]:
    """Two weeks before Ramadan, and while next year's holidays are missing."""
    found = season(formats.local_date(now, workspace().timezone))
    page = reverse("accounts:holidays")
    if found.ramadan and not found.ramadan_on:
        first = formats.day(found.ramadan.first, _language())
        yield Ask(
            "nila",
            "moon",
            _("Ramadan begins on %(day)s.") % {"day": first},
            _("Messages may rest at iftar and reach companies earlier in the day."),
            _("Look at it"),
            f"{page}#musim",
        )
    if found.missing_year:
        yield Ask(
            "kunyit",
            "calendar-clock",
            _("The holidays of %(year)s are not in the calendar yet.") % {"year": found.missing_year},
            _("The joint decree usually comes out in September or October."),
            _("Import"),
            page,
        )


def _of_inbox(now: datetime) -> Iterator[Ask]:
    waiting = messaging.home_counts(since=now).waiting
    if waiting:
        yield _waiting(waiting, now)
    handed = Handoff.objects.filter(taken_at=None, conversation__open=True).values("conversation")
    if number := handed.distinct().count():
        yield Ask(
            "kunyit",
            "hand",
            ngettext(
                "The assistant handed over %(number)d conversation.",
                "The assistant handed over %(number)d conversations.",
                number,
            )
            % {"number": number},
            _("Nobody has taken it over yet."),
            _("Take over"),
            reverse("inbox:list"),
        )


def _waiting(number: int, now: datetime) -> Ask:
    waiting = Conversation.objects.filter(open=True, waiting_since__isnull=False)
    oldest = waiting.aggregate(oldest=Min("waiting_since"))["oldest"]
    return Ask(
        "bata",
        "message-circle",
        ngettext(
            "%(number)d customer waits for an answer.", "%(number)d customers wait for an answer.", number
        )
        % {"number": number},
        _("The longest for %(time)s.") % {"time": formats.span(now - oldest, _language())},
        _("Open the inbox"),
        reverse("inbox:list"),
    )


def _of_operations(now: datetime) -> Iterator[Ask]:
    operations = reverse("events:operations")
    uncertain = messaging.uncertain().count()
    if uncertain:
        yield Ask(
            "kunyit",
            "circle-question-mark",
            ngettext(
                "It is not certain whether %(number)d message was sent.",
                "It is not certain whether %(number)d messages were sent.",
                uncertain,
            )
            % {"number": uncertain},
            _("WhatsApp did not confirm; nothing is sent twice by itself."),
            _("Look"),
            reverse("inbox:list") + "?tab=all",
        )
    yield from _of_numbers(now)
    if dead := sum(events.dead_counts()):
        yield Ask(
            "bata",
            "circle-alert",
            ngettext(
                "%(number)d delivery could not be processed.",
                "%(number)d deliveries could not be processed.",
                dead,
            )
            % {"number": dead},
            _("They are kept and can be tried again."),
            _("See what happened"),
            operations,
        )
    backlog = events.raw_backlog()
    if backlog.oldest and now - backlog.oldest > STUCK_AFTER:
        yield Ask(
            "kunyit",
            "hourglass",
            _("%(number)d deliveries were received and not processed.") % {"number": backlog.count},
            _("The longest for %(time)s.") % {"time": formats.span(now - backlog.oldest, _language())},
            _("See what happened"),
            operations,
        )


def _of_webhooks() -> Iterator[Ask]:
    """Receivers that Sapa itself stopped telling."""
    for webhook in events.webhooks_that_stopped():
        stopped = _("The webhook %(name)s is switched off.") % {
            "name": webhook.label or urlsplit(webhook.url).hostname
        }
        where = reverse("events:webhook", args=[webhook.public_id])
        yield Ask(
            "bata", "webhook-off", stopped, _("Its receiver is told nothing any more."), _("Look"), where
        )


def _of_numbers(now: datetime) -> Iterator[Ask]:
    """Numbers that stand still, with why, and those whose offers rest."""
    for channel in messaging.channels().exclude(stopped="disconnected"):
        where = reverse("messaging:channel", args=[channel.public_id])
        if stop := stop_of(channel):
            stopped = _("The number %(name)s is stopped.") % {"name": channel.name}
            yield Ask("bata", "octagon-pause", stopped, f"{stop.sentence} {stop.remedy}", _("Look"), where)
        elif channel.paused_promos_until and channel.paused_promos_until > now:
            resting = _("Offers of the number %(name)s rest.") % {"name": channel.name}
            why = str(RESTS.get(channel.paused_promos_reason, ANY_REST))
            yield Ask("kunyit", "moon", resting, why, _("Look"), where)


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
