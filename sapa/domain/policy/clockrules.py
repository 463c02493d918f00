"""Rules about the hour and the day (`domain.md` §2.4); the answers are shaped as in `spacing`."""

from sapa.domain.policy.case import Case
from sapa.domain.policy.hours import MINUTES, DayRule
from sapa.domain.policy.spacing import HOLDS, Seen, next_date
from sapa.domain.zones.clock import MINUTE


def quiet_hours(case: Case, at: int) -> Seen:
    quiet = case.hours.quiet
    waits = quiet.steady or quiet.waits(at)
    return case.minute, quiet.next_open(at) if waits[at // MINUTE % MINUTES] else 0


def of_day(case: Case, rule: DayRule | None, at: int) -> Seen:
    if rule is None:
        return HOLDS
    if not rule.waits(case.day)[case.minute]:
        return case.minute, 0
    return case.minute, rule.next_open(at)


def b2b_hours(case: Case, at: int) -> Seen:
    return of_day(case, case.hours.b2b, at)


def busy_hours(case: Case, at: int) -> Seen:
    return of_day(case, case.hours.busy, at)


def collection_hours(case: Case, at: int) -> Seen:
    return of_day(case, case.hours.collection, at)


def ramadan_iftar(case: Case, at: int) -> Seen:
    return of_day(case, case.hours.iftar, at)


def friday_prayer(case: Case, at: int) -> Seen:
    return of_day(case, case.hours.prayer, at)


def weekend(case: Case, _at: int) -> Seen:
    day = case.day
    return day, next_date(case, day) if (day + 3) % 7 in case.hours.weekend else 0


def holiday_national(case: Case, _at: int) -> Seen:
    return on_days(case, case.hours.national)


def holiday_cuti_bersama(case: Case, _at: int) -> Seen:
    return on_days(case, case.hours.cuti_bersama)


def lebaran_pause(case: Case, _at: int) -> Seen:
    return on_days(case, case.hours.lebaran)


def on_days(case: Case, days: frozenset[int]) -> Seen:
    return case.day, next_date(case, case.day) if case.day in days else 0
