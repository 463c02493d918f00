"""Settings that differ by segment and class, the pause on Fridays and the hours for collecting payments."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sapa.domain.calendars import default_calendar, parse_calendar
from sapa.domain.policy import Address, Customer, Decision, History, Intent, decide, explain, policy_from
from sapa.domain.policy.types import CLASSES

FRIDAY_NOON = datetime(2027, 1, 22, 5, tzinfo=UTC)
OJK = {"collection": {"window": ["08:00", "20:00"], "days": [0, 1, 2, 3, 4, 5], "block_national": True}}
PRAYER = {"friday_prayer": {"pause": ["11:30", "13:00"]}}
DEWI = Customer(
    address=Address("ID", "DKI Jakarta", "10110"),
    channels={"whatsapp": True},
    consent={"promo": "granted"},
)


def ask(klass: str, at: datetime, settings: Any, customer: Customer = DEWI, **more: Any) -> Decision:
    intent = Intent(id=1, klass=klass, wa_template=True, **more)
    return decide(intent, customer, History(), default_calendar(), at, policy_from(settings))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"by_class": {"promos": {}}}, r"by_class\.promos: reply or notice"),
        ({"by_segment": {"b2x": {}}}, r"by_segment\.b2x: b2c or b2b expected"),
        ({"by_class": {"promo": {"quiet": {"strat": "20:00"}}}}, r"by_class\.promo\.quiet\.strat: no such"),
        ({"by_class": {"promo": {"quiet": {"start": "8 pm"}}}}, r"by_class\.promo\.quiet\.start: a time"),
        ({"by_class": {"care": {"busy_profiles": {}}}}, r"by_class\.care\.busy_profiles: one for all"),
        ({"by_segment": {"b2b": {"by_class": {}}}}, r"by_segment\.b2b\.by_class: one for all"),
        ({"by_segment": {"b2b": 3}}, r"by_segment\.b2b: an object expected"),
        ({"by_class": {"care": {"caps": {"nudge": {"day": -1}}}}}, r"by_class\.care\.caps\.nudge\.day"),
        ({"collection": {"windows": []}}, r"collection\.windows: no such setting"),
        ({"collection": {"window": ["08:00"]}}, r"collection\.window: \[start, end\]"),
        ({"friday_prayer": {"pause": "noon"}}, r"friday_prayer\.pause: \[start, end\]"),
        ({"by_class": {"promo": {"lebaran": {"pause": {"before_days": "x"}}}}}, r"by_class\.promo\.lebaran"),
    ],
)
def test_a_wrong_layer_is_named(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        policy_from(wrong)


def test_nothing_differs_as_long_as_nobody_says_so() -> None:
    policy = policy_from({"by_class": {"promo": {}}, "by_segment": {}})
    assert {policy.of(klass, "b2b") for klass in CLASSES} == {policy}


def test_the_class_wins_over_the_segment_and_the_segment_over_the_base() -> None:
    layers = {
        "quiet": {"start": "20:00"},
        "by_segment": {"b2b": {"quiet": {"start": "19:00", "end": "09:00"}}},
        "by_class": {"promo": {"quiet": {"start": "18:00"}}},
    }
    found = [policy_from(layers).of(k, s).quiet for k in ("care", "promo") for s in ("b2c", "b2b")]
    assert found == [(1200, 480), (1140, 540), (1080, 480), (1080, 540)]


def test_equal_layers_share_what_is_compiled() -> None:
    policy = policy_from({"by_segment": {"b2b": {"quiet": {"start": "19:00"}}}})
    assert policy.of("care", "b2b") is policy.of("promo", "b2b")
    assert policy.of("care", "b2b") is not policy.of("care", "b2c")


def test_competitors_are_ranked_and_spaced_by_their_own_class() -> None:
    settings = {"by_class": {"care": {"priority": {"care": 1}, "gap_hours": {"care": 6}}}}
    care = Intent(id=2, klass="care", wa_template=True)
    reminder = Intent(id=1, klass="reminder", wa_template=True)
    noon = FRIDAY_NOON
    found = decide(
        reminder, DEWI, History(), default_calendar(), noon, policy_from(settings), competing=[care]
    )
    assert (found.reasons, found.at) == (("yield_higher",), noon + timedelta(hours=2))


def test_a_nudge_waits_until_the_friday_prayer_is_over() -> None:
    found = ask("reminder", FRIDAY_NOON, PRAYER)
    assert (found.reasons, found.at) == (("friday_prayer",), FRIDAY_NOON + timedelta(hours=1))


def test_thursdays_notices_and_singapore_know_no_friday_prayer() -> None:
    singapore = Customer(address=Address("SG"), channels={"whatsapp": True})
    assert ask("reminder", FRIDAY_NOON - timedelta(days=1), PRAYER).action == "send"
    assert ask("notice", FRIDAY_NOON, PRAYER).action == "send"
    assert ask("reminder", FRIDAY_NOON, PRAYER, singapore).action == "send"


@pytest.mark.parametrize(
    ("day", "hour", "free"),
    [(22, 20, "2027-01-23T08:00"), (24, 12, "2027-01-25T08:00"), (23, 20, "2027-01-25T08:00")],
)
def test_payments_are_asked_for_monday_to_saturday_by_day(day: int, hour: int, free: str) -> None:
    found = ask("reminder", datetime(2027, 1, day, hour - 7, 30, tzinfo=UTC), OJK)
    assert found.at is not None
    assert (found.reasons, f"{found.at:%Y-%m-%dT%H:%M}") == (("collection_hours",), free)


def test_a_national_holiday_is_no_day_for_collecting_and_says_so() -> None:
    found = ask("reminder", datetime(2027, 2, 6, 5, tzinfo=UTC), OJK)
    assert found.reasons == ("holiday_national",)
    assert found.at is not None
    assert f"{found.at:%d %H:%M}" == "08 08:00"


def test_only_the_debtors_consent_lifts_the_hours_for_collecting() -> None:
    sunday = datetime(2027, 1, 24, 5, tzinfo=UTC)
    agreed = Customer(timezone="Asia/Jakarta", channels={"whatsapp": True}, anytime_consent=True)
    assert ask("reminder", sunday, OJK, urgent=True).action == "wait"
    assert ask("reminder", sunday, OJK, agreed).reasons == ("consent_override",)
    assert ask("care", sunday, OJK, urgent=True).action == "send"


def test_an_echo_stays_one_for_the_hour_after_the_customers_action() -> None:
    policy = policy_from()
    assert policy.echoes(FRIDAY_NOON, FRIDAY_NOON + timedelta(minutes=60))
    assert not policy.echoes(FRIDAY_NOON, FRIDAY_NOON + timedelta(minutes=61))


def test_a_calendar_with_an_unknown_province_is_refused() -> None:
    with pytest.raises(ValueError, match=r"regional\.Atlantis"):
        parse_calendar({"regional": {"Atlantis": ["2027-01-19"]}})


def test_regional_days_free_a_worker_of_that_province_alone() -> None:
    galungan = parse_calendar({"regional": {"Bali": ["2027-01-20"]}})
    at, policy = datetime(2027, 1, 20, 2, tzinfo=UTC), policy_from()
    made, dewi = (
        Customer(busy_profile="worker", address=place, channels={"whatsapp": True})
        for place in (Address("ID", "bali", "80111"), Address("ID", "DKI Jakarta", "10110"))
    )
    care = Intent(id=1, klass="care", wa_template=True)
    assert decide(care, made, History(), galungan, at, policy).action == "send"
    assert decide(care, dewi, History(), galungan, at, policy).reasons == ("busy_hours",)


def test_a_drop_is_explained_with_its_time_rules_and_stays_the_same_answer() -> None:
    unwilling = Customer(timezone="Asia/Jakarta", channels={"whatsapp": True})
    night = datetime(2027, 1, 19, 15, tzinfo=UTC)
    promo = Intent(id=1, klass="promo", wa_template=True)
    short = decide(promo, unwilling, History(), default_calendar(), night, policy_from())
    told = explain(promo, unwilling, History(), default_calendar(), night, policy_from())
    assert (short.trace.steps, short[:6]) == ((), told[:6])
    assert told.reasons == ("no_consent",)
    assert "quiet_hours" in {row.code for row in told.trace.steps[0].rules if row.violated}
