"""What is allowed in a journey and still worth telling: warnings."""

from collections.abc import Iterator

from sapa.domain.journeys.definition import Definition, MessageStep, Moment
from sapa.domain.journeys.problems import Problem, problem
from sapa.domain.journeys.windows import comparable, shortest, spans_of, window_of
from sapa.domain.policy.types import NUDGES

HOURS, DAYS = 3600, 86400
PROMO_DAYS = 7


def warnings_of(definition: Definition) -> Iterator[Problem]:
    yield from narrow_windows(definition)
    yield from promos_in_a_row(definition)


def narrow_windows(definition: Definition) -> Iterator[Problem]:
    """Companies are written to on working days, nine to five: a narrow window often has no such hour."""
    for number, step in enumerate(definition.steps, start=1):
        if not isinstance(step, MessageStep) or (step.klass or definition.klass) not in NUDGES:
            continue
        window = window_of(step, "b2b")
        ends = [spans_of(window.due, end) for end in window.expires if comparable(window.due, end)]
        lengths = [(end - due).total_seconds() for due, end in shortest(ends)] if ends else []
        if lengths and min(lengths) < DAYS:
            yield problem(window.line or step.line, "narrow_for_companies", f"steps.{number}.expires")


def promos_in_a_row(definition: Definition) -> Iterator[Problem]:
    """Two promotions to one customer within a week: the policy's weekly limit holds the second back."""
    before: MessageStep | None = None
    for number, step in enumerate(definition.steps, start=1):
        if not isinstance(step, MessageStep) or (step.klass or definition.klass) != "promo":
            continue
        days = days_between(before, step) if before else None
        if days is not None and days < PROMO_DAYS and not (before and apart(before, step)):
            yield problem(step.line, "promos_in_a_row", f"steps.{number}.due", days=days)
        before = step


def apart(one: MessageStep, other: MessageStep) -> bool:
    """Steps for different triggers do not come in a row."""
    return bool(one.on and other.on and not set(one.on) & set(other.on))


def days_between(one: MessageStep, other: MessageStep) -> int | None:
    """Whole days between their due times where both hang on the same anchor, or the second on the first."""
    due, later = one.window.due, other.window.due
    if later.anchor == "previous":
        return whole_days(later)
    return whole_days(later) - whole_days(due) if due.anchor == later.anchor else None


def whole_days(moment: Moment) -> int:
    in_minutes = {"m": 1, "h": 60, "d": 1440, "wd": 1440}
    return sum(shift.amount * in_minutes[shift.unit] for shift in moment.shifts) // 1440
