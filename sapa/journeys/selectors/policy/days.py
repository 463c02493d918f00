"""The next seven days: in which hours each class of message may go, with the holidays named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from sapa.accounts.selectors.calendar import days as calendar_days
from sapa.domain import formats, policy
from sapa.domain.holidays import REGIONAL
from sapa.domain.policy.windows import DayWindows
from sapa.domain.policy.windows import Span as OpenSpan
from sapa.domain.zones import country_of
from sapa.journeys.selectors.policy.openings import days_of, somebody
from sapa.journeys.selectors.policy.settings import CLASS_NAMES, SEGMENT_NAMES, Text
from sapa.journeys.selectors.policy.words import language
from sapa.journeys.selectors.policy.zones import View
from sapa.journeys.services.gathering import rules

SHOWN = ("notice", "reminder", "care", "promo")
DAYS = 7


@dataclass(frozen=True, slots=True)
class Cell:
    """The open hours of one class on one day; `marks`: (start, length) in minutes of that day."""

    label: Text
    words: str
    marks: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Day:
    name: str
    holiday: str
    is_weekend: bool
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Week:
    zone: str
    zone_label: str
    whom: str
    classes: Sequence[Text]
    days: Sequence[Day]


def week(view: View, *, now: datetime, zone: str) -> Week:
    """For somebody of the segment in the workspace's zone, or for one customer where they live."""
    given, there = rules(), view.zone(zone)
    person = view.customer or somebody(view.segment, there)
    today = formats.local_date(now, there)
    found = [days_of(given, name, person, today, DAYS) for name in SHOWN]
    address = person.address or policy.Address()
    country = country_of(address.country, person.phone or "")
    holidays = _holidays(country, address.province, today)
    weekend = given.policy.weekend_of(country)
    days = [_day(columns, holidays, weekend) for columns in zip(*found, strict=True)]
    whom = str(view.contact or SEGMENT_NAMES[view.segment])
    return Week(there, formats.zone_label(now, there), whom, [CLASS_NAMES[name] for name in SHOWN], days)


def _holidays(country: str, province: str, today: date) -> dict[date, str]:
    """Names of the days off that this customer has."""
    return {
        one.day: one.name
        for one in calendar_days()
        if one.active
        and 0 <= (one.day - today).days < DAYS
        and one.country == country
        and (one.kind != REGIONAL or one.province == province)
    }


def _day(columns: Sequence[DayWindows], holidays: Mapping[date, str], weekend: frozenset[int]) -> Day:
    on = columns[0].day
    name = formats.day(on, language()).rsplit(" ", 1)[0]
    cells = [_cell(klass, found.open) for klass, found in zip(SHOWN, columns, strict=True)]
    return Day(name, holidays.get(on, ""), on.weekday() in weekend, cells)


def _cell(klass: str, found: Sequence[OpenSpan]) -> Cell:
    marks = [(_minute(start), int((end - start).total_seconds()) // 60) for start, end in found]
    words = ", ".join(f"{_clock(start)}–{_end(end)}" for start, end in found)
    return Cell(CLASS_NAMES[klass], words or _("closed"), marks)


def _minute(at: datetime) -> int:
    return at.hour * 60 + at.minute


def _clock(at: datetime) -> str:
    mark = "." if language() == "id" else ":"
    return f"{at:%H}{mark}{at:%M}"


def _end(at: datetime) -> str:
    """Midnight at the end of a day is 24.00."""
    told = _clock(at)
    return told if _minute(at) else f"24{told[2:]}"
