"""What wants a person now: one sentence each, and where to go."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapa.accounts.selectors import season, workspace
from sapa.domain import formats
from sapa.events import selectors as events
from sapa.inbox.models import Handoff
from sapa.inbox.selectors import radars, tickets
from sapa.messaging import selectors as messaging
from sapa.messaging.models import Conversation
from sapa.messaging.selectors.health import ANY_REST, RESTS, stop_of
from sapa.reports.selectors.figures import language

STUCK_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that wants a decision: a sentence, why it matters, and where to go."""

    hue: str
    icon: str
    sentence: str
    detail: str
    action: str
    url: str


def attention(
    *, now: datetime, inbox: bool, operations: bool, rules: bool = False, sources: bool = False
) -> list[Ask]:
    """What wants a person now; only what the reader may open."""
    return [
        *(_of_inbox(now) if inbox else ()),
        *(_of_tickets(now) if inbox else ()),
        *(_of_operations(now) if operations else ()),
        *(_of_seasons(now) if rules else ()),
        *(_of_webhooks() if sources else ()),
    ]


def _of_seasons(now: datetime) -> Iterator[Ask]:
    """Two weeks before Ramadan, and while next year's holidays are missing."""
    found = season(formats.local_date(now, workspace().timezone))
    page = reverse("accounts:holidays")
    if found.ramadan and not found.ramadan_on:
        first = formats.day(found.ramadan.first, language())
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


def _of_tickets(now: datetime) -> Iterator[Ask]:
    """Problems of many first, then tickets whose promise has run out."""
    for card in radars.cards(now=now):
        if card.is_open:
            yield Ask(
                "bata",
                "radar",
                _("%(kind)s: %(about)s") % {"kind": card.kind, "about": card.about},
                ngettext(
                    "%(number)d customer tells the same problem.",
                    "%(number)d customers tell the same problem.",
                    card.radar.customers,
                )
                % {"number": card.radar.customers},
                _("Tell everybody concerned"),
                reverse("tickets:radar", args=[card.radar.public_id]),
            )
    if late := tickets.late_count(now=now):
        yield Ask(
            "kunyit",
            "ticket",
            ngettext("%(number)d ticket is late.", "%(number)d tickets are late.", late) % {"number": late},
            _("Their promised time has passed."),
            _("Open tickets"),
            reverse("tickets:list"),
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
        _("The longest for %(time)s.") % {"time": formats.span(now - oldest, language())},
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
            _("The longest for %(time)s.") % {"time": formats.span(now - backlog.oldest, language())},
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
