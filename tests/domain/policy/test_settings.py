import json
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import pytest

from sapa.domain.calendars import default_calendar, parse_calendar
from sapa.domain.policy import Contact, Customer, History, Intent, decide, policy_from
from sapa.domain.zones import clock_of, resolve
from sapa.domain.zones.indonesia import PROVINCES

NOON = datetime(2027, 1, 19, 5, tzinfo=UTC)


def test_lists_are_replaced_and_objects_merged() -> None:
    policy = policy_from({"backoff": {"days": [1]}})
    assert (policy.backoff.days, policy.backoff.max_unanswered) == ((1,), 5)


def test_the_same_settings_are_the_same_policy() -> None:
    assert policy_from({"quiet": {"start": "20:00"}}) is policy_from({"quiet": {"start": "20:00"}})


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"quiet": {"start": "9 pm"}}, "quiet.start: a time like 08:00"),
        ({"caps": {"nudge": {"day": -1}}}, "caps.nudge.day: a whole number"),
        ({"b2c": {"holiday": "maybe"}}, "b2c.holiday: allow or relevant_only or block"),
        ({"business_timezone": "Asia/Nowhere"}, "Asia/Nowhere"),
        ({"weekend_by_country": {"ID": [7]}}, "weekend_by_country.ID"),
        ({"lebaran": {"pause": {"before_days": 10**12}}}, "before_days: a whole number up to 366"),
    ],
)
def test_a_wrong_setting_is_named(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        policy_from(wrong)


def test_indonesia_has_thirty_eight_provinces() -> None:
    assert [len(rows) for rows in PROVINCES.values()] == [18, 12, 8]


@pytest.mark.parametrize(
    ("province", "zone"),
    [("Prov. Jawa Barat", "Asia/Jakarta"), ("D.I. Yogyakarta", "Asia/Jakarta"), ("NTB", "Asia/Makassar"),
     ("kaltara", "Asia/Makassar"), ("Papua Barat Daya", "Asia/Jayapura")],
)  # fmt: skip
def test_common_spellings_of_provinces(province: str, zone: str) -> None:
    assert resolve("", "ID", province, "", "", "", "Asia/Jakarta", "strict").zones == (zone,)


def test_a_conflict_is_flagged() -> None:
    found = resolve("", "ID", "Bali", "", "", "+62215", "Asia/Jakarta", "strict")
    assert (found.conflict, found.primary) == (True, "Asia/Jakarta")


def test_clocks_agree_with_the_time_zone_database() -> None:
    berlin = clock_of("Europe/Berlin")
    for hours in range(0, 24 * 400, 7):
        at = NOON + timedelta(hours=hours)
        offset = at.astimezone(berlin.zone).utcoffset()
        assert offset == timedelta(microseconds=berlin.offset(int(at.timestamp()) * 1_000_000))


def test_the_calendar_says_what_is_only_estimated() -> None:
    calendar = default_calendar()
    found = [calendar.year_status("ID", year) for year in (2026, 2027, 2028)]
    assert found == ["certain", "estimated", "unpublished"]


def test_the_decree_of_2026_is_complete() -> None:
    rows = json.loads(files("sapa.domain").joinpath("data/calendar.json").read_text())["countries"]["ID"]
    assert [len([d for d in rows[kind] if d[:4] == "2026"]) for kind in ("national", "cuti_bersama")] == [
        17,
        8,
    ]


def test_a_calendar_with_a_wrong_date_is_refused() -> None:
    with pytest.raises(ValueError, match=r"countries\.ID\.national"):
        parse_calendar({"countries": {"ID": {"national": ["1 January"]}}})


def limited(*hours_ago: int) -> History:
    return History(
        tuple(
            Contact(NOON - timedelta(hours=h), "out", klass="promo", status="failed", error="131049")
            for h in hours_ago
        )
    )


@pytest.mark.parametrize(("failures", "waits"), [((1,), 23), ((26, 1), 47), ((99, 1), 23), ((3, 1), 23)])
def test_a_retry_that_fails_again_doubles_the_limit(failures: tuple[int, ...], waits: int) -> None:
    dewi = Customer(timezone="Asia/Jakarta", channels={"whatsapp": True})
    care = Intent(id=1, klass="care", category="marketing", wa_template=True)
    found = decide(care, dewi, limited(*failures), default_calendar(), NOON, policy_from())
    assert (found.reasons, found.at) == (("wa_user_limit",), NOON + timedelta(hours=waits))
