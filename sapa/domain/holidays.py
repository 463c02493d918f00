"""Holidays one by one, with name, kind and how sure they are: what a workspace sees, edits and lays over the table.

`domain.md` §5. The frozen table comes from `python -m sapa.lab.freeze`; rows of a workspace win over it.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from sapa.domain.calendars import Calendar, day_number

NATIONAL, CUTI_BERSAMA, REGIONAL = "national", "cuti_bersama", "regional"
KINDS = (NATIONAL, CUTI_BERSAMA, REGIONAL)
CERTAIN, ESTIMATED, UNPUBLISHED = "certain", "estimated", "unpublished"
RAMADAN, LEBARAN = "ramadan", "lebaran"
PACKAGE, IMPORT, PERSON = "package", "import", "person"
HOME = "ID"
ONE_DAY = timedelta(days=1)
DECREE_MONTH = 9  # the joint decree on next year comes out in September or October

Key = tuple[date, str, str, str]


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day off. `province` as the zone table writes it, only for regional days; `active` false is removed."""

    day: date
    country: str
    kind: str
    name: str
    status: str = CERTAIN
    province: str = ""
    source: str = PACKAGE
    active: bool = True

    @property
    def key(self) -> Key:
        return self.day, self.country, self.kind, self.province


@dataclass(frozen=True, slots=True)
class Period:
    """Ramadan, or the days of Idul Fitri, both ends included."""

    kind: str
    first: date
    last: date
    status: str = CERTAIN
    source: str = PACKAGE


@dataclass(frozen=True, slots=True)
class Bridge:
    """A stretch in which companies are never open: the last working day before it and the first after it."""

    last_open: date
    next_open: date

    @property
    def closed_days(self) -> int:
        return (self.next_open - self.last_open).days - 1


@cache
def frozen_table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(files("sapa.domain").joinpath("data/holidays.json").read_text())
    return table


@cache
def package_days() -> tuple[CalendarDay, ...]:
    return tuple(
        CalendarDay(date.fromisoformat(day), country, kind, name, status)
        for country, rows in frozen_table()["days"].items()
        for day, kind, status, name in rows
    )


@cache
def package_periods() -> tuple[Period, ...]:
    return tuple(
        Period(kind, date.fromisoformat(first), date.fromisoformat(last), status)
        for kind, first, last, status in frozen_table()["periods"]
    )


def overlaid(rows: Iterable[CalendarDay]) -> tuple[CalendarDay, ...]:
    """The frozen table with a workspace's rows laid over it, removed days too, by date."""
    known = {one.key: one for one in package_days()}
    return tuple(sorted((known | {row.key: row for row in rows}).values(), key=lambda one: one.key))


def overlaid_periods(rows: Iterable[Period]) -> tuple[Period, ...]:
    """A workspace's period takes the place of the table's of the same kind and year."""
    known = {(one.kind, one.first.year): one for one in package_periods()}
    found = known | {(row.kind, row.first.year): row for row in rows}
    return tuple(sorted(found.values(), key=lambda one: (one.first, one.kind)))


def calendar_of(days: Iterable[CalendarDay], periods: Iterable[Period]) -> Calendar:
    """What the policy reads; removed days are left out."""
    active, spans = [one for one in days if one.active], list(periods)
    unsure = {day_number(one.day) for one in active if one.status == ESTIMATED}
    return Calendar(
        national=numbers(active, NATIONAL),
        cuti_bersama=numbers(active, CUTI_BERSAMA),
        ramadan=frozenset(day for one in spans if one.kind == RAMADAN for day in range_of(one)),
        lebaran=tuple((day_number(one.first), day_number(one.last)) for one in spans if one.kind == LEBARAN),
        estimated=frozenset(unsure | {day_number(one.first) for one in spans if one.status == ESTIMATED}),
        regional=numbers(active, REGIONAL),
    )


def numbers(days: Iterable[CalendarDay], kind: str) -> dict[str, frozenset[int]]:
    """Day numbers of one kind by country, those of regional days by province."""
    found: dict[str, set[int]] = defaultdict(set)
    for one in days:
        if one.kind == kind:
            found[one.province if kind == REGIONAL else one.country].add(day_number(one.day))
    return {place: frozenset(values) for place, values in found.items()}


def range_of(period: Period) -> range:
    return range(day_number(period.first), day_number(period.last) + 1)


def year_status(days: Iterable[CalendarDay], country: str, year: int) -> str:
    """certain, estimated (a day rests on a forecast), or unpublished.

    Indonesia's year is published with its decree, and a decree always names cuti bersama: a package that
    forecasts only the national days says nothing about it (`domain.md` §5, trap 2).
    """
    known = [one for one in days if one.active and one.country == country and one.day.year == year]
    kinds = {one.kind for one in known}
    if (CUTI_BERSAMA if country == HOME else NATIONAL) not in kinds:
        return UNPUBLISHED
    return ESTIMATED if any(one.status == ESTIMATED for one in known) else CERTAIN


def hint_due(days: Iterable[CalendarDay], country: str, today: date) -> int | None:
    """Next year, when its decree should be out (from DECREE_MONTH on) and is not in the table yet."""
    coming = today.year + 1
    missing = today.month >= DECREE_MONTH and year_status(days, country, coming) == UNPUBLISHED
    return coming if missing else None


def coming_ramadan(periods: Iterable[Period], today: date, within: timedelta) -> Period | None:
    """The Ramadan that starts soon, or that has begun."""
    return next(
        (one for one in periods if one.kind == RAMADAN and one.first - within <= today <= one.last), None
    )


def bridges(
    closed: frozenset[int], weekend: frozenset[int], today: date, *, days: int = 120, longest_normal: int = 2
) -> Iterator[Bridge]:
    """Closed stretches longer than a weekend that touch the next `days` days.

    `closed`: day numbers on which companies do not work beside the `weekend`. Three closed dates are 88 hours
    from one working day's end to the next one's start: the shortest bridge that `domain.md` §5 names.
    """

    def is_closed(day: date) -> bool:
        return day.weekday() in weekend or day_number(day) in closed

    end = today + timedelta(days=days)
    if len(weekend) == 7:
        return
    while is_closed(today):
        today -= ONE_DAY
    while today < end:
        following = today + ONE_DAY
        while is_closed(following):
            following += ONE_DAY
        bridge = Bridge(today, following)
        if bridge.closed_days > longest_normal:
            yield bridge
        today = following


def removed(day: CalendarDay) -> CalendarDay:
    return replace(day, active=False)
