"""Business time and promises: what counts, when something is due, and what is refused."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapa.domain.calendars import day_number, default_calendar
from sapa.domain.service_promise import (
    DEFAULT,
    NeverOpen,
    OfficeHours,
    Terms,
    closed_days,
    figures,
    promise_from,
    read_inputs,
    write_inputs,
)

WIB = "Asia/Jakarta"
NINE_TO_FIVE = ((9 * 60, 17 * 60),)
SHOP = OfficeHours(WIB, (NINE_TO_FIVE,) * 6 + ((),))
ALWAYS = OfficeHours(WIB, (((0, 1440),),) * 7)
MINUTE = timedelta(minutes=1)


def local(text: str, zone: str = WIB) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


days = st.lists(
    st.tuples(st.integers(0, 1438), st.integers(1, 400)).map(
        lambda one: ((one[0], min(one[0] + one[1], 1440)),)
    )
    | st.just(())
    | st.just(((22 * 60, 6 * 60),))
    | st.just(((8 * 60, 12 * 60), (13 * 60, 17 * 60))),
    min_size=7,
    max_size=7,
).filter(any)
zones = st.sampled_from([WIB, "Asia/Makassar", "Asia/Jayapura", "America/New_York", "Australia/Lord_Howe"])
hours = st.builds(
    lambda zone, week, closed: OfficeHours(zone, tuple(week), frozenset(closed)),
    zones,
    days,
    st.sets(st.integers(day_number(date(2026, 1, 1)), day_number(date(2026, 12, 31))), max_size=20),
)
instants = st.integers(0, 360 * 86_400).map(
    lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@settings(max_examples=150, deadline=None)
@given(hours, instants, instants, instants)
def test_stretches_of_business_time_add_up(
    office: OfficeHours, a: datetime, b: datetime, c: datetime
) -> None:
    first, middle, last = sorted((a, b, c))
    whole = office.business_seconds(first, last)
    assert whole == office.business_seconds(first, middle) + office.business_seconds(middle, last)
    assert 0 <= whole <= (last - first).total_seconds()


@settings(max_examples=150, deadline=None)
@given(hours, instants, st.integers(1, 40 * 3600))
def test_adding_and_measuring_are_inverse(office: OfficeHours, at: datetime, seconds: int) -> None:
    due = office.add_business_seconds(at, seconds)
    assert office.business_seconds(at, due) == seconds
    assert office.business_seconds(at, due - timedelta(seconds=1)) == seconds - 1


@settings(max_examples=80, deadline=None)
@given(hours, instants, instants, st.integers(1, 20 * 3600))
def test_who_comes_later_is_promised_nothing_earlier(
    office: OfficeHours, a: datetime, b: datetime, seconds: int
) -> None:
    first, last = sorted((a, b))
    assert office.add_business_seconds(first, seconds) <= office.add_business_seconds(last, seconds)


def test_a_message_on_saturday_evening_is_promised_for_monday_morning() -> None:
    due = SHOP.add_business_seconds(local("2026-11-21T16:50"), 30 * 60)
    assert due == local("2026-11-23T09:20")


def test_a_day_off_does_not_count() -> None:
    closed = OfficeHours(WIB, SHOP.week, frozenset({day_number(date(2026, 11, 23))}))
    assert closed.add_business_seconds(local("2026-11-21T16:50"), 30 * 60) == local("2026-11-24T09:20")


def test_the_same_hours_begin_earlier_in_the_east() -> None:
    opens = {
        zone: OfficeHours(zone, SHOP.week).next_open(local("2026-11-22T12:00"))
        for zone in (WIB, "Asia/Makassar", "Asia/Jayapura")
    }
    assert [opens[WIB] - one for one in opens.values()] == [timedelta(hours=h) for h in (0, 1, 2)]


def test_round_the_clock_everything_counts() -> None:
    at = local("2026-11-21T16:50")
    assert ALWAYS.add_business_seconds(at, 90_000) == at + timedelta(seconds=90_000)
    assert list(ALWAYS.stretches(at, at + timedelta(days=3))) == [(at, at + timedelta(days=3))]


@pytest.mark.parametrize(("day", "seconds"), [("2026-03-08", 23 * 3600), ("2026-11-01", 25 * 3600)])
def test_days_of_a_changed_clock_have_their_own_length(day: str, seconds: int) -> None:
    abroad = OfficeHours("America/New_York", ALWAYS.week)
    start = local(f"{day}T00:00", "America/New_York")
    following = date.fromisoformat(day) + timedelta(days=1)
    assert abroad.business_seconds(start, local(f"{following}T00:00", "America/New_York")) == seconds


def test_a_night_shift_goes_on_into_a_closed_day() -> None:
    night = OfficeHours(WIB, (((22 * 60, 6 * 60),), *((),) * 6), frozenset({day_number(date(2026, 11, 24))}))
    assert night.business_seconds(local("2026-11-23T00:00"), local("2026-11-25T00:00")) == 8 * 3600


def test_a_year_without_an_open_day_is_refused() -> None:
    year = frozenset(range(day_number(date(2026, 1, 1)), day_number(date(2028, 1, 1))))
    with pytest.raises(NeverOpen):
        OfficeHours(WIB, SHOP.week, year).add_business_seconds(local("2026-11-21T16:50"), 60)
    with pytest.raises(ValueError, match=r"hours\.b2c: at least one open day"):
        promise_from({"hours": {"b2c": [[]] * 7, "b2b": None}}, WIB)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"hours": {"b2c": [[["09:00", "12:00"], ["11:00", "15:00"]]] + [[]] * 6}}, "follow each other"),
        ({"hours": {"b2c": [[["09:00", "09:00"]]] + [[]] * 6}}, "follow each other"),
        ({"targets": {"b2c": {**DEFAULT["targets"]["b2c"], "first": [0, 1, 1]}}}, "minutes from 1"),
        ({"closed": {"national": True, "cuti_bersama": True, "province": "Atlantis"}}, "a province"),
        ({"zone": "Mars/Base"}, "no IANA time zone"),
        ({"jam": 1}, "no such setting"),
    ],
)
def test_what_cannot_be_promised_is_named(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        promise_from(wrong, WIB)


def test_companies_keep_the_hours_of_everybody_until_they_have_their_own() -> None:
    own = promise_from({"hours": {**DEFAULT["hours"], "b2b": [[["08:00", "12:00"]]] * 5 + [[]] * 2}}, WIB)
    assert promise_from(None, WIB).weeks["b2b"] == SHOP.week
    assert own.weeks["b2b"][0] == ((480, 720),)
    assert own.target("first", "b2b", 2) == 600


def test_days_off_are_those_of_the_contact_policy() -> None:
    promise = promise_from({"closed": {"national": True, "cuti_bersama": True, "province": "Bali"}}, WIB)
    calendar = default_calendar()
    found = closed_days(calendar, "ID", promise.closes)
    assert found >= calendar.national["ID"] | calendar.cuti_bersama["ID"]


def test_time_for_which_the_customer_is_waited_does_not_count() -> None:
    start = local("2026-11-23T09:00")
    terms = Terms(SHOP, 3600, ((start + 10 * MINUTE, start + 70 * MINUTE),))
    found = figures(terms, start, start + 90 * MINUTE)
    assert (found.due_at, found.warn_at) == (start + 120 * MINUTE, start + 108 * MINUTE)
    assert (found.seconds, found.paused_seconds, found.calendar_seconds) == (1800, 3600, 5400)


def test_a_clock_that_rests_is_due_at_no_time() -> None:
    start = local("2026-11-23T09:00")
    assert figures(Terms(SHOP, 3600, ((start + MINUTE, None),)), start, None).due_at is None


@settings(max_examples=60, deadline=None)
@given(hours, instants, st.integers(60, 20 * 3600))
def test_kept_inputs_say_the_same_as_what_was_in_force(
    office: OfficeHours, at: datetime, target: int
) -> None:
    terms = Terms(office, target)
    assert figures(read_inputs(write_inputs(terms, at, 3)), at, None) == figures(terms, at, None)
