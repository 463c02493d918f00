"""How figures and times are written: the examples of the house style, both languages, the edges."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapa.domain import formats

NOON = datetime(2026, 11, 21, 7, 5, tzinfo=UTC)
JAKARTA, JAYAPURA = "Asia/Jakarta", "Asia/Jayapura"


@pytest.mark.parametrize(
    ("amount", "currency", "language", "written"),
    [
        (1_250_000, "IDR", "id", "Rp1.250.000"),
        (1_250_000, "IDR", "en", "Rp1,250,000"),
        (0, "IDR", "id", "Rp0"),
        (-357, "IDR", "id", "-Rp357"),
        (125_050, "USD", "id", "US$1.250,50"),
        (125_050, "USD", "en", "US$1,250.50"),
        (5, "USD", "en", "US$0.05"),
        (1_250, "JPY", "en", "JP¥1,250"),
        (1_250, "KWD", "en", "KWD 1.250"),
    ],
)
def test_money_has_its_symbol_its_groups_and_its_decimals(
    amount: int, currency: str, language: str, written: str
) -> None:
    assert formats.money(amount, currency, language) == written


@pytest.mark.parametrize(
    ("amount", "language", "written"),
    [
        (184_150_000, "id", "Rp184,2 jt"),
        (6_900_000, "en", "Rp6.9 m"),
        (52_000, "id", "Rp52 rb"),
        (999, "id", "Rp999"),
        (999_949, "id", "Rp999,9 rb"),
        (999_950, "id", "Rp1 jt"),
        (-2_300_000_000, "id", "-Rp2,3 M"),
        (4_000_000_000_000, "id", "Rp4 T"),
    ],
)
def test_short_money_keeps_one_decimal_at_most(amount: int, language: str, written: str) -> None:
    assert formats.money_short(amount, "IDR", language) == written


@pytest.mark.parametrize(
    ("value", "currency", "units"),
    [
        ("1250000", "IDR", 1_250_000),
        ("0.5", "IDR", 1),
        ("12.345", "USD", 1235),
        ("-0.5", "JPY", -1),
        ("1.2345", "KWD", 1235),
    ],
)
def test_amounts_are_rounded_half_up_to_minor_units(value: str, currency: str, units: int) -> None:
    assert formats.minor_units(Decimal(value), currency) == units


@pytest.mark.parametrize("code", ["", "rp", "idr", "RUPIAH", "Rp1"[:2]])
def test_what_is_not_a_currency_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="currency"):
        formats.exponent(code)


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_no_digit_of_an_amount_is_lost(amount: int) -> None:
    written = formats.money(amount, "IDR")
    assert int(written.replace("Rp", "").replace(".", "")) == amount


def test_numbers_and_shares() -> None:
    assert formats.number(1284) == "1.284"
    assert formats.number(2.5) == "3"
    assert formats.number(1234.56, "en", 1) == "1,234.6"
    assert formats.percent(0.935) == "94%"
    assert formats.percent(0.061, "id", 1) == "6,1%"


def test_a_moment_names_day_hour_and_zone() -> None:
    assert formats.moment(NOON, JAKARTA) == "Sab 21 Nov 2026 14.05 WIB"
    assert formats.moment(NOON, JAKARTA, "en") == "Sat 21 Nov 2026 14:05 WIB"
    assert formats.moment(NOON, "Asia/Makassar") == "Sab 21 Nov 2026 15.05 WITA"


def test_the_same_moment_can_be_another_day_in_papua() -> None:
    late = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)
    assert formats.moment(late, JAKARTA) == "Sab 21 Nov 2026 23.30 WIB"
    assert formats.moment(late, JAYAPURA) == "Min 22 Nov 2026 01.30 WIT"


def test_other_zones_tell_their_distance_to_utc() -> None:
    assert formats.zone_label(NOON, "Asia/Singapore") == "UTC+08"
    assert formats.zone_label(NOON, "Asia/Kolkata") == "UTC+05:30"
    assert formats.zone_label(NOON, "America/New_York") == "UTC-05"


def test_days_in_words() -> None:
    assert formats.long_day(date(2026, 11, 21)) == "Sabtu, 21 November 2026"
    assert formats.day(date(2026, 8, 17)) == "Sen 17 Agu 2026"
    assert formats.day(date(2026, 5, 1), "en") == "Fri 1 May 2026"


@pytest.mark.parametrize(
    ("days", "indonesian", "english"),
    [
        (0, "Hari ini", "Today"),
        (-1, "Kemarin", "Yesterday"),
        (1, "Besok", "Tomorrow"),
        (-3, "Rabu", "Wednesday"),
        (-6, "Minggu", "Sunday"),
        (-7, "14 Nov", "14 Nov"),
        (3, "24 Nov", "24 Nov"),
        (-365, "21 Nov 2025", "21 Nov 2025"),
    ],
)
def test_near_days_have_names(days: int, indonesian: str, english: str) -> None:
    at = NOON + timedelta(days=days)
    assert formats.relative_day(at, NOON, JAKARTA) == indonesian
    assert formats.relative_day(at, NOON, JAKARTA, "en") == english


def test_yesterday_is_decided_where_the_reader_lives() -> None:
    now = datetime(2026, 11, 21, 17, 30, tzinfo=UTC)  # already the 22nd in Jakarta
    assert formats.list_time(now - timedelta(hours=1), now, JAKARTA) == "Kemarin"
    assert formats.list_time(now - timedelta(hours=1), now, "UTC") == "16.30"


@pytest.mark.parametrize(
    ("length", "written"),
    [
        (timedelta(seconds=45), "45 dtk"),
        (timedelta(minutes=3, seconds=59), "3 mnt"),
        (timedelta(hours=23, minutes=58), "23 jam 58 mnt"),
        (timedelta(hours=5), "5 jam"),
        (timedelta(hours=47, minutes=59), "47 jam 59 mnt"),
        (timedelta(days=2, hours=4, minutes=50), "2 hari 4 jam"),
        (timedelta(seconds=-90), "1 mnt"),
    ],
)
def test_spans_name_their_two_largest_units(length: timedelta, written: str) -> None:
    assert formats.span(length) == written


def test_phones_are_grouped_and_the_unknown_stays_as_it_is() -> None:
    assert formats.phone("+6281300000011") == "+62 813-0000-0011"
    assert formats.phone("BSUID-7") == "BSUID-7"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Dewi Anggraini", "DA"),
        ("Sari", "S"),
        ("PT Citra Rasa · Anton", "PA"),
        ("", "?"),
        ("🌸", "?"),
        ("  ida  ayu ", "IA"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert formats.initials(name) == letters
