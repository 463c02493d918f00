"""The week's conversations that a person looks at, and what was said of them (assistant.md 5.3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sapa.accounts.selectors import workspace
from sapa.assistant.models import TalkReview, Turn
from sapa.assistant.selectors.figures import SATISFIED, Part
from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.domain.formats import local_date
from sapa.messaging.models import Conversation, Message

LABELS = ("correct", "grounded", "handover", "tone", "language")
AT_RANDOM = 50
WEEKS = 8
A_WEEK = timedelta(days=7)
MOST_MESSAGES = 120

# The same week draws the same fifty, in the same order, whoever asks.
DRAWN = """
SELECT conversation_id FROM assistant_turn WHERE workspace_id = %(workspace)b
    AND at >= %(since)b::timestamptz AND at < %(until)b::timestamptz AND reply_message_id IS NOT NULL
GROUP BY conversation_id ORDER BY md5(%(seed)b::text || conversation_id), conversation_id LIMIT %(most)b::int
"""
UNHAPPY = """
SELECT DISTINCT r.conversation_id FROM feedback_rating r WHERE r.workspace_id = %(workspace)b AND r.kind = 'csat'
    AND r.score < %(satisfied)b::int AND r.at >= %(since)b::timestamptz AND r.at < %(until)b::timestamptz
    AND EXISTS (SELECT 1 FROM assistant_turn t WHERE t.workspace_id = %(workspace)b
        AND t.conversation_id = r.conversation_id AND t.reply_message_id IS NOT NULL)
"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One conversation to look at. `unhappy`: its customer gave a low score that week."""

    conversation: Conversation
    unhappy: bool
    review: TalkReview | None


@dataclass(frozen=True, slots=True)
class Week:
    """How many conversations were judged, and the share of each label that was good."""

    monday: date
    judged: int = 0
    shares: Mapping[str, Part] = field(default_factory=dict)


def last_week(now: datetime) -> date:
    """Monday of the last week that is over, where the shop is."""
    today = local_date(now, workspace().timezone)
    return today - timedelta(days=today.weekday()) - A_WEEK


def bounds(monday: date) -> tuple[datetime, datetime]:
    zone = ZoneInfo(workspace().timezone)
    first, last = (datetime.combine(day, time(), zone) for day in (monday, monday + A_WEEK))
    return first.astimezone(UTC), last.astimezone(UTC)


def drawn(monday: date) -> list[Drawn]:
    """Low scores first, then fifty at random."""
    since, until = bounds(monday)
    given = {
        "workspace": current_workspace_id(),
        "since": since,
        "until": until,
        "seed": f"{monday.isoformat()}:",
        "most": AT_RANDOM,
        "satisfied": SATISFIED,
    }
    unhappy = sorted(pk for (pk,) in fetch(UNHAPPY, given))
    ids = list(dict.fromkeys([*unhappy, *(pk for (pk,) in fetch(DRAWN, given))]))
    talks = Conversation.objects.select_related("contact").in_bulk(ids)
    reviews = {
        one.conversation_id: one for one in TalkReview.objects.filter(week=monday, conversation_id__in=ids)
    }
    return [Drawn(talks[pk], pk in unhappy, reviews.get(pk)) for pk in ids]


def said_in(conversation: Conversation, monday: date) -> tuple[list[Message], dict[int, Turn]]:
    """The week's messages in order, and the assistant's turns by the message that it replied with."""
    since, until = bounds(monday)
    of_week = Message.objects.filter(conversation=conversation, at__gte=since, at__lt=until)
    rows = list(of_week.order_by("-at", "-pk")[:MOST_MESSAGES])[::-1]
    turns = Turn.objects.filter(conversation=conversation, reply_message_id__in=[row.pk for row in rows])
    return rows, {one.reply_message_id or 0: one for one in turns}


def weeks(until: date) -> list[Week]:
    """The last eight weeks, the newest first; those in which nobody looked are empty."""
    mondays = [until - A_WEEK * back for back in range(WEEKS)]
    found: dict[date, list[TalkReview]] = {monday: [] for monday in mondays}
    for row in TalkReview.objects.filter(week__in=mondays):
        found[row.week].append(row)
    return [Week(monday, len(rows), _shares(rows)) for monday, rows in found.items()]


def _shares(rows: list[TalkReview]) -> dict[str, Part]:
    said = {name: [told for row in rows if (told := getattr(row, name)) is not None] for name in LABELS}
    return {name: Part(sum(told), len(told)) for name, told in said.items()}
