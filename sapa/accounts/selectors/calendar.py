"""The workspace's calendar: the frozen table with its own days and periods laid over it (domain.md 5)."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sapa.accounts.models import CalendarPeriod, Holiday
from sapa.accounts.selectors.workspaces import settings_in_force, workspace
from sapa.domain import formats, holidays, seasons
from sapa.domain.calendars import Calendar
from sapa.domain.holidays import Bridge, CalendarDay, Period
from sapa.domain.policy import Policy, policy_from

MOST_KEPT = 200
KEPT: dict[str, Calendar] = {}
BANNER_BEFORE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Season:
    """What is worth a banner today: a Ramadan that is near, a year whose decree is missing."""

    ramadan: Period | None
    ramadan_on: bool
    missing_year: int | None


def calendar(settings: Mapping[str, Any] | None = None) -> Calendar:
    """What the policy reads; `settings` where the caller has them. The same object for the same days."""
    known = settings_in_force()[1] if settings is None else settings
    edition = known.get("calendar", "")
    return KEPT.get(edition) or _kept(edition)


def _kept(edition: str) -> Calendar:
    """No edition in the settings is the frozen table itself, whatever rows there are.

    Rows that somebody changed since the settings were read are of another edition and not kept under this one.
    """
    rows = (own_days(), own_periods()) if edition else ([], [])
    found = holidays.calendar_of(holidays.overlaid(rows[0]), holidays.overlaid_periods(rows[1]))
    if edition_of(*rows) == edition:
        if len(KEPT) >= MOST_KEPT:
            KEPT.clear()
        KEPT[edition] = found
    return found


def edition_of(own: Iterable[CalendarDay], spans: Iterable[Period]) -> str:
    """A digest of all own rows, blank without any: equal calendars are equal, whoever they belong to."""
    rows = [*map(astuple, own), *map(astuple, spans)]
    return hashlib.sha256(repr(rows).encode()).hexdigest() if rows else ""


def days() -> tuple[CalendarDay, ...]:
    """Every day of every country, removed ones too."""
    return holidays.overlaid(own_days())


def own_days() -> list[CalendarDay]:
    rows = Holiday.objects.order_by("day", "country", "kind", "province")
    return [
        CalendarDay(
            row.day, row.country, row.kind, row.name, row.status, row.province, row.source, row.active
        )
        for row in rows
    ]


def periods() -> tuple[Period, ...]:
    return holidays.overlaid_periods(own_periods())


def own_periods() -> list[Period]:
    rows = CalendarPeriod.objects.order_by("first", "kind")
    return [Period(row.kind, row.first, row.last, row.status, holidays.PERSON) for row in rows]


def bridges(now: datetime) -> list[Bridge]:
    """Stretches of the next 120 days in which companies of the workspace's country can never be written to."""
    settings, shop = settings_in_force()[1], workspace()
    today = formats.local_date(now, shop.timezone)
    return bridges_of(calendar(settings), shop.country, policy_in_force(settings), today)


def bridges_of(days_off: Calendar, country: str, policy: Policy, today: date) -> list[Bridge]:
    closed: frozenset[int] = frozenset()
    if policy.b2b_block_national:
        closed |= days_off.national.get(country, frozenset())
    if policy.b2b_block_cuti_bersama:
        closed |= days_off.cuti_bersama.get(country, frozenset())
    return list(holidays.bridges(closed, policy.weekend_of(country), today))


def policy_in_force(settings: Mapping[str, Any]) -> Policy:
    return policy_from({"business_timezone": workspace().timezone, **settings.get("policy", {})})


def season(today: date) -> Season:
    """For the shop's country; Ramadan is offered where it shapes everybody's day."""
    settings, country = settings_in_force()[1], workspace().country
    near = holidays.coming_ramadan(periods(), today, BANNER_BEFORE) if country == holidays.HOME else None
    missing = holidays.hint_due(days(), country, today) if today.month >= holidays.DECREE_MONTH else None
    on = seasons.is_on(seasons.RAMADAN, settings.get("policy", {}))
    return Season(near, on, missing)
