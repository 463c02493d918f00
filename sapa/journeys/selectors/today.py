"""Today's list as a person works through it: who, why, what to say, and whether now is a good moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from sapa.accounts.models import User
from sapa.accounts.selectors import workspace
from sapa.contacts.models import Contact, LedgerEntry
from sapa.contacts.selectors import customers, members
from sapa.domain import formats, policy
from sapa.domain.honorifics import panggilan
from sapa.journeys.models import Task
from sapa.journeys.selectors.lists import local_midnight
from sapa.journeys.selectors.policy.openings import days_of, spans, untouched
from sapa.journeys.selectors.tasks import TaskRow, open_tasks, task_rows, todays_list
from sapa.journeys.selectors.words import language, step_name
from sapa.journeys.services.gathering import Rules, rules
from sapa.messaging.models import Conversation

SHOWN = 100
DONE_SHOWN = 30
AHEAD_SHOWN = 20
CLASS_OF_A_CALL = "care"
DAYS_AHEAD = 5
GREETING = "Halo {spoken}, saya {me} dari {shop}. "
ASK = "Apakah ada yang bisa kami bantu?"
KEPT = "Sesuai janji, saya menghubungi kembali soal {topic}."
SILENT = "Beberapa pesan kami belum terbalas. Apakah masih berkenan kami kabari?"


@dataclass(frozen=True, slots=True)
class Line:
    """One task. `call_at`: from when on it is a good moment, None for now; `call_after` says it in words.

    `say` is ready to be said or sent; `chat` an address, or blank.
    """

    row: TaskRow
    spoken: str
    why: str
    step: str
    tries: int
    call_at: datetime | None
    call_after: str
    last: LedgerEntry | None
    say: str
    chat: str

    @property
    def task(self) -> Task:
        return self.row.task

    @property
    def contact(self) -> Contact:
        return self.row.contact

    @property
    def currency(self) -> str:
        return self.task.order.currency if self.task.order else "IDR"


@dataclass(frozen=True, slots=True)
class Done:
    task: Task
    by: str


@dataclass(frozen=True, slots=True)
class Today:
    """`count` of all that are due, `lines` the first of them, `ahead` what comes later."""

    lines: Sequence[Line]
    count: int
    done: Sequence[Done]
    ahead: Sequence[TaskRow]


def count_of(*, now: datetime, user: User) -> int:
    return open_tasks(now=now, user_id=user.pk).count()


def today(*, now: datetime, user: User, limit: int = SHOWN) -> Today:
    """A fixed number of queries, however long the list is."""
    rows = todays_list(now=now, user_id=user.pk, limit=limit)
    zone = workspace().timezone
    finished = Task.objects.exclude(state=Task.State.OPEN).filter(finished_at__gte=local_midnight(now, zone))
    return Today(
        lines=_lines(rows, user, now),
        count=count_of(now=now, user=user),
        done=_done(finished.filter(done_by_id__isnull=False)),
        ahead=_ahead(now, user),
    )


def tasks_of(contact: Contact, *, now: datetime, user: User) -> Sequence[Line]:
    """Open ones of one customer, also those that are not due yet."""
    mine = Task.objects.filter(contact_id__in=members([contact.pk]), state=Task.State.OPEN)
    found = list(mine.select_related("contact", "order").order_by("due_at")[:AHEAD_SHOWN])
    return _lines(task_rows(found, now), user, now)


def line_of(task: Task, *, now: datetime, user: User) -> Line:
    return _lines(task_rows([task], now), user, now)[0]


def _ahead(now: datetime, user: User) -> Sequence[TaskRow]:
    later = Task.objects.filter(state=Task.State.OPEN, due_at__gt=now).select_related("contact", "order")
    mine = later.filter(assignee_id=user.pk) | later.filter(assignee_id__isnull=True)
    return task_rows(list(mine.order_by("due_at", "pk")[:AHEAD_SHOWN]), now)


def _done(rows: QuerySet[Task]) -> list[Done]:
    found = list(rows.select_related("contact").order_by("-finished_at", "-pk")[:DONE_SHOWN])
    names = {user.pk: str(user) for user in User.objects.filter(pk__in={row.done_by_id for row in found})}
    return [Done(row, names.get(row.done_by_id or 0, "")) for row in found]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is read once for all lines."""

    user: User
    shop: str
    root: Mapping[int, int]
    last: Mapping[int, LedgerEntry]
    talks: Mapping[int, Conversation]
    moments: Mapping[int, datetime | None]
    now: datetime


