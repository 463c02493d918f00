"""What one person should see: the number at the bell, and the list behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, ngettext_lazy

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.inbox.models import Notice
from sapa.web.cursors import Cursor, older_than

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_COUNTED = 100
PAGE = 30
BELL = """
SELECT (SELECT count(*) FROM (SELECT 1 FROM inbox_notice WHERE workspace_id = %(workspace)b AND user_id = %(user)b
        AND seen_at IS NULL LIMIT %(most)b) AS unseen),
    coalesce((SELECT is_off FROM inbox_presence WHERE workspace_id = %(workspace)b AND user_id = %(user)b), false)
"""
WORDS: "dict[str, tuple[StrOrPromise, str, str]]" = {
    "handed_off": (
        gettext_lazy("The assistant has handed this conversation to people."),
        "hand-helping",
        "kunyit",
    ),
    "nobody_took": (gettext_lazy("Nobody has taken this conversation yet."), "siren", "bata"),
    "assigned": (gettext_lazy("This conversation is yours now."), "user-check", "nila"),
    "mentioned": (gettext_lazy("You are mentioned in a note."), "at-sign", "nila"),
    "message": (ngettext_lazy("%d new message.", "%d new messages."), "message-circle", "nila"),
    "due_soon": (gettext_lazy("The promised answer is due soon."), "clock", "kunyit"),
    "breached": (gettext_lazy("The promised time has passed."), "clock-alert", "bata"),
    "ticket": (gettext_lazy("A ticket waits for you."), "ticket", "nila"),
    "later_failed": (gettext_lazy("A message for later was not sent."), "calendar-x", "bata"),
}


# Of what was given to somebody: when it is another's by now.
ELSEWHERE = {
    "assigned": gettext_lazy("This conversation is not yours any more."),
    "ticket": gettext_lazy("A colleague has this ticket now."),
}


@dataclass(frozen=True, slots=True)
class Bell:
    """`count` stops at 100; `is_off`: the person says that they are not at work."""

    count: int
    is_off: bool


@dataclass(frozen=True, slots=True)
class NoticeRow:
    notice: Notice
    about: object
    sentence: "StrOrPromise"
    icon: str
    hue: str


def bell(user_id: int) -> Bell:
    given = {"workspace": current_workspace_id(), "user": user_id, "most": MOST_COUNTED}
    return Bell(*fetch(BELL, given)[0])


def bell_number(count: int) -> str:
    """Blank without any; what nobody counts is `99+`."""
    return "99+" if count >= MOST_COUNTED else str(count or "")


def notices_of(user_id: int, *, before: Cursor | None = None) -> tuple[list[NoticeRow], Cursor | None]:
    """Newest first, and the place of the older ones."""
    rows = _with_what_they_tell(Notice.objects.filter(user_id=user_id))
    if before:
        rows = rows.filter(older_than("at", before))
    found = list(rows.order_by("-at", "-pk")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return _told(found[:PAGE]), (last.at, last.pk) if last else None


def _told(notices: Sequence[Notice]) -> list[NoticeRow]:
    return [_row(one) for one in notices]


def sentence_of(kind: str, times: int, *, user_id: int, whose: int | None) -> "StrOrPromise":
    """`whose`: who has the conversation or ticket now; a ticket that nobody has waits for whoever was told."""
    if kind in ELSEWHERE and whose != user_id and (whose or kind == "assigned"):
        return ELSEWHERE[kind]
    sentence = WORDS[kind][0]
    return sentence % times if kind == "message" else sentence


def _row(one: Notice) -> NoticeRow:
    _sentence, icon, hue = WORDS[one.kind]
    about = one.conversation or one.ticket
    whose = about.assignee_id if about else None
    told = sentence_of(one.kind, one.count, user_id=one.user_id, whose=whose)
    return NoticeRow(one, _about(one), told, icon, hue)


def _about(one: Notice) -> object:
    return one.conversation.contact if one.conversation else one.ticket.contact if one.ticket else ""


def _with_what_they_tell(rows: "QuerySet[Notice]") -> "QuerySet[Notice]":
    return rows.select_related("conversation__contact", "ticket__contact")
