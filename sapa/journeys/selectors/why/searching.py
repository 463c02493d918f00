"""Search among all kept decisions: by customer, rule, day, journey and outcome, newest first.

A page is a fixed number of queries. Without a customer the index by time is walked backwards from the last day
that was asked for; of one customer the decisions are found by that customer's follow-ups and messages.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from sapa.accounts.selectors import workspace
from sapa.commerce.selectors import orders
from sapa.contacts.models import Contact
from sapa.contacts.selectors import members, search
from sapa.domain.journeys.definition import Definition
from sapa.journeys.models import Decision, FollowUp
from sapa.journeys.selectors.lists import zone_of
from sapa.journeys.selectors.verdicts import moment_words, sentence_of
from sapa.journeys.selectors.words import all_definitions, recipe_name, step_name
from sapa.messaging.models import Message

PAGE = 30
MOST_PEOPLE = 20
MOST_COUNTED = 20_000
NEWEST_OF_ONE = 2_000
HELD_OUT = "holdout"
ONLY_ITS_TIME = "not_due"

Cursor = tuple[datetime, int]
Rows = QuerySet[Decision]

SENT = Q(action="send") & (Q(follow_up__dry=False) | Q(follow_up=None))
OUTCOMES: Mapping[str, Q] = {
    "sent": SENT,
    "held": Q(action="wait"),
    "dropped": Q(action="drop") & ~Q(reasons=[HELD_OUT]),
    "rehearsed": Q(action="send", follow_up__dry=True),
    "held_out": Q(action="drop", reasons=[HELD_OUT]),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """`people` None: everybody. Days are whole days of the workspace, the last one included."""

    people: tuple[int, ...] | None = None
    rule: str = ""
    first: date | None = None
    last: date | None = None
    recipe: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One line; `name` is what was decided about, `by` who wrote it where no journey did."""

    decision: Decision
    contact: Contact
    name: str
    step: str
    text: str
    zone: str
    outcome: str
    sentence: str
    next_try: str
    follow_up_id: UUID | None
    message_id: UUID | None


@dataclass(frozen=True, slots=True)
class Found:
    rows: Sequence[DecisionRow]
    next: Cursor | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many decisions each rule is a reason of; `whole` False: of the newest `MOST_COUNTED` only."""

    by_rule: Mapping[str, int]
    whole: bool


def find_people(text: str) -> list[Contact]:
    """By name, phone in any spelling, customer number, or the beginning of an order number."""
    people = {one.root_id or one.pk: one for one in search(text, MOST_PEOPLE)}
    if any(sign.isdecimal() for sign in text):
        for order in orders(text=text)[:MOST_PEOPLE]:
            people.setdefault(order.contact.root_id or order.contact_id, order.contact)
    return list(people.values())[:MOST_PEOPLE]


def decisions_page(asked: Asked, *, zone: str, cursor: Cursor | None, limit: int = PAGE) -> Found:
    """`zone` of the workspace, in which days begin; `cursor` is (at, id) of the last row that was shown."""
    rows = _asked(asked, zone)
    if cursor:
        at, pk = cursor
        rows = rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk), at__lte=at)
    found = _opened(list(rows.order_by("-at", "-pk").values_list("pk", flat=True)[: limit + 1]))
    last = found[limit - 1] if len(found) > limit else None
    return Found(_rows(found[:limit]), (last.at, last.pk) if last else None)


def _opened(ids: Sequence[int]) -> list[Decision]:
    """Read by their ids: a join under the limit would tempt the database to join everything first."""
    rows = Decision.objects.filter(pk__in=ids).select_related("contact", "follow_up", "follow_up__order")
    return list(rows.order_by("-at", "-pk"))


def counts_by_rule(asked: Asked, *, zone: str) -> Counts:
    """Of the same question without its rule, the most frequent first."""
    wanted = _asked(replace(asked, rule=""), zone).order_by("-at", "-pk")
    newest = wanted.values("pk")[:MOST_COUNTED]
    told = Decision.objects.filter(pk__in=newest).order_by().values_list("reasons").annotate(Count("pk"))
    found: dict[str, int] = {}
    total = 0
    for reasons, number in told:
        total += number
        for code in set(reasons) - {ONLY_ITS_TIME}:
            found[code] = found.get(code, 0) + number
    return Counts(dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))), total < MOST_COUNTED)


def _asked(asked: Asked, zone: str) -> Rows:
    rows: Rows = Decision.objects.all()
    if asked.people is not None:
        rows = rows.filter(_of_people(asked.people))
    if asked.rule:
        rows = rows.filter(reasons__contains=[asked.rule])
    if asked.first:
        rows = rows.filter(at__gte=_midnight(asked.first, zone))
    if asked.last:
        rows = rows.filter(at__lt=_midnight(asked.last + timedelta(days=1), zone))
    if asked.recipe:
        rows = rows.filter(follow_up__recipe=asked.recipe)
    return rows.filter(OUTCOMES[asked.outcome]) if asked.outcome else rows


def _midnight(day: date, zone: str) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))


def _of_people(people: Iterable[int]) -> Q:
    """By two short lists of ids, each with an index of its own, and not by a walk through everything."""
    everyone = members(people)
    planned = FollowUp.objects.filter(contact_id__in=everyone).order_by("-due_at")
    wrote = Message.objects.filter(contact_id__in=everyone, direction="out", follow_up_id=None).order_by(
        "-at"
    )
    ids = list(planned.values_list("pk", flat=True)[:NEWEST_OF_ONE])
    written = list(wrote.values_list("pk", flat=True)[:NEWEST_OF_ONE])
    return Q(follow_up_id__in=ids) | Q(message_id__in=written)


def _rows(found: Sequence[Decision]) -> list[DecisionRow]:
    written = Message.objects.in_bulk(
        [row.message_id for row in found if row.message_id and not row.follow_up_id]
    )
    told = partial(_row, written=written, business=workspace().timezone, known=all_definitions())
    return [told(row) for row in found]


def _row(
    row: Decision, *, written: Mapping[int, Message], business: str, known: Mapping[str, Definition]
) -> DecisionRow:
    one, message = row.follow_up, written.get(row.message_id or 0)
    zone = zone_of(row.contact, business)
    return DecisionRow(
        decision=row,
        contact=row.contact,
        name=recipe_name(one.recipe, known) if one else "",
        step=step_name(one.recipe, one.step, known) if one else "",
        text=message.text[:80] if message else one.order.number if one and one.order else "",
        zone=zone,
        outcome=_outcome(row),
        sentence=sentence_of(row),
        next_try=moment_words(row.until, zone) if row.action == "wait" and row.until else "",
        follow_up_id=one.public_id if one else None,
        message_id=message.public_id if message else None,
    )


def _outcome(row: Decision) -> str:
    if row.action == "send":
        return "rehearsed" if row.follow_up and row.follow_up.dry else "sent"
    if row.action == "wait":
        return "held"
    return "held_out" if row.reasons == [HELD_OUT] else "dropped"
