"""Times of messages that wait, on the customer's own clock."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sapa.domain.send_later import last_in_window, moment_of, next_monday

# Tuesday 15 September 2026 at 23:30 in Jakarta; in Jayapura it is Wednesday already.
NOW = datetime(2026, 9, 15, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("choice", "zone", "told"),
    [
        ("besok", "Asia/Jakarta", "2026-09-16T09:00:00+07:00"),
        ("besok", "Asia/Jayapura", "2026-09-17T09:00:00+09:00"),
        ("senin", "Asia/Makassar", "2026-09-21T09:00:00+08:00"),
        ("sendiri", "Asia/Jayapura", "2026-09-18T14:30:00+09:00"),
    ],
)
def test_a_choice_is_read_on_the_customer_s_clock(choice: str, zone: str, told: str) -> None:
    found = moment_of(choice, "2026-09-18T14:30", now=NOW, zone=zone)
    assert found == datetime.fromisoformat(told)


@pytest.mark.parametrize(
    ("choice", "own"), [("", ""), ("sendiri", ""), ("sendiri", "besok"), ("sendiri", "2026-09-18T14:30Z")]
)
def test_what_is_no_time_is_refused(choice: str, own: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        moment_of(choice, own, now=NOW, zone="Asia/Jakarta")


def test_monday_is_neither_today_nor_tomorrow() -> None:
    days = [date(2026, 9, 14) + timedelta(days=n) for n in range(14)]
    found = [next_monday(day) for day in days]
    assert all(
        one.weekday() == 0 and 2 <= (one - day).days <= 8 for one, day in zip(found, days, strict=True)
    )


@pytest.mark.parametrize(
    ("until", "told"),
    [
        ("2026-09-16T09:08:00+07:00", "2026-09-16T08:45:00+07:00"),
        ("2026-09-16T07:00:00+07:00", None),
        ("2026-09-16T03:00:00+07:00", None),
        ("2026-09-16T22:00:00+07:00", "2026-09-16T20:00:00+07:00"),
        ("2026-09-17T03:00:00+07:00", "2026-09-16T20:00:00+07:00"),
        (None, None),
    ],
)
def test_the_last_time_in_a_window_is_by_day_and_still_ahead(until: str | None, told: str | None) -> None:
    end = datetime.fromisoformat(until) if until else None
    found = last_in_window(now=NOW, until=end, zone="Asia/Jakarta")
    assert found == (datetime.fromisoformat(told) if told else None)
