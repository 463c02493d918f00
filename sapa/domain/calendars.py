"""Public holidays, cuti bersama, Ramadan and Lebaran from a frozen table (`domain.md` §5).

Days are counted from 1970-01-01, so that the policy compares whole numbers.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from sapa.domain.zones.indonesia import province_name

FIRST_DAY = date(1970, 1, 1)
NO_DAYS: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """Sets of day numbers by ISO country; `lebaran` as (first, last) day numbers.

    `regional` by Indonesian province, named as the zone table names it: national days of its customers.
    """

    national: Mapping[str, frozenset[int]] = field(default_factory=dict)
    cuti_bersama: Mapping[str, frozenset[int]] = field(default_factory=dict)
    ramadan: frozenset[int] = frozenset()
    lebaran: tuple[tuple[int, int], ...] = ()
    estimated: frozenset[int] = frozenset()
    regional: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def days_of(self, province: str) -> frozenset[int]:
        """Regional days of an Indonesian province in any of its usual spellings."""
        if not self.regional:
            return NO_DAYS
        return self.regional.get(province_name(province) or province, NO_DAYS)

    def year_status(self, country: str, year: int) -> str:
        """certain, estimated (days rest on a forecast) or unpublished (no decree known)."""
        days = {day for day in self.national.get(country, frozenset()) if as_date(day).year == year}
        if not days:
            return "unpublished"
        return "estimated" if days & self.estimated else "certain"


def day_number(day: date) -> int:
    return (day - FIRST_DAY).days


def as_date(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def parse_calendar(document: Any) -> Calendar:
    """A calendar from JSON shaped as `data/calendar.json`; ValueError names the field that is wrong."""
    if not isinstance(document, dict):
        raise ValueError("calendar: an object expected")
    countries = as_object(document.get("countries", {}), "countries")
    periods = as_object(document.get("periods", {}), "periods")
    return Calendar(
        national=days_by_country(countries, "national"),
        cuti_bersama=days_by_country(countries, "cuti_bersama"),
        ramadan=frozenset(day for first, last in spans(periods, "ramadan") for day in range(first, last + 1)),
        lebaran=spans(periods, "lebaran"),
        estimated=day_set(document.get("estimated", []), "estimated"),
        regional=days_by_province(as_object(document.get("regional", {}), "regional")),
    )


def days_by_province(provinces: dict[str, Any]) -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for name, days in provinces.items():
        official = province_name(name)
        if official is None:
            raise ValueError(f"calendar: regional.{name}: no province of Indonesia")
        found[official] = found.get(official, NO_DAYS) | day_set(days, f"regional.{name}")
    return found


def as_object(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"calendar: {name}: an object expected")
    return value


def days_by_country(countries: dict[str, Any], kind: str) -> dict[str, frozenset[int]]:
    return {
        code: day_set(as_object(rows, code).get(kind, []), f"countries.{code}.{kind}")
        for code, rows in countries.items()
    }


def day_set(values: Any, name: str) -> frozenset[int]:
    if not isinstance(values, list):
        raise ValueError(f"calendar: {name}: a list of dates expected")
    return frozenset(parse_day(value, name) for value in values)


def parse_day(value: Any, name: str) -> int:
    try:
        return day_number(date.fromisoformat(value))
    except (TypeError, ValueError):
        raise ValueError(f"calendar: {name}: {value!r} is no date like 2027-01-31") from None


def spans(periods: dict[str, Any], name: str) -> tuple[tuple[int, int], ...]:
    pairs, found = periods.get(name, []), []
    if not isinstance(pairs, list):
        raise ValueError(f"calendar: periods.{name}: a list of [first, last] expected, found {pairs!r}")
    for pair in pairs:
        if not isinstance(pair, list) or len(pair) != 2:
            raise ValueError(f"calendar: periods.{name}: [first, last] expected, found {pair!r}")
        found.append((parse_day(pair[0], f"periods.{name}"), parse_day(pair[1], f"periods.{name}")))
    return tuple(found)


@cache
def default_calendar() -> Calendar:
    return parse_calendar(json.loads(files("sapa.domain").joinpath("data/calendar.json").read_text()))
