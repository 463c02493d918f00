"""Scores that customers gave, with their own words: of one customer, and the newest of all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from sapa.accounts.models import User
from sapa.contacts.models import Contact
from sapa.contacts.selectors import members
from sapa.feedback.models import Rating
from sapa.feedback.selectors.figures import CSAT, HAPPY, NPS, UNHAPPY
from sapa.messaging.models import Conversation, Message
from sapa.web.cursors import Cursor, older_than

HIGHEST = {CSAT: 5, NPS: 10}
MOODS = ("good", "middle", "bad")


@dataclass(frozen=True, slots=True)
class Given:
    """`highest`: 5 of satisfaction, 10 of recommending. `hue`: daun, bata, or kunyit between.

    `words`: what was said beside the score. `answered_by`: agent, assistant, or blank.
    """

    id: int
    score: int
    highest: int
    hue: str
    at: datetime
    words: str
    tags: tuple[str, ...] = ()
    by_hand: bool = False
    answered_by: str = ""
    author: str = ""
    contact: Contact | None = None
    conversation: Conversation | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which of them: blank for all. `mood`: good, middle, bad. `worded`: only with words."""

    kind: str = ""
    mood: str = ""
    tag: str = ""
    by: str = ""
    worded: bool = False


def scores_of(contact_id: int, *, limit: int) -> tuple[list[Given], int]:
    """The newest first, and how many there are in all; joined records are one person."""
    rows = Rating.objects.filter(contact_id__in=members([contact_id]))
    newest = list(rows.order_by("-at", "-pk")[:limit])
    return _with_words(newest, {}), rows.count()


def scores_in(message_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """By message: the score that it gave, and the highest that it could have given."""
    rows = Rating.objects.filter(message_id__in=list(message_ids)).values_list("message_id", "kind", "score")
    return {message: (score, HIGHEST[kind]) for message, kind, score in rows}


def page_of_scores(
    chosen: Filter, *, since: datetime, before: Cursor | None, limit: int
) -> tuple[list[Given], Cursor | None]:
    """The newest first with a cursor to the older ones; four statements, whatever is on the page."""
    rows = Rating.objects.filter(at__gte=since)
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.tag:
        rows = rows.filter(tags__contains=[chosen.tag])
    if chosen.by:
        rows = rows.filter(answered_by=chosen.by)
    if chosen.worded:
        rows = rows.filter(words_id__isnull=False)
    if chosen.mood:
        rows = rows.filter(_of_mood(chosen.mood))
    if before:
        rows = rows.filter(older_than("at", before))
    found = list(rows.select_related("contact__root", "conversation").order_by("-at", "-pk")[: limit + 1])
    shown = found[:limit]
    authors = {row.author_id for row in shown if row.author_id}
    names = dict(User.objects.filter(pk__in=authors).values_list("pk", "name")) if authors else {}
    beyond = (shown[-1].at, shown[-1].pk) if len(found) > limit else None
    return _with_words(shown, names), beyond


def _of_mood(mood: str) -> Q:
    good = Q(kind=CSAT, score__gte=HAPPY[CSAT]) | Q(kind=NPS, score__gte=HAPPY[NPS])
    bad = Q(kind=CSAT, score__lte=UNHAPPY[CSAT]) | Q(kind=NPS, score__lte=UNHAPPY[NPS])
    return {"good": good, "bad": bad}.get(mood, ~good & ~bad)


def _with_words(rows: Iterable[Rating], names: Mapping[int, str]) -> list[Given]:
    found = list(rows)
    wanted = [row.words_id for row in found if row.words_id]
    said = Message.objects.in_bulk(wanted) if wanted else {}
    return [given(row, said.get(row.words_id or 0), names.get(row.author_id or 0, "")) for row in found]


def given(row: Rating, message: Message | None, author: str = "") -> Given:
    return Given(
        id=row.pk,
        score=row.score,
        highest=HIGHEST[row.kind],
        hue=hue_of(row.kind, row.score),
        at=row.at,
        words=message.text.strip() if message else "",
        tags=tuple(row.tags),
        by_hand=row.tagged_by_id is not None,
        answered_by=row.answered_by,
        author=author,
        contact=row.contact if "contact" in row._state.fields_cache else None,
        conversation=row.conversation if "conversation" in row._state.fields_cache else None,
    )


def hue_of(kind: str, score: int) -> str:
    return "daun" if score >= HAPPY[kind] else "bata" if score <= UNHAPPY[kind] else "kunyit"
