"""Rules about the hour and the day (`domain.md` §2.4); the answers are shaped as in `spacing`."""

from sapa.domain.policy.case import Case
from sapa.domain.policy.hours import DayRule
from sapa.domain.policy.spacing import HOLDS, Seen, next_date
from sapa.domain.zones.clock import DAY, MINUTE


def local_minute(case: Case, at: int) -> int:
    return (at + case.hours.clock.offset(at)) % DAY // MINUTE


def quiet_hours(case: Case, at: int) -> Seen:
    free = case.hours.quiet.next_open(at)
    return local_minute(case, at), free if free != at else 0


def of_day(case: Case, rule: DayRule | None, at: int) -> Seen:
    if rule is None:
        return HOLDS
    free = rule.next_open(at)
    return local_minute(case, at), free if free != at else 0


def b2b_hours(case: Case, at: int) -> Seen:
    return of_day(case, case.hours.b2b, at)


def busy_hours(case: Case, at: int) -> Seen:
    return of_day(case, case.hours.busy, at)


def ramadan_iftar(case: Case, at: int) -> Seen:
    return of_day(case, case.hours.iftar, at)


def weekend(case: Case, at: int) -> Seen:
    day = case.hours.clock.day(at)
    return day, next_date(case, day) if (day + 3) % 7 in case.hours.weekend else 0


def holiday_national(case: Case, at: int) -> Seen:
    return on_days(case, case.hours.national, at)


def holiday_cuti_bersama(case: Case, at: int) -> Seen:
    return on_days(case, case.hours.cuti_bersama, at)


def lebaran_pause(case: Case, at: int) -> Seen:
    return on_days(case, case.hours.lebaran, at)


def on_days(case: Case, days: frozenset[int], at: int) -> Seen:
    day = case.hours.clock.day(at)
    return day, next_date(case, day) if day in days else 0
