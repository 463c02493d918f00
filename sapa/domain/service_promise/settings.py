"""What a shop promises, as JSON of its settings: hours and targets by segment, the automatic answer, the rush."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sapa.domain.calendars import Calendar
from sapa.domain.policy.fields import Reader, refuse_others, window
from sapa.domain.service_promise.hours import NO_DAYS, OfficeHours, Week
from sapa.domain.zones.clock import clock_of
from sapa.domain.zones.indonesia import province_name

KINDS = ("first", "turn", "handoff", "resolution")
PRIORITIES = 3
SEGMENTS = ("b2c", "b2b")
DAYS = 7
MINUTES = 24 * 60
MOST_SHIFTS = 4
LONGEST_TARGET = 60 * 24 * 60  # minutes
LONGEST_ANSWER = 700
PREFIX = "service promise: "
OPEN_DAY = [["09:00", "17:00"]]
DEFAULT: Mapping[str, Any] = MappingProxyType(
    {
        "zone": None,
        "hours": {"b2c": [OPEN_DAY] * 6 + [[]], "b2b": None},
        "closed": {"national": True, "cuti_bersama": False, "province": ""},
        "targets": {
            "b2c": {
                "first": [30, 15, 10],
                "turn": [30, 15, 10],
                "handoff": [15, 10, 5],
                "resolution": [960, 480, 240],
            },
            "b2b": None,
        },
        "answer": {"on": False, "text": ""},
        "rush": {"on": True, "waiting": 25, "minutes": 60},
    }
)


@dataclass(frozen=True, slots=True)
class Closes:
    """Which days off close the shop; `province`: regional days of that province too."""

    national: bool
    cuti_bersama: bool
    province: str


@dataclass(frozen=True, slots=True)
class RushRules:
    """Promotions wait while more than `waiting` people wait, or an answer takes more than `minutes`."""

    on: bool
    waiting: int
    minutes: int


@dataclass(frozen=True, slots=True, eq=False)
class Promise:
    """Checked settings; `targets` in business seconds by segment and kind, one for each priority."""

    zone: str
    weeks: Mapping[str, Week]
    closes: Closes
    targets: Mapping[tuple[str, str], tuple[int | None, ...]]
    answers: bool
    answer_text: str
    rush: RushRules

    def hours(self, segment: str, closed: frozenset[int] = NO_DAYS) -> OfficeHours:
        return OfficeHours(self.zone, self.weeks[segment], closed)

    def target(self, kind: str, segment: str, priority: int) -> int | None:
        return self.targets[segment, kind][min(priority, PRIORITIES - 1)]


def promise_from(document: Mapping[str, Any] | None, zone: str) -> Promise:
    """`zone` of the workspace where the settings name none; ValueError names the setting that is wrong."""
    given = dict(document or {})
    refuse_others(given, DEFAULT, PREFIX)
    read = Reader({**DEFAULT, **given}, PREFIX)
    hours, targets = read.object("hours"), read.object("targets")
    return Promise(
        zone=clock_of(read.value("zone") or zone).name,
        weeks={one: _week(hours.get(one) or hours.get("b2c"), f"hours.{one}") for one in SEGMENTS},
        closes=_closes(read),
        targets={
            (one, kind): _minutes(Reader(targets.get(one) or targets.get("b2c"), f"{PREFIX}{one}."), kind)
            for one in SEGMENTS
            for kind in KINDS
        },
        answers=read.flag("answer.on"),
        answer_text=str(read.value("answer.text", ""))[:LONGEST_ANSWER],
        rush=RushRules(read.flag("rush.on"), read.count("rush.waiting"), read.count("rush.minutes")),
    )


def _closes(read: Reader) -> Closes:
    province = str(read.value("closed.province", ""))
    if province and not province_name(province):
        raise read.wrong("closed.province", "a province of Indonesia", province)
    return Closes(read.flag("closed.national"), read.flag("closed.cuti_bersama"), province)


def _week(document: Any, name: str) -> Week:
    if not isinstance(document, list) or len(document) != DAYS:
        raise ValueError(f"{PREFIX}{name}: seven days from Monday on expected")
    week = tuple(_day(day, f"{PREFIX}{name}.{place}") for place, day in enumerate(document))
    if not any(week):
        raise ValueError(f"{PREFIX}{name}: at least one open day expected")
    return week


def _day(document: Any, name: str) -> tuple[tuple[int, int], ...]:
    """Shifts in order, none into the next; only the last one may go past midnight."""
    if not isinstance(document, list) or len(document) > MOST_SHIFTS:
        raise ValueError(f"{name}: at most {MOST_SHIFTS} shifts expected")
    shifts = sorted(window(shift, name) for shift in document)
    reached = 0
    for start, end in shifts:
        if start < reached or start in (end, MINUTES):
            raise ValueError(f"{name}: shifts that follow each other expected")
        reached = end if end > start else MINUTES + 1
    return tuple(shifts)


def _minutes(read: Reader, kind: str) -> tuple[int | None, ...]:
    """Minutes for each priority; null: measured, nothing promised."""
    found = read.value(kind)
    if not isinstance(found, list) or len(found) != PRIORITIES:
        raise read.wrong(kind, f"{PRIORITIES} numbers of minutes or null", found)
    for one in found:
        if one is not None and (not isinstance(one, int) or not 0 < one <= LONGEST_TARGET):
            raise read.wrong(kind, f"minutes from 1 to {LONGEST_TARGET}", one)
    return tuple(None if one is None else one * 60 for one in found)


def closed_days(days_off: Calendar, country: str, closes: Closes) -> frozenset[int]:
    """Day numbers on which the shop is closed, from the calendar that the contact policy reads."""
    found = days_off.national.get(country, NO_DAYS) if closes.national else NO_DAYS
    if closes.cuti_bersama:
        found |= days_off.cuti_bersama.get(country, NO_DAYS)
    return found | days_off.days_of(closes.province) if closes.province else found
