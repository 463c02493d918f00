"""Lists of follow-ups: what is planned, held, sent, answered or dropped, with the page and the counts of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, ExtractHour, TruncDate
from django.shortcuts import get_object_or_404

from sapa.accounts.selectors import workspace
from sapa.contacts.models import Contact
from sapa.contacts.selectors import members
from sapa.domain.journeys.definition import Definition
from sapa.domain.journeys.telling import trigger_words
from sapa.domain.zones.resolve import resolve
from sapa.journeys.models import Decision, FollowUp
from sapa.journeys.selectors.words import all_definitions, language, recipe_name, step_name
from sapa.messaging.models import Message

State = FollowUp.State
OPEN = (State.WAITING, State.QUEUED)
TABS = ("planned", "held", "sent", "answered", "dropped", "rehearsed")
WINDOWS = {"today": 1, "week": 7}
AHEAD = ("planned", "held")
# An answer for later is under no rule that could hold it.
ONLY_ITS_TIME = ["not_due", "exempt_reply"]
NO_HOLD: tuple[list[str], ...] = ([], ONLY_ITS_TIME[:1], ONLY_ITS_TIME)
PAGE = 30

Cursor = tuple[datetime, int]
Rows = QuerySet[Any]  # follow-ups with `when`, and where asked for `replied_at`


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which follow-ups: a tab, and perhaps a window (today, week), a recipe and a reason."""

    tab: str = "planned"
    window: str = ""
    recipe: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """One line of a list; `at` is when it goes, went or was given up, in the customer's `zone`.

    `because`: what made it planned, at the instant `began`; blank where the trigger is not known any more.
    """

    public_id: UUID
    contact: Contact
    recipe: str
    step: str
    order: str
    because: str
    began: datetime
    at: datetime
    zone: str
    state: str
    reasons: Sequence[str]
    replied_at: datetime | None
    held: bool

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def holds(self) -> list[str]:
        """What it waits for besides its own time."""
        return [code for code in self.reasons if code not in ONLY_ITS_TIME]


@dataclass(frozen=True, slots=True)
class Found:
    rows: Sequence[FollowUpRow]
    next: Cursor | None


def follow_ups(wanted: Wanted, *, now: datetime, zone: str) -> Rows:
    """The follow-ups of one tab; a figure of the home page and the list behind it ask the same question."""
    rows = BY_TAB[wanted.tab]()
    if wanted.recipe:
        rows = rows.filter(recipe=wanted.recipe)
    if wanted.reason:
        rows = rows.filter(reasons__contains=[wanted.reason])
    return _in_window(rows, wanted, now, zone)


def _planned() -> Rows:
    """Real ones: what is only rehearsed has a tab of its own."""
    rows = FollowUp.objects.filter(state__in=OPEN, dry=False)
    return rows.annotate(when=Coalesce("next_at", "due_at"))


def _held() -> Rows:
    """Waiting for something else than their own time."""
    waiting = FollowUp.objects.filter(state=State.WAITING, dry=False)
    held = waiting.exclude(reasons__in=NO_HOLD)
    return held.annotate(when=Coalesce("next_at", "due_at"))


def _sent() -> Rows:
    return FollowUp.objects.filter(state=State.SENT).annotate(when=Coalesce("finished_at", "due_at"))


def _dropped() -> Rows:
    rows = FollowUp.objects.filter(state=State.DROPPED, dry=False)
    return rows.annotate(when=Coalesce("finished_at", "due_at"))


def _rehearsed() -> Rows:
    """Of journeys that send nothing yet, whatever became of them."""
    return FollowUp.objects.filter(dry=True).annotate(when=Coalesce("finished_at", "next_at", "due_at"))


def _answered() -> Rows:
    """Sent, and answered in the recipe's time before the next follow-up (measurement.md, response rate)."""
    later = FollowUp.objects.filter(
        contact_id=OuterRef("contact_id"),
        state=State.SENT,
        finished_at__gt=OuterRef("finished_at"),
        finished_at__lt=OuterRef("replied_at"),
    )
    return _with_reply(_sent()).filter(replied_at__isnull=False).filter(~Exists(later))


def _with_reply(rows: Rows) -> Rows:
    end = ExpressionWrapper(F("finished_at") + _response_time(), output_field=DateTimeField())
    replies = Message.objects.filter(
        contact_id=OuterRef("contact_id"),
        direction="in",
        at__gt=OuterRef("finished_at"),
        at__lte=OuterRef("answer_until"),
    )
    first = replies.order_by("at").values("at")[:1]
    found: Rows = rows.annotate(answer_until=end).annotate(replied_at=Subquery(first))
    return found


def _response_time() -> Case:
    hours = (
        When(recipe=one.id, then=Value(timedelta(hours=one.response_hours)))
        for one in all_definitions().values()
    )
    return Case(*hours, default=Value(timedelta(hours=72)))


BY_TAB = {
    "planned": _planned,
    "held": _held,
    "sent": _sent,
    "answered": _answered,
    "dropped": _dropped,
    "rehearsed": _rehearsed,
}


