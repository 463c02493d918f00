"""When a person's digest comes, on the days and the clock of the shop."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

DAILY, WEEKLY, OFF = "daily", "weekly", "off"
HOUR = 8
PATIENCE = timedelta(hours=4)  # what could not be sent by then says nothing about this morning any more
LOOKED_BACK = 14
FIRST_PAUSE = timedelta(minutes=5)
MOST_TRIES = 6
WorksOn = Callable[[date], bool]


def is_time(rhythm: str, hour: int, local: datetime, works: WorksOn) -> bool:
    """`local`: the shop's clock. Weekly is the first working day of the week."""
    today = local.date()
    late = local - local.replace(hour=hour, minute=0, second=0, microsecond=0)
    if rhythm == OFF or not works(today) or not timedelta() <= late < PATIENCE:
        return False
    monday = today - timedelta(days=today.weekday())
    before = (monday + timedelta(days=n) for n in range(today.weekday()))
    return rhythm == DAILY or not any(map(works, before))


def tells_from(rhythm: str, today: date, works: WorksOn) -> date:
    """The first day whose events are told: the working day before, or a week ago."""
    if rhythm == WEEKLY:
        return today - timedelta(days=7)
    past = (today - timedelta(days=n) for n in range(1, LOOKED_BACK + 1))
    return next(filter(works, past), today - timedelta(days=1))


def pause_after(tries: int) -> timedelta | None:
    """How long to wait after so many tries; None: it was the last one."""
    return FIRST_PAUSE * 2 ** (tries - 1) if tries < MOST_TRIES else None
