"""The page «Hari libur»: one year of one country by month, how sure each year is, seasons and bridges."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sapa.accounts.selectors.calendar import (
    Season,
    bridges_of,
    calendar,
    days,
    periods,
    policy_in_force,
    season,
)
from sapa.accounts.selectors.workspaces import settings_in_force, workspace
from sapa.domain import holidays, policy, seasons
from sapa.domain.holidays import Bridge, CalendarDay, Period


@dataclass(frozen=True, slots=True)
class Preset:
    """A season's switch with what it holds now; `values` are the settings of its key."""

    name: str
    on: bool
    values: Any


@dataclass(frozen=True, slots=True)
class Year:
    year: int
    status: str
    days: int


@dataclass(frozen=True, slots=True)
class HolidayPage:
    year: int
    country: str
    countries: tuple[str, ...]
    years: tuple[Year, ...]
    months: tuple[tuple[int, tuple[CalendarDay, ...]], ...]
    removed: tuple[CalendarDay, ...]
    periods: tuple[Period, ...]
    bridges: tuple[Bridge, ...]
    presets: tuple[Preset, ...]
    season: Season


def holiday_page(*, today: date, year: int | None, country: str) -> HolidayPage:
    """`year` and `country` as wished; what the table does not have falls back on this year and the shop's."""
    all_days, all_periods, settings = days(), periods(), settings_in_force()[1]
    countries = countries_of(all_days)
    home = workspace().country
    land = country if country in countries else home
    chosen = year if year and year in shown_years(today) else today.year
    of_year = [one for one in all_days if one.country == land and one.day.year == chosen]
    kept = [one for one in of_year if one.active]
    return HolidayPage(
        year=chosen,
        country=land,
        countries=countries,
        years=tuple(_year(all_days, land, number) for number in shown_years(today)),
        months=tuple((month, tuple(rows)) for month, rows in groupby(kept, key=lambda one: one.day.month)),
        removed=tuple(one for one in of_year if not one.active),
        periods=tuple(one for one in all_periods if one.first.year == chosen and land == holidays.HOME),
        bridges=tuple(bridges_of(calendar(settings), home, policy_in_force(settings), today)),
        presets=presets(settings.get("policy", {})),
        season=season(today),
    )


def shown_years(today: date) -> range:
    return range(today.year - 1, today.year + 3)


def countries_of(known: tuple[CalendarDay, ...]) -> tuple[str, ...]:
    """Those of the frozen table in its order, then others that a workspace added."""
    return tuple(dict.fromkeys([*holidays.frozen_table()["days"], *(one.country for one in known)]))


def _year(known: tuple[CalendarDay, ...], country: str, year: int) -> Year:
    count = sum(one.active and one.country == country and one.day.year == year for one in known)
    return Year(year, holidays.year_status(known, country, year), count)


def presets(changed: dict[str, Any]) -> tuple[Preset, ...]:
    settings = policy.merge(policy.default_document(), changed)
    return tuple(
        Preset(name, seasons.is_on(name, settings), settings.get(next(iter(seasons.SWITCHED_ON[name]))))
        for name in seasons.PRESETS
    )
