"""The week's windows of the settings page say the same as the decision, minute by minute."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sapa.domain.calendars import Calendar, default_calendar, parse_calendar
from sapa.domain.policy import Address, Customer, DayWindows, Decision, History, Intent, decide, policy_from
from sapa.domain.policy import windows as week_of
from sapa.domain.policy.documents import parse_customer
from sapa.domain.policy.types import CLASSES
from tests.domain.policy.generator import LAYERED, POLICIES, Dice
from tests.domain.policy.test_oracle import CALENDAR, REGIONAL
from tests.domain.policy.test_properties import some

TUESDAY = date(2027, 1, 19)
DEWI = Customer(address=Address("ID", "DKI Jakarta", "10110"), channels={"whatsapp": True})
MADE = Customer(address=Address("ID", "Bali", "80111"), channels={"whatsapp": True})


def said(days: list[DayWindows]) -> list[str]:
    return [" ".join(f"{a:%H:%M}-{b:%H:%M}" for a, b in day.open) for day in days]


def week(klass: str, customer: Customer, days: int = 7, **settings: Any) -> list[DayWindows]:
    return week_of(policy_from(settings), klass, customer, default_calendar(), TUESDAY, days)


def test_dewi_is_free_outside_the_quiet_hours() -> None:
    days = week("care", DEWI)
    assert said(days) == ["08:00-21:00"] * 7
    assert [(c.start.hour, c.end.hour, c.reasons) for c in days[0].closed] == [
        (0, 8, ("quiet_hours",)),
        (21, 0, ("quiet_hours",)),
    ]


def test_a_worker_is_free_at_noon_but_for_the_friday_prayer() -> None:
    pause: dict[str, Any] = {
        "friday_prayer": {"pause": ["11:30", "13:00"]},
        "b2c": {"default_busy_profile": "worker"},
    }
    days = week("reminder", DEWI, **pause)
    assert said(days)[2:5] == ["11:00-13:00 17:00-21:00", "11:00-11:30 17:00-21:00", "08:00-21:00"]
    assert "friday_prayer" in {code for closed in days[3].closed for code in closed.reasons}


def test_payments_are_not_asked_for_on_sunday() -> None:
    rules: dict[str, Any] = {"collection": {"window": ["08:00", "20:00"]}}
    assert said(week("reminder", DEWI, **rules))[4:6] == ["08:00-20:00", ""]
    assert said(week("care", DEWI, **rules))[4:6] == ["08:00-21:00"] * 2


def test_each_class_has_its_own_hours() -> None:
    rules: dict[str, Any] = {"by_class": {"promo": {"quiet": {"start": "18:00"}}}}
    assert said(week("promo", DEWI, 1, **rules)) == ["08:00-18:00"]
    assert said(week("care", DEWI, 1, **rules)) == ["08:00-21:00"]


def test_a_day_that_only_bali_keeps_closes_companies_there() -> None:
    company = Customer("b2b", address=Address("ID", "Prov. Bali", "80111"))
    other = Customer("b2b", address=Address("ID", "DKI Jakarta", "10110"))
    nyepi = parse_calendar({"regional": {"Bali": ["2027-01-19"]}})
    assert said(week_of(policy_from(), "care", company, nyepi, TUESDAY, 1)) == [""]
    assert said(week_of(policy_from(), "care", other, nyepi, TUESDAY, 1)) == ["09:00-17:00"]


def test_consent_to_any_hour_opens_the_whole_day() -> None:
    free = Customer("b2b", timezone="Asia/Makassar", anytime_consent=True)
    assert said(week("promo", free, 1)) == ["00:00-00:00"]


def reasons_by_windows(days: list[DayWindows], at: datetime) -> tuple[str, ...]:
    for day in days:
        if any(start <= at < end for start, end in day.open):
            return ()
        for closed in day.closed:
            if closed.start <= at < closed.end:
                return closed.reasons
    raise AssertionError(f"{at} lies in no stretch")


def asked(intent: Intent, customer: Customer, at: datetime, rules: Any, calendar: Calendar) -> Decision:
    return decide(intent, customer, History(), calendar, at, policy_from(rules))


@some(60)
@given(st.integers(0, 2**32 - 1), st.sampled_from(CLASSES), st.lists(st.integers(0, 3 * 1440), min_size=12))
def test_windows_and_decisions_agree_at_any_minute(seed: int, klass: str, minutes: list[int]) -> None:
    dice = Dice(seed, POLICIES + LAYERED)
    case, place = dice.case(1)
    free = {"opt_out": [], "tickets": [], "wa_marketing_stopped": False, "channels": {"whatsapp": True}}
    customer = parse_customer(case["customer"] | free | {"consent": {"promo": "granted"}})
    calendar = parse_calendar(CALENDAR | {"regional": REGIONAL})
    first = dice.now.date()
    days = week_of(policy_from(case["policy"]), klass, customer, calendar, first, 5)
    intent = Intent(id=0, klass=klass, wa_template=True)
    for minute in minutes:
        at = datetime(first.year, first.month, first.day, tzinfo=UTC) + timedelta(hours=20, minutes=minute)
        found = asked(intent, customer, at, case["policy"], calendar).trace.steps[0]
        violated = tuple(row.code for row in found.rules if row.violated and not row.lifted)
        assert reasons_by_windows(days, at) == violated, (place, at)


def test_the_windows_follow_the_clock_when_summer_time_ends() -> None:
    berlin = Customer(address=Address("DE"), channels={"whatsapp": True})
    rules = policy_from({"quiet": {"start": "01:30", "end": "02:30"}})
    night = week_of(rules, "care", berlin, default_calendar(), date(2026, 10, 25), 1)[0]
    for minute in range(0, 25 * 60, 10):
        at = datetime(2026, 10, 24, 22, tzinfo=UTC) + timedelta(minutes=minute)
        intent = Intent(id=0, klass="care", wa_template=True)
        found = decide(intent, berlin, History(), default_calendar(), at, rules)
        assert bool(reasons_by_windows([night], at)) == (found.action != "send")
