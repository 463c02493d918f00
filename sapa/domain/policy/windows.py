"""When messages of a class may go to a customer in the next days, and what closes the rest.

Only rules about the clock are asked (`domain.md` §2.4): whoever has no history is decided exactly so.
"""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby, pairwise
from typing import NamedTuple

from sapa.domain.calendars import Calendar, as_date, day_number
from sapa.domain.policy.case import Case
from sapa.domain.policy.loop import kept_slot, override_of
from sapa.domain.policy.plans import Plan, plan_of
from sapa.domain.policy.rulebook import rulebook_of
from sapa.domain.policy.settings import Policy
from sapa.domain.policy.types import Customer, History, Intent
from sapa.domain.zones import clock_of
from sapa.domain.zones.clock import DAY, MINUTE, ZoneClock

Span = tuple[datetime, datetime]


class Closed(NamedTuple):
    """A stretch in which the same rules hold messages back, in canonical order."""

    start: datetime
    end: datetime
    reasons: tuple[str, ...]


class DayWindows(NamedTuple):
    """One local date of the primary zone; all spans [start, end) and in its time."""

    day: date
    open: tuple[Span, ...]
    closed: tuple[Closed, ...]


def windows(
    policy: Policy,
    klass: str,
    customer: Customer,
    calendar: Calendar,
    first_day: date,
    days: int = 7,
    *,
    holiday_relevant: bool = False,
) -> list[DayWindows]:
    """The windows of some days from `first_day` on for a message that nobody waits for.

    A reply counts as stale, a notice as one that the customer did not cause; caps and gaps are not asked.
    """
    book = rulebook_of(policy.of(klass, customer.segment), calendar)
    first = day_number(first_day)
    start = book.hours_of(customer, nudge=True).clock.start_of_day(first)
    intent = Intent(id=0, klass=klass, holiday_relevant=holiday_relevant)
    case = Case(book, intent, customer, History(), start, ())
    plan = plan_of(case, case.state(start))
    return [day_windows(case, plan, day) for day in range(first, first + days)]


def day_windows(case: Case, plan: Plan, day: int) -> DayWindows:
    clock = case.hours.clock
    start, end = clock.start_of_day(day), clock.start_of_day(day + 1)
    marks = sorted({start, end, *[at for at in changes(case, day) if start < at < end]})
    parts = [(codes_at(case, plan, a), a, b) for a, b in pairwise(marks)]
    opened, closed = list[Span](), list[Closed]()
    for codes, group in groupby(parts, key=lambda part: part[0]):
        stretch = list(group)
        span = (case.hours.moment(stretch[0][1]), case.hours.moment(stretch[-1][2]))
        if codes:
            closed.append(Closed(*span, codes))
        else:
            opened.append(span)
    return DayWindows(as_date(day), tuple(opened), tuple(closed))


def codes_at(case: Case, plan: Plan, at: int) -> tuple[str, ...]:
    """What holds a message back at an instant; consent to any hour lifts it all."""
    if not plan.clock or override_of(case):
        return ()
    return (plan.slots.get(at // MINUTE) or kept_slot(case, plan, at))[2]


def changes(case: Case, day: int) -> Iterator[int]:
    """Every instant around a local date at which a rule may begin or end, and some at which none does."""
    for name in {*case.hours.zone_set.zones, case.hours.zone_set.primary}:
        clock = clock_of(name)
        for near in (day - 1, day, day + 1):
            yield clock.segment(clock.start_of_day(near))[1]
            for minute in minutes_of(case):
                yield from instants(clock, near * DAY + minute * MINUTE)


def instants(clock: ZoneClock, wall: int) -> tuple[int, int]:
    """The instants of a wall time, two on the night when the clock goes back."""
    return wall - clock.offset(wall - DAY), wall - clock.offset(wall + DAY)


def minutes_of(case: Case) -> frozenset[int]:
    """Minutes of the day at which a window of these hours starts or ends."""
    hours, policy = case.hours, case.hours.policy
    spans = [policy.quiet, policy.b2b_window, policy.ramadan_b2b_window, policy.iftar_pause]
    spans += [policy.friday_pause, policy.collection.window if policy.collection else None]
    spans += list(hours.profile.windows) if hours.profile else []
    return frozenset({0, *[minute for span in spans if span for minute in span]})