def _in_window(rows: Rows, wanted: Wanted, now: datetime, zone: str) -> Rows:
    days = WINDOWS.get(wanted.window)
    if days is None:
        return rows
    if wanted.tab in AHEAD:
        column = "due_at" if wanted.tab == "held" else "when"
        return rows.filter(**{f"{column}__lt": local_midnight(now, zone, days)})
    column = "replied_at" if wanted.tab == "answered" else "when"
    return rows.filter(**{f"{column}__gte": local_midnight(now, zone, 1 - days)})


def local_midnight(now: datetime, zone: str, days: int = 0) -> datetime:
    """The beginning of today there, or of the day so many days away."""
    day = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
    return datetime.combine(day, time(), ZoneInfo(zone))


def page(wanted: Wanted, *, now: datetime, zone: str, cursor: Cursor | None, limit: int = PAGE) -> Found:
    """What is ahead by its time, soonest first; what is past newest first; `cursor` is the last one seen."""
    rows = follow_ups(wanted, now=now, zone=zone)
    rows = rows if wanted.tab == "answered" else _with_reply(rows)
    way, sign = ("gt", "") if wanted.tab in AHEAD else ("lt", "-")
    if cursor:
        at, pk = cursor
        rows = rows.filter(Q(**{f"when__{way}": at}) | Q(**{"when": at, f"pk__{way}": pk}))
    found = _listed(rows.order_by(f"{sign}when", f"{sign}pk")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return Found(_rows(found[:limit]), (last.when, last.pk) if last else None)  # type: ignore[attr-defined]


def _listed(rows: Rows) -> list[FollowUp]:
    return list(rows.select_related("contact", "order", "enrolment"))


def _rows(found: Iterable[FollowUp]) -> list[FollowUpRow]:
    business, known = workspace().timezone, all_definitions()
    return [_row(one, business, known) for one in found]


def _row(one: FollowUp, business: str, known: Mapping[str, Definition]) -> FollowUpRow:
    return FollowUpRow(
        public_id=one.public_id,
        contact=one.contact,
        recipe=recipe_name(one.recipe, known),
        step=step_name(one.recipe, one.step, known),
        order=one.order.number if one.order else "",
        because=trigger_words([one.enrolment.trigger_name], language()) if one.enrolment else "",
        began=one.created_at,
        at=(one.next_at if one.state in OPEN else one.finished_at) or one.due_at,
        zone=zone_of(one.contact, business),
        state=one.state,
        reasons=one.reasons,
        replied_at=getattr(one, "replied_at", None),
        held=one.state == State.WAITING and one.reasons not in NO_HOLD,
    )


def row_of(one: FollowUp) -> FollowUpRow:
    return _row(one, workspace().timezone, all_definitions())


def zone_of(contact: Contact, business: str) -> str:
    """By which the customer's times are written (domain.md 2.3)."""
    return resolve(
        contact.timezone,
        contact.country,
        contact.province,
        contact.postcode[:2],
        contact.region,
        contact.phone[:6],
        business,
        "strict",
    ).primary


def follow_up_by_public_id(public_id: UUID | str) -> FollowUp:
    """The one door to a follow-up. Raises Http404."""
    return get_object_or_404(
        FollowUp.objects.select_related("contact", "order", "journey", "enrolment"), public_id=public_id
    )


def planned_of_contact(contact_id: int, *, limit: int = 10) -> list[FollowUpRow]:
    """Soonest first, of the person with all records that were merged into one."""
    rows = _planned().filter(contact_id__in=members([contact_id])).order_by("when", "pk")
    return _rows(_listed(rows[:limit]))


def held_between(contact_id: int, *, since: datetime, limit: int = 20) -> list[FollowUp]:
    """Of one person: those held now and those given up, by `decided_at`; for the story of a conversation."""
    newest = Decision.objects.filter(follow_up=OuterRef("pk")).order_by("-id").values("at")[:1]
    mine = FollowUp.objects.filter(contact_id__in=members([contact_id]))
    held = mine.filter(Q(pk__in=_held().values("pk")) | Q(state=State.DROPPED))
    told = held.annotate(decided_at=Coalesce("finished_at", Subquery(newest), "planned_at"))
    return list(told.filter(decided_at__gte=since).order_by("-decided_at", "-pk")[:limit])


def counts_by_reason(wanted: Wanted, *, now: datetime, zone: str) -> dict[str, int]:
    """How many of the list each reason holds; one follow-up may have several."""
    counts: dict[str, int] = {}
    rows = follow_ups(wanted, now=now, zone=zone)
    for reasons, number in rows.order_by().values_list("reasons").annotate(Count("pk")):
        for code in set(reasons) - set(ONLY_ITS_TIME):
            counts[code] = counts.get(code, 0) + number
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def planned_by_hour(*, now: datetime, zone: str, days: int = 7) -> dict[tuple[Any, int], int]:
    """(local date, hour) → how many are planned then, in the zone of the business."""
    there = ZoneInfo(zone)
    rows = _planned().filter(when__lt=local_midnight(now, zone, days))
    grouped = rows.annotate(day=TruncDate("when", tzinfo=there), hour=ExtractHour("when", tzinfo=there))
    found = grouped.order_by().values_list("day", "hour").annotate(number=Count("pk"))
    return {(day, hour): number for day, hour, number in found}
