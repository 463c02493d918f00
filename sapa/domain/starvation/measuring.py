"""Does the policy starve recipes? Every hour of four weeks as the trigger (`domain.md` §2.12).

Each person was never written to, so that only the clock can keep a message from going out in time.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from math import ceil
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sapa.domain.calendars import default_calendar
from sapa.domain.journeys.definition import BranchStep, Definition, MessageStep, Moment, Step, Window
from sapa.domain.journeys.facts import PersonFacts, Trigger
from sapa.domain.journeys.moments import instant
from sapa.domain.journeys.scene import Scene
from sapa.domain.journeys.times import (
    COMPANY_PAYS_WITHIN_DAYS,
    REMINDER_USEFUL,
    days_off,
    plus_days,
    plus_working_days,
)
from sapa.domain.policy import Address, Contact, Customer, History, Intent, Policy, decide

ZONE = "Asia/Jakarta"
DAYS = 28
USUAL, BRIDGE = date(2027, 1, 11), date(2027, 3, 1)
OFFICE_HOURS = range(9, 17)
HOUR = timedelta(hours=1)
# Where a recipe counts from dates that the owner or the shop sets, these stand for them.
PROMOTION_DAYS, SURVEY_DAYS, GRACE_DAYS = 7, 14, 7
JAKARTA = Address("ID", "DKI Jakarta", "10110")
REACHABLE = {"whatsapp": True, "email": True}
PEOPLE: Mapping[str, Customer] = {
    "b2c": Customer(address=JAKARTA, channels=REACHABLE, consent={"promo": "granted"}),
    "worker": Customer(
        address=JAKARTA, channels=REACHABLE, consent={"promo": "granted"}, busy_profile="worker"
    ),
    "mobile": Customer(phone="+6281211112222", channels=REACHABLE, consent={"promo": "granted"}),
    "b2b": Customer("b2b", address=JAKARTA, channels=REACHABLE, consent={"promo": "granted"}),
}

SILENCE = History()
is_day_off = days_off(default_calendar(), "ID", (5, 6))
Span = tuple[datetime, datetime, datetime]


class Sort(NamedTuple):
    """What the policy needs to know of a message."""

    klass: str
    category: str
    customer_initiated: bool = False
    holiday_relevant: bool = False


class Loss(NamedTuple):
    """Of `tried` triggers so many were lost; hours from `since` (trigger or due) to the sending of the rest."""

    tried: int
    lost: int
    median: float
    p90: float

    @property
    def share(self) -> float:
        return self.lost / self.tried


class Example(NamedTuple):
    """A window as the table of the document tells it, in hours after the trigger."""

    title: str
    klass: str
    person: str
    due_hours: int
    end_hours: int
    office: bool = False


class Row(NamedTuple):
    """One step of a recipe for one kind of person. `useful`: the least time from its trigger to its end."""

    recipe: str
    step: str
    person: str
    useful: timedelta
    loss: Loss


def triggers(first: date, office: bool) -> Iterator[datetime]:
    """Every hour of four weeks; `office`: those of Monday to Friday, on holidays too, which companies have."""
    midnight = datetime(first.year, first.month, first.day, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
    for hour in range(DAYS * 24):
        at = midnight + hour * HOUR
        day, of_day = divmod(hour, 24)
        if not office or ((first.weekday() + day) % 7 < 5 and of_day in OFFICE_HOURS):
            yield at


def loss(spans: Iterable[Span], sort: Sort, person: str, policy: Policy, *, from_due: bool = False) -> Loss:
    """The policy asked about every span (trigger, due, end)."""
    hours, tried = list[float](), 0
    for trigger, due, end in spans:
        tried += 1
        sent = sent_at(trigger, due, end, sort, person, policy)
        if sent is not None:
            hours.append((sent - (due if from_due else trigger)) / HOUR)
    hours.sort()
    return Loss(tried, tried - len(hours), quantile(hours, 0.5), quantile(hours, 0.9))


def quantile(ordered: list[float], share: float) -> float:
    """The value that so large a share of the list does not exceed."""
    return ordered[ceil(len(ordered) * share) - 1] if ordered else 0.0


def sent_at(
    trigger: datetime, due: datetime, end: datetime, sort: Sort, person: str, policy: Policy
) -> datetime | None:
    intent = Intent(
        id=0,
        klass=sort.klass,
        category=sort.category,
        due_at=due,
        expires_at=end,
        wa_template=True,
        customer_initiated=sort.customer_initiated,
        holiday_relevant=sort.holiday_relevant,
    )
    heard = History((Contact(trigger, "in"),)) if sort.klass == "reply" else SILENCE
    return decide(intent, PEOPLE[person], heard, default_calendar(), due, policy).at


def of_example(example: Example, first: date, policy: Policy) -> Loss:
    due, end = example.due_hours * HOUR, example.end_hours * HOUR
    spans = ((at, at + due, at + end) for at in triggers(first, example.office))
    return loss(spans, Sort(example.klass, "utility"), example.person, policy)


def rows(definition: Definition, first: date, policy: Policy) -> Iterator[Row]:
    """Every message of a recipe for every kind of person."""
    for step in definition.steps:
        if isinstance(step, MessageStep):
            for person in PEOPLE:
                yield row(definition, step, person, first, policy)


def row(definition: Definition, step: MessageStep, person: str, first: date, policy: Policy) -> Row:
    segment = PEOPLE[person].segment
    sort = Sort(
        step.klass or definition.klass,
        step.category or definition.category,
        step.customer_initiated,
        step.holiday_relevant,
    )
    lead = lead_of(definition, step, segment)
    return Row(
        definition.id, step.id, person, *measured(step.window_of(segment), lead, sort, person, first, policy)
    )


@lru_cache(maxsize=512)
def measured(
    window: Window, lead: tuple[Moment, ...], sort: Sort, person: str, first: date, policy: Policy
) -> tuple[timedelta, Loss]:
    """Many steps share their window, so that it is measured once."""
    spans = spans_of(window, lead, PEOPLE[person].segment, first)
    useful = min(end - min(trigger, due) for trigger, due, end in spans)
    return useful, loss(spans, sort, person, policy, from_due=True)


@lru_cache(maxsize=512)
def spans_of(window: Window, lead: tuple[Moment, ...], segment: str, first: date) -> list[Span]:
    office = segment == "b2b"
    return [span_of(window, lead, segment, at) for at in triggers(first, office)]


def lead_of(definition: Definition, step: MessageStep, segment: str) -> tuple[Moment, ...]:
    """The due times that lead to a step counting from the one before it, the first of them first."""
    if step.window_of(segment).due.anchor != "previous":
        return ()
    place = definition.steps.index(step)
    found: list[Moment] = []
    for earlier in reversed(definition.steps[:place]):
        due = due_of(earlier, segment)
        found.insert(0, due)
        if due.anchor != "previous":
            break
    return tuple(found)


def due_of(step: Step, segment: str) -> Moment:
    if isinstance(step, BranchStep):
        return step.due
    return step.window_of(segment).due if isinstance(step, MessageStep) else step.window.due


def span_of(window: Window, lead: tuple[Moment, ...], segment: str, trigger: datetime) -> Span:
    before: datetime | None = None
    for moment in lead:
        before = read(moment, trigger, segment, before, None)
    due = read(window.due, trigger, segment, before, None)
    return trigger, due, min(read(end, trigger, segment, before, due) for end in window.expires)


def read(
    moment: Moment, trigger: datetime, segment: str, before: datetime | None, due: datetime | None
) -> datetime:
    given = {"previous": before, "due": due}.get(moment.anchor) or anchor_at(moment.anchor, trigger, segment)
    scene = Scene(given, Trigger("", given), PersonFacts(0, zone=ZONE), {}, is_day_off=is_day_off)
    found = instant(replace(moment, anchor="trigger"), scene, previous=None, due=None)
    if found is None:
        raise ValueError(f"{moment.source}: its anchor is not known here")
    return found


def anchor_at(anchor: str, trigger: datetime, segment: str) -> datetime:
    """Dates that the shop knows, counted from the trigger; every other one is the trigger itself."""
    if anchor == "order.payment_deadline":
        if segment == "b2b":
            return plus_working_days(trigger, COMPANY_PAYS_WITHIN_DAYS, ZONE, is_day_off)
        return trigger + REMINDER_USEFUL
    days = {
        "promo.ends_at": PROMOTION_DAYS,
        "survey.closes_at": SURVEY_DAYS,
        "subscription.grace_end": GRACE_DAYS,
    }
    return plus_days(trigger, days.get(anchor, 0), ZONE)
