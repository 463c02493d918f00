"""When a message that waits should go: a usual choice or an own wall time, in the customer's zone."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(9)
MONDAY = 0
CHOICES = ("besok", "senin", "sendiri")


def moment_of(choice: str, own: str, *, now: datetime, zone: str) -> datetime:
    """`own`: `2026-09-16T14:30`, where the choice is sendiri. Raises ValueError for anything that is no time."""
    there = ZoneInfo(zone)
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


def next_monday(today: date) -> date:
    """Never today, never tomorrow: for that there is another choice."""
    return today + timedelta(days=(MONDAY - today.weekday() - 2) % 7 + 2)
