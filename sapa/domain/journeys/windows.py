"""Whether a message can ever be sent: its end after its due time, and an allowed hour in between."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from sapa.domain.calendars import Calendar
from sapa.domain.journeys.conditions import hears_reply
from sapa.domain.journeys.definition import (
    BranchStep,
    Definition,
    MessageStep,
    Moment,
    Step,
    TaskStep,
    Window,
    Words,
)
from sapa.domain.journeys.facts import PersonFacts, Trigger
from sapa.domain.journeys.moments import instant
from sapa.domain.journeys.outcomes import ways
from sapa.domain.journeys.problems import Problem, problem
from sapa.domain.journeys.scene import Scene
from sapa.domain.policy.settings import Policy
from sapa.domain.policy.types import Customer, Decision, History, Intent

SEGMENTS = ("b2c", "b2b")
SEGMENT_WORDS = {
    "b2c": Words("pelanggan pribadi", "private customers"),
    "b2b": Words("perusahaan", "companies"),
}
MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
CYCLE = tuple(MONDAY + timedelta(minutes=30 * number) for number in range(7 * 48))
ZONE = "Asia/Jakarta"
CALENDAR = Calendar()
ALWAYS_KNOWN = ("trigger", "now", "previous")


def weekend(day: date) -> bool:
    return day.weekday() >= 5


def window_problems(definition: Definition, policy: Policy | None) -> Iterator[Problem]:
    for number, step in enumerate(definition.steps, start=1):
        if isinstance(step, MessageStep | TaskStep):
            where = f"steps.{number}.expires"
            yield from step_problems(definition, step, where, policy)


def step_problems(
    definition: Definition, step: MessageStep | TaskStep, where: str, policy: Policy | None
) -> Iterator[Problem]:
    for segment in SEGMENTS:
        window = window_of(step, segment)
        for found in problems_of_window(definition, step, window, segment, policy):
            yield replace(found, where=where, line=window.line or step.line)


def window_of(step: MessageStep | TaskStep, segment: str) -> Window:
    return step.window_of(segment) if isinstance(step, MessageStep) else step.window


def problems_of_window(
    definition: Definition, step: Step, window: Window, segment: str, policy: Policy | None
) -> Iterator[Problem]:
    """Ends on another anchor than the due time cannot be compared, so they are left alone."""
    ends = [end for end in window.expires if comparable(window.due, end)]
    spans = {end: spans_of(window.due, end) for end in ends}
    for end in ends:
        if all(due >= until for due, until in spans[end]):
            yield problem(0, "expires_before_due", due=window.due.source, expires=end.source)
            return
    for end in window.expires:
        if end.anchor == "trigger" and latest(end) <= earliest(definition, step.id):
            yield problem(0, "expires_before_due", due=window.due.source, expires=end.source)
            return
    if not isinstance(step, MessageStep) or not ends:
        return
    open_spans = shortest(list(spans.values()))
    refused = never_sent(definition, step, segment, open_spans, policy)
    if refused:
        yield problem(
            0,
            "window_never_opens",
            due=window.due.source,
            expires=", ".join(end.source for end in ends),
            segment=SEGMENT_WORDS[segment],
            reasons=", ".join(refused),
        )


MINUTES = {"m": 1, "h": 60, "d": 1440, "wd": 1440}
FOR_EVER = 10**9


def shifted(moment: Moment) -> int:
    """Minutes from the anchor, working days counted as days: never too many."""
    return sum(shift.amount * MINUTES[shift.unit] for shift in moment.shifts)


def latest(end: Moment) -> int:
    """At most so many minutes after its anchor; working days may stretch over any holidays."""
    if any(shift.unit == "wd" for shift in end.shifts):
        return FOR_EVER
    return shifted(end) + (MINUTES["d"] if end.clock else 0)


def earliest(definition: Definition, step_id: str, seen: tuple[str, ...] = ()) -> int:
    """At least so many minutes after the trigger can this step be due; 0 where that is not known."""
    step = next((one for one in definition.steps if one.id == step_id), None)
    if step is None or step_id in seen:
        return 0
    due = step.due if isinstance(step, BranchStep) else step.window.due
    if isinstance(step, BranchStep) and any(hears_reply(case) for case in step.cases):
        due = Moment("", "previous")
    if due.anchor not in ("trigger", "previous"):
        return 0
    least = shifted(due) - (MINUTES["d"] if due.clock == "at" else 0)
    earlier = [one for one in definition.steps if step_id in ways(definition, one) and one.id != step_id]
    if due.anchor == "previous" and earlier:
        least += min(earliest(definition, one.id, (*seen, step_id)) for one in earlier)
    return max(least, 0)


def comparable(due: Moment, end: Moment) -> bool:
    """Both hang on the same anchor, or the end hangs on the due time itself."""
    return bool(due.anchor) and end.anchor in (due.anchor, "due")


Spans = list[tuple[datetime, datetime]]


@lru_cache(maxsize=512)
def spans_of(due: Moment, end: Moment) -> Spans:
    """Window by window, for an anchor at every half hour of a week."""
    found = []
    for at in CYCLE:
        scene = Scene(at, Trigger("", at), PersonFacts(0, zone=ZONE), {}, is_day_off=weekend)
        starts = instant(as_anchor(due), scene, previous=at, due=None)
        ends = instant(as_anchor(end), scene, previous=at, due=starts)
        if starts and ends:
            found.append((starts, ends))
    return found


def as_anchor(moment: Moment) -> Moment:
    """A fact that is an instant may be any instant: the trigger stands for it."""
    known = moment.anchor in (*ALWAYS_KNOWN, "due")
    return moment if known else replace(moment, anchor="trigger")


def shortest(several: list[Spans]) -> Spans:
    """The earliest end of each window."""
    return [(same[0][0], min(end for _, end in same)) for same in zip(*several, strict=True)]


def never_sent(
    definition: Definition, step: MessageStep, segment: str, spans: Spans, policy: Policy | None
) -> tuple[str, ...]:
    """Why the policy refuses the message in every window, or nothing when one window lets it go."""
    answers = decisions(definition, step, segment, spans, policy)
    first = next(answers, None)
    if first is None or first.action != "drop" or any(one.action != "drop" for one in answers):
        return ()
    return first.reasons


def lost_share(
    definition: Definition, step: MessageStep, segment: str, spans: Spans, policy: Policy | None
) -> float:
    """The part of a week's windows in which the message could not be sent."""
    lost = [one.action == "drop" for one in decisions(definition, step, segment, spans, policy)]
    return (sum(lost) + len(spans) - len(lost)) / len(spans)


