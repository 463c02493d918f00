"""From `previous + 2d at 09:00` to an instant (decisions.md: stored aware, thought of in the customer's zone)."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sapa.domain.journeys.asking import read_instant
from sapa.domain.journeys.definition import Moment, Shift, Window
from sapa.domain.journeys.scene import Scene
from sapa.domain.journeys.times import plus_days, plus_working_days

GIVEN = ("previous", "due")
ELAPSED = {"m": timedelta(minutes=1), "h": timedelta(hours=1)}


def instant(
    moment: Moment, scene: Scene, *, previous: datetime | None, due: datetime | None
) -> datetime | None:
    """None when the anchor is not known. `previous`: when the step before was sent or judged."""
    at = anchored(moment.anchor, scene, previous, due)
    if at is None:
        return None
    for shift in moment.shifts:
        at = moved(at, shift, scene)
    return on_clock(at, moment, scene.person.zone) if moment.clock else at


def window_at(
    window: Window, scene: Scene, *, previous: datetime | None
) -> tuple[datetime | None, datetime | None]:
    """When it is due and the earliest known end; None where nothing is known."""
    due = instant(window.due, scene, previous=previous, due=None)
    ends = [instant(end, scene, previous=previous, due=due) for end in window.expires]
    return due, min((end for end in ends if end), default=None)


def anchored(anchor: str, scene: Scene, previous: datetime | None, due: datetime | None) -> datetime | None:
    if anchor in GIVEN:
        return previous if anchor == "previous" else due
    return read_instant(anchor, scene)


def moved(at: datetime, shift: Shift, scene: Scene) -> datetime:
    if shift.unit in ELAPSED:
        return (at.astimezone(UTC) + shift.amount * ELAPSED[shift.unit]).astimezone(at.tzinfo)
    if shift.unit == "d":
        return plus_days(at, shift.amount, scene.person.zone)
    if shift.amount >= 0:
        return plus_working_days(at, shift.amount, scene.person.zone, scene.is_day_off)
    return minus_working_days(at, -shift.amount, scene)


def minus_working_days(at: datetime, days: int, scene: Scene) -> datetime:
    """The same wall time so many working days before; the day of `at` itself does not count."""
    while days > 0:
        at = plus_days(at, -1, scene.person.zone)
        days -= not scene.is_day_off(at.astimezone(ZoneInfo(scene.person.zone)).date())
    return at


def on_clock(at: datetime, moment: Moment, zone: str) -> datetime:
    """`at`: that wall time on the local day; `until`: the first one at or after."""
    local = at.astimezone(ZoneInfo(zone))
    hour, minute = divmod(moment.minute, 60)
    found = datetime.combine(local.date(), time(hour, minute), ZoneInfo(zone))
    if moment.clock == "until" and found < local:
        found = datetime.combine(local.date() + timedelta(days=1), time(hour, minute), ZoneInfo(zone))
    return found.astimezone(at.tzinfo)
