"""Changing the workspace's calendar; each change is a new version of the settings, so decisions name it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.models import CalendarPeriod, Holiday
from sapa.accounts.selectors.calendar import days, edition_of, own_days, own_periods
from sapa.accounts.services.rules import change_rules
from sapa.domain.holidays import IMPORT, PACKAGE, PERSON, CalendarDay, Key, removed
from sapa.web.errors import Refused, refusal

UNKNOWN_DAY = refusal(
    "unknown_day",
    _("This day is not in the calendar any more."),
    _("Load the page again and look at the list."),
)
LAST_BEFORE_FIRST = refusal(
    "period_backwards",
    _("The last day comes before the first."),
    _("Give the first day first."),
)

KEY = ("day", "country", "kind", "province")
VALUES = ("name", "status", "source", "active")


@transaction.atomic
def add_day(*, day: CalendarDay, now: datetime) -> None:
    """A day of the workspace's own; one that is there already is changed."""
    _write([replace(day, source=PERSON, active=True)])
    _told("calendar.day_added", [day], now)


@transaction.atomic
def change_day(*, was: Key, day: CalendarDay, now: datetime) -> None:
    """Another date, kind, name or certainty in place of the day `was`."""
    old = _known(was)
    rows = [replace(day, source=PERSON, active=True)]
    _write(rows if day.key == old.key else [removed(old), *rows])
    _told("calendar.day_changed", [old, day], now)


@transaction.atomic
def remove_day(*, key: Key, now: datetime) -> None:
    day = _known(key)
    _write([removed(day)])
    _told("calendar.day_removed", [day], now)


@transaction.atomic
def restore_day(*, key: Key, now: datetime) -> None:
    day = _known(key)
    _write([replace(day, active=True)])
    _told("calendar.day_restored", [day], now)


@transaction.atomic
def import_days(*, given: Sequence[CalendarDay], now: datetime) -> int:
    """Days of a file; how many are new or differ from what was known."""
    known = {day.key: day for day in days()}
    rows = [replace(day, source=IMPORT, active=True) for day in given if differs(day, known.get(day.key))]
    if rows:
        _write(rows)
        _told("calendar.days_imported", rows, now)
    return len(rows)


def differs(day: CalendarDay, known: CalendarDay | None) -> bool:
    return known is None or not known.active or (day.name, day.status) != (known.name, known.status)


@transaction.atomic
def save_period(*, kind: str, first: date, last: date, status: str, now: datetime) -> None:
    if last < first:
        raise Refused(LAST_BEFORE_FIRST)
    values = {"first": first, "last": last, "status": status}
    CalendarPeriod.objects.update_or_create(kind=kind, year=first.year, defaults=values)
    _new_edition("calendar.period_changed", {"kind": kind, "first": f"{first}", "last": f"{last}"}, now)


@transaction.atomic
def reset_period(*, kind: str, year: int, now: datetime) -> None:
    """Back to what the frozen table says of that year."""
    CalendarPeriod.objects.filter(kind=kind, year=year).delete()
    _new_edition("calendar.period_reset", {"kind": kind, "year": year}, now)


def _known(key: Key) -> CalendarDay:
    found = next((day for day in days() if day.key == key), None)
    if found is None:
        raise Refused(UNKNOWN_DAY)
    return found


def _write(rows: Iterable[CalendarDay]) -> None:
    """A day as the frozen table has it needs no row of its own, so that an upgrade may correct it."""
    own = []
    for day in rows:
        if day.active and day.source == PACKAGE:
            Holiday.objects.filter(**{name: getattr(day, name) for name in KEY}).delete()
        else:
            own.append(Holiday(**asdict(day)))
    Holiday.objects.bulk_create(
        own, update_conflicts=True, unique_fields=("workspace_id", *KEY), update_fields=VALUES
    )


def _told(action: str, rows: Sequence[CalendarDay], now: datetime) -> None:
    told = [f"{day.day} {day.country} {day.kind} {day.province}".strip() for day in rows]
    _new_edition(action, {"days": told}, now)


def _new_edition(action: str, data: dict[str, Any], now: datetime) -> None:
    edition = edition_of(own_days(), own_periods())
    change_rules(changes={"calendar": edition}, action=action, subject="calendar", data=data, now=now)
