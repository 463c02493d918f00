"""When a message that waits should go: a usual choice or an own wall time, in the customer's zone."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(9)
DAY_BEGINS, DAY_ENDS = time(8), time(20)
MONDAY = 0
CHOICES = ("besok", "senin", "sendiri")
IN_WINDOW = "jendela"
SOONEST, SPARE, STEP = timedelta(minutes=30), timedelta(minutes=15), 15


def moment_of(choice: str, own: str, *, now: datetime, zone: str, until: datetime | None = None) -> datetime:
    """`own`: `2026-09-16T14:30`, where the choice is sendiri; `until`: the end of the window, where it is jendela.

    Raises ValueError for anything that is no time.
    """
    there = ZoneInfo(zone)
    if choice == IN_WINDOW:
        if last := last_in_window(now=now, until=until, zone=zone):
            return last
        raise ValueError("the window holds no such time any more")
    today = now.astimezone(there).date()
    if choice == "besok":
        return datetime.combine(today + timedelta(days=1), MORNING, there)
    if choice == "senin":
        return datetime.combine(next_monday(today), MORNING, there)
    if choice != "sendiri":
        raise ValueError(f"{choice!r} is no choice of a time")
    told = datetime.fromisoformat(own)
    if told.tzinfo:
        raise ValueError("a wall time has no zone of its own")
    return told.replace(tzinfo=there)


def last_in_window(*, now: datetime, until: datetime | None, zone: str) -> datetime | None:
    """The last quarter of an hour by day before the window ends; None where there is none half an hour ahead."""
    if until is None:
        return None
    last = (until - SPARE).astimezone(ZoneInfo(zone))
    if last.time() < DAY_BEGINS:
        last = datetime.combine(last.date() - timedelta(days=1), DAY_ENDS, last.tzinfo)
    elif last.time() > DAY_ENDS:
        last = datetime.combine(last.date(), DAY_ENDS, last.tzinfo)
    last = last.replace(minute=last.minute - last.minute % STEP, second=0, microsecond=0)
    return last if last >= now + SOONEST else None


def next_monday(today: date) -> date:
    """Never today, never tomorrow: for that there is another choice."""
    return today + timedelta(days=(MONDAY - today.weekday() - 2) % 7 + 2)
