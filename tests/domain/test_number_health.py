"""When promotions rest: rules on counted messages, without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from sapa.domain.graph_versions import standing
from sapa.domain.number_health import Counts, Rest, Sight, Thresholds, forecast, limit_of, rest, rests

NOW = datetime(2026, 9, 15, 3, tzinfo=UTC)
RULES = Thresholds()
CALM = Sight(
    quality="GREEN",
    lately=Counts(sent=400, failed=8, blocked=2),
    usual=Counts(sent=9_000, failed=180, blocked=45),
    limit=2_000,
    reached=900,
    promos_today=600,
    promos_hour=90,
    promos_usual_day=800.0,
    day_ends=NOW + timedelta(hours=14),
    hour_ends=NOW + timedelta(minutes=40),
)


def test_a_number_that_is_well_sends_its_promotions() -> None:
    assert rest(CALM, RULES, NOW) is None


def test_under_yellow_half_of_a_usual_day_may_go_and_no_more_than_its_hourly_share() -> None:
    yellow = replace(CALM, quality="YELLOW", promos_hour=0)
    assert rest(yellow, RULES, NOW) == Rest("quality_yellow", CALM.day_ends)
    assert rest(replace(yellow, promos_today=399), RULES, NOW) is None
    assert rest(replace(yellow, promos_today=100, promos_hour=34), RULES, NOW) == Rest(
        "quality_yellow", CALM.hour_ends
    )


def test_under_red_promotions_rest_for_a_day() -> None:
    assert rest(replace(CALM, quality="RED"), RULES, NOW) == Rest("quality_red", NOW + timedelta(days=1))


def test_blocks_three_times_as_many_as_usual_make_promotions_rest_for_hours() -> None:
    annoyed = replace(CALM, lately=Counts(sent=400, failed=10, blocked=10))
    assert rest(annoyed, RULES, NOW) == Rest("blocks_rising", NOW + timedelta(hours=6))


def test_a_number_that_always_had_many_blocks_is_compared_with_itself() -> None:
    usual = Counts(sent=9_000, failed=400, blocked=400)
    assert (
        rest(replace(CALM, lately=Counts(sent=400, failed=20, blocked=20), usual=usual), RULES, NOW) is None
    )


def test_few_messages_prove_nothing() -> None:
    assert rest(replace(CALM, lately=Counts(sent=30, failed=19, blocked=19)), RULES, NOW) is None


def test_failures_rising_make_promotions_rest_too() -> None:
    failing = replace(CALM, lately=Counts(sent=400, failed=60, blocked=0))
    assert rest(failing, RULES, NOW) == Rest("failures_rising", NOW + timedelta(hours=6))


def test_near_the_limit_the_last_tenth_is_kept_for_reminders_and_notices() -> None:
    near = replace(CALM, reached=1_800, frees_at=NOW + timedelta(hours=2))
    assert rest(near, RULES, NOW) == Rest("limit_near", NOW + timedelta(hours=2))
    assert rest(replace(near, limit=None), RULES, NOW) is None


@pytest.mark.parametrize("klass", ["reply", "notice", "reminder"])
def test_replies_notices_and_reminders_never_rest(klass: str) -> None:
    assert not rests(klass, "quality_red")


def test_care_rests_only_when_quality_is_red() -> None:
    assert rests("care", "quality_red")
    assert not rests("care", "quality_yellow")
    assert rests("promo", "131048")


def test_tomorrow_has_the_limit_less_its_reserve_and_what_goes_anyway() -> None:
    room = forecast(quality="GREEN", limit=1_000, others=80, usual_promos=300.0, rules=RULES)
    assert (room.promos, room.others) == (820, 80)


def test_tomorrow_is_halved_under_yellow_and_empty_under_red() -> None:
    ask = {"limit": 1_000, "others": 80, "usual_promos": 300.0, "rules": RULES}
    assert forecast(quality="YELLOW", **ask).promos == 150  # type: ignore[arg-type]
    assert forecast(quality="RED", **ask).promos == 0  # type: ignore[arg-type]


def test_an_unlimited_number_has_no_most() -> None:
    assert limit_of("TIER_UNLIMITED") is None
    assert forecast(quality="GREEN", limit=None, others=80, usual_promos=9.0, rules=RULES).promos is None


def test_thresholds_keep_their_defaults_where_a_setting_is_no_number() -> None:
    given = {"rest_hours": 12, "least_sent": "fifty", "unheard_of": 3}
    assert Thresholds.of(given) == replace(RULES, rest_hours=12)


@pytest.mark.parametrize(
    ("version", "day", "said"),
    [
        ("v19.0", date(2026, 11, 1), "dead"),
        ("v20.0", date(2026, 9, 23), "ending"),
        ("v20.0", date(2026, 9, 24), "dead"),
        ("v21.0", date(2026, 11, 22), "ending"),
        ("v21.0", date(2026, 10, 1), "good"),
        ("v26.0", date(2026, 11, 22), "good"),
        ("v31.0", date(2026, 11, 22), "unknown"),
    ],
)
def test_graph_versions_end_on_known_days(version: str, day: date, said: str) -> None:
    assert standing(version, day) == said