def _lines(rows: Sequence[TaskRow], user: User, now: datetime) -> list[Line]:
    if not rows:
        return []
    root = members({row.contact.pk for row in rows})
    known = _Known(
        user=user,
        shop=workspace().name,
        root=root,
        last=_newest(LedgerEntry.objects.filter(contact_id__in=root), "at", root),
        talks=_newest(Conversation.objects.filter(contact_id__in=root), "last_message_at", root),
        moments=_moments({row.contact.pk for row in rows}, now),
        now=now,
    )
    return [_line(row, known) for row in rows]


def _line(row: TaskRow, known: _Known) -> Line:
    task, person = row.task, row.contact
    spoken = panggilan(person.name, person.segment, person.gender, person.preferred_address)
    say = ready(task, spoken, known)
    talk = known.talks.get(known.root[person.pk])
    call_at = known.moments.get(person.pk)
    return Line(
        row=row,
        spoken=spoken,
        why=why_words(row),
        step=step_name(task.why, task.step) if task.step else "",
        tries=task.key.count("~") + 1,
        call_at=call_at,
        call_after=_after(call_at, row.zone, known.now) if call_at else "",
        last=known.last.get(known.root[person.pk]),
        say=say,
        chat=chat_address(talk, say) if talk else "",
    )


def _after(at: datetime, zone: str, now: datetime) -> str:
    """`08.00 WITA`, with the day where it is not today."""
    told = f"{formats.clock(at, zone, language())} {formats.zone_label(at, zone)}"
    day = formats.local_date(at, zone)
    return told if day == formats.local_date(now, zone) else f"{formats.day(day, language())} {told}"


def why_words(row: TaskRow) -> str:
    """Why it is on the list, in one sentence."""
    if row.journey:
        return _("%(journey)s wants a person now.") % {"journey": row.journey}
    if row.why == "promised":
        return _("Promised, and not kept yet.") if row.late else _("Promised for today.")
    if row.why == "unresponsive":
        return _("Several messages in a row without an answer: call, or let it be.")
    return _("Your own reminder.")


def ready(task: Task, spoken: str, known: _Known) -> str:
    """What to say or send, in the customer's language. A journey's words are complete already."""
    greeting = GREETING.format(spoken=spoken, me=str(known.user).split("@")[0], shop=known.shop)
    if task.why == "promised":
        return greeting + (KEPT.format(topic=task.text) if task.text else ASK)
    if task.why == "unresponsive":
        return greeting + SILENT
    return greeting + ASK if task.why == "by_hand" or not task.text else task.text


def chat_address(talk: Conversation, text: str) -> str:
    """The conversation with the text in its composer; a high room has the page (decisions.md 3)."""
    page = settings.SLOTS.get("conversation.page", "")
    return f"{reverse(page, args=[talk.public_id])}?{urlencode({'teks': text})}" if page else ""


def _newest(rows: "QuerySet[Any]", column: str, root: Mapping[int, int]) -> dict[int, Any]:
    """The newest row of each person, by root."""
    found: dict[int, Any] = {}
    for row in rows.order_by("contact_id", f"-{column}", "-pk").distinct("contact_id"):
        person = root[row.contact_id]
        if person not in found or getattr(row, column) > getattr(found[person], column):
            found[person] = row
    return found


def _moments(contact_ids: Iterable[int], now: datetime) -> dict[int, datetime | None]:
    """From when on each may be called: quiet, busy and office hours, weekends and holidays are left alone."""
    given, seen = rules(), dict[str, datetime | None]()
    found: dict[int, datetime | None] = {}
    for pk, person in customers(contact_ids).items():
        key = repr((person.segment, person.timezone, person.address, person.phone, person.busy_profile))
        if key not in seen:
            seen[key] = _next_open(given, untouched(person), now)
        found[pk] = seen[key]
    return found


def _next_open(given: Rules, person: policy.Customer, now: datetime) -> datetime | None:
    """None when now is a good moment."""
    first = (now - timedelta(days=1)).astimezone(ZoneInfo(given.shop.timezone)).date()
    stretches = spans(days_of(given, CLASS_OF_A_CALL, person, first, DAYS_AHEAD), now)
    here = next((one for one in stretches if one.start <= now < one.end), None)
    return None if here is None or here.is_open else here.until