def decisions(
    definition: Definition, step: MessageStep, segment: str, spans: Spans, policy: Policy | None
) -> Iterator[Decision]:
    """The policy on each window that opens at all."""
    for due, end in spans:
        if due < end:
            yield asked(definition, step, segment, due, end, policy)


def asked(
    definition: Definition,
    step: MessageStep,
    segment: str,
    due: datetime,
    end: datetime,
    policy: Policy | None,
) -> Decision:
    """The policy on this message to somebody who allowed everything and was never written to."""
    # Here, because the policy's codes tell those of journeys too and load this package first.
    from sapa.domain.policy.loop import decide
    from sapa.domain.policy.settings import policy_from

    intent = Intent(
        id=step.id,
        klass=step.klass or definition.klass,
        kind=definition.id,
        category=step.category or definition.category,
        created_at=due,
        due_at=due,
        expires_at=end,
        channels=definition.channels_of(segment),
        wa_template=True,
        customer_initiated=step.customer_initiated,
        holiday_relevant=step.holiday_relevant,
        priority=definition.priority,
    )
    return decide(intent, somebody(segment), History(), CALENDAR, due, policy or policy_from({}))


def somebody(segment: str) -> Customer:
    return Customer(
        segment=segment,
        timezone=ZONE,
        channels={"whatsapp": True, "email": True, "telegram": True},
        consent={"promo": "granted"},
    )
