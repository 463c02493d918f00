"""What is the same for every journey of a batch: the shop, its hours, who speaks for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sapa.accounts.models import Membership, Workspace
from sapa.accounts.selectors import calendar, settings_in_force
from sapa.base.permissions import Role
from sapa.domain import formats, journeys
from sapa.domain.journeys.times import DayOff

WEEKEND = (5, 6)
OPENS, CLOSES = time(9), time(17)
ANSWERED_WITHIN = timedelta(minutes=30)
LOOK_AHEAD_DAYS = 30
SPEAKS = (Role.AGENT, Role.OWNER)


@dataclass(frozen=True, slots=True)
class House:
    """`hours` in words; `agent` a real person's name; `is_open` now, `answer_by` when a person has answered."""

    shop: Workspace
    is_day_off: DayOff
    hours: str = ""
    agent: str = ""
    is_open: bool = True
    answer_by: datetime | None = None


def working_week(shop: Workspace, settings: Mapping[str, Any] | None = None) -> DayOff:
    """Days on which companies of the workspace's country do not work."""
    return journeys.days_off(calendar(settings), shop.country, WEEKEND)


def house_of(shop: Workspace, *, now: datetime, settings: Mapping[str, Any] | None = None) -> House:
    """Hours and the speaking person are the settings `service_hours` and `agent_name` where they are chosen.

    `settings`: those in force, where the caller has read them.
    """
    settings = settings_in_force()[1] if settings is None else settings
    is_day_off = working_week(shop, settings)
    opening = next(openings(shop.timezone, is_day_off, now), None)
    is_open = opening is not None and opening <= now
    return House(
        shop=shop,
        is_day_off=is_day_off,
        hours=str(settings.get("service_hours") or usual_hours(shop.timezone, now)),
        agent=str(settings.get("agent_name") or _speaker()),
        is_open=is_open,
        answer_by=max(opening, now) + ANSWERED_WITHIN if opening else None,
    )


def openings(zone: str, is_day_off: DayOff, now: datetime) -> Iterator[datetime]:
    """The opening of today if it has not closed yet, and of the next working days."""
    there = ZoneInfo(zone)
    today = now.astimezone(there).date()
    for day in (today + timedelta(days=count) for count in range(LOOK_AHEAD_DAYS)):
        if not is_day_off(day) and _at(day, CLOSES, there) > now:
            yield _at(day, OPENS, there)


def _at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone)


def usual_hours(zone: str, now: datetime) -> str:
    return f"Senin sampai Jumat {OPENS:%H.%M} sampai {CLOSES:%H.%M} {formats.zone_label(now, zone)}"


def _speaker() -> str:
    """The first sales agent, else the owner."""
    rows = Membership.objects.filter(role__in=SPEAKS).select_related("user").order_by("role", "pk")
    return next((row.user.name for row in rows if row.user.name), "")
