"""When a person's digest comes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sapa.domain.digests import DAILY, OFF, WEEKLY, is_time, pause_after, tells_from

CLOSED = {date(2026, 9, 14)}  # a Monday


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 9, day, hour, minute, tzinfo=UTC)


def works(day: date) -> bool:
    return day.weekday() != 6 and day not in CLOSED


@pytest.mark.parametrize(
    ("rhythm", "hour", "local", "comes"),
    [
        (DAILY, 8, at(15, 7, 59), False),
        (DAILY, 8, at(15, 8, 0), True),
        (DAILY, 8, at(15, 11, 59), True),
        (DAILY, 8, at(15, 12, 0), False),
        (DAILY, 8, at(20, 8, 0), False),
        (DAILY, 22, at(15, 23, 59), True),
        (WEEKLY, 8, at(14, 8, 0), False),
        (WEEKLY, 8, at(15, 8, 0), True),
        (WEEKLY, 8, at(16, 8, 0), False),
        (OFF, 8, at(15, 8, 0), False),
    ],
)
def test_it_comes_on_working_days_at_its_hour(rhythm: str, hour: int, local: datetime, comes: bool) -> None:
    assert is_time(rhythm, hour, local, works) is comes


def test_it_tells_from_the_working_day_before_or_a_week_ago() -> None:
    tuesday = date(2026, 9, 15)
    assert tells_from(DAILY, tuesday, works) == date(2026, 9, 12)
    assert tells_from(WEEKLY, tuesday, works) == date(2026, 9, 8)
    assert tells_from(DAILY, tuesday, lambda _day: False) == date(2026, 9, 14)


def test_tries_rest_longer_each_time_and_end() -> None:
    minutes = [5, 10, 20, 40, 80]
    assert [pause_after(tries) for tries in range(1, 7)] == [*(timedelta(minutes=n) for n in minutes), None]
