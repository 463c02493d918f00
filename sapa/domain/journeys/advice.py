"""What is allowed in a journey and still worth telling: warnings."""

from collections.abc import Iterator

from sapa.domain.journeys.conditions import asks_about
from sapa.domain.journeys.definition import Definition, MessageStep, Moment
from sapa.domain.journeys.problems import Problem, problem
from sapa.domain.journeys.windows import (
    SEGMENT_WORDS,
    SEGMENTS,
    comparable,
    lost_share,
    shifted,
    shortest,
    spans_of,
    window_of,
)
from sapa.domain.policy.settings import Policy

PROMO_DAYS = 7
ALLOWED_LOSS = 0.01


def warnings_of(definition: Definition, policy: Policy | None) -> Iterator[Problem]:
    yield from narrow_windows(definition, policy)
    yield from promos_in_a_row(definition)


def narrow_windows(definition: Definition, policy: Policy | None) -> Iterator[Problem]:
    """Windows that often fall whole into hours when nothing may be sent: for companies soon, on weekends."""
    for number, step in enumerate(definition.steps, start=1):
        if not isinstance(step, MessageStep):
            continue
        for segment in SEGMENTS:
            window = window_of(step, segment)
            ends = [spans_of(window.due, end) for end in window.expires if comparable(window.due, end)]
            share = lost_share(definition, step, segment, shortest(ends), policy) if ends else 0
            if ALLOWED_LOSS < share < 1:
                told = {"segment": SEGMENT_WORDS[segment], "share": max(1, round(share * 100))}
                where = f"steps.{number}.expires"
                yield problem(window.line or step.line, "narrow_window", where, **told)


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
    """Steps for different triggers, or for different attempts of one, do not come in a row."""
    of_triggers = [{c.source for c in step.when if asks_about(c, "trigger")} for step in (one, other)]
    return bool(one.on and other.on and not set(one.on) & set(other.on)) or of_triggers[0] != of_triggers[1]


def days_between(one: MessageStep, other: MessageStep) -> int | None:
    """Whole days between their due times where both hang on the same anchor, or the second on the first."""
    due, later = one.window.due, other.window.due
    if later.anchor == "previous":
        return whole_days(later)
    return whole_days(later) - whole_days(due) if due.anchor == later.anchor else None


def whole_days(moment: Moment) -> int:
    return shifted(moment) // 1440
