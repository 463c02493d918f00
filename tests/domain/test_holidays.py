"""Days off one by one, against the lists of `domain.md` §5: written from the document, not from the table."""

import csv
import io
import json
from datetime import date, timedelta
from importlib.resources import files

import pytest

from sapa.domain import csvholidays
from sapa.domain.calendars import default_calendar
from sapa.domain.csvorders import UnreadableFileError
from sapa.domain.holidays import (
    CalendarDay,
    Period,
    bridges,
    calendar_of,
    coming_ramadan,
    hint_due,
    overlaid,
    overlaid_periods,
    package_days,
    removed,
    year_status,
)

NATIONAL = {
    2026: "1.1 16.1 17.2 19.3 21.3 22.3 3.4 5.4 1.5 14.5 27.5 31.5 1.6 16.6 17.8 25.8 25.12",
    2027: "1.1 5.1 6.2 8.3 10.3 11.3 26.3 28.3 1.5 6.5 17.5 20.5 1.6 6.6 15.8 17.8 25.12 26.12",
}
CUTI_BERSAMA = {
    2026: "16.2 18.3 20.3 23.3 24.3 15.5 28.5 24.12",
    2027: "5.2 9.3 12.3 15.3 25.3 18.5 19.5 24.12",
}
ESTIMATED_2027 = "10.3 11.3 17.5"
WEEKEND = frozenset({5, 6})


def dates(text: str, year: int) -> set[date]:
    return {
        date(year, int(month), int(day)) for day, _dot, month in (one.partition(".") for one in text.split())
    }


def of(kind: str, year: int, country: str = "ID") -> set[date]:
    rows = [one for one in package_days() if (one.country, one.kind) == (country, kind)]
    return {one.day for one in rows if one.day.year == year}


@pytest.mark.parametrize("year", [2026, 2027])
def test_indonesia_has_the_days_of_the_decree(year: int) -> None:
    assert of("national", year) == dates(NATIONAL[year], year)
    assert of("cuti_bersama", year) == dates(CUTI_BERSAMA[year], year)


def test_what_the_package_calls_an_estimate_is_one() -> None:
    unsure = {one.day for one in package_days() if one.country == "ID" and one.status == "estimated"}
    assert {day for day in unsure if day.year < 2028} == dates(ESTIMATED_2027, 2027)
    assert not any("perkiraan" in one.name or "estimated" in one.name for one in package_days())


def test_the_table_of_the_page_is_the_one_of_the_policy() -> None:
    shown, decided = calendar_of(package_days(), ()), default_calendar()
    for country in ("ID", "SG", "SA"):
        until_2027 = {day for day in shown.national[country] if day < 21184}
        assert until_2027 == decided.national[country]
    assert shown.cuti_bersama["ID"] == decided.cuti_bersama["ID"]


def test_ramadan_and_lebaran_are_those_of_the_policy() -> None:
    mine = calendar_of((), overlaid_periods(()))
    until_2027 = tuple(span for span in mine.lebaran if span[0] < 21184)
    assert until_2027 == default_calendar().lebaran
    assert {day for day in mine.ramadan if day < 21184} == default_calendar().ramadan


def test_years_are_certain_estimated_or_not_published() -> None:
    found = {year: year_status(package_days(), "ID", year) for year in range(2025, 2030)}
    assert found == {
        2025: "certain",
        2026: "certain",
        2027: "estimated",
        2028: "unpublished",
        2029: "unpublished",
    }


def test_a_year_without_cuti_bersama_is_published_elsewhere() -> None:
    assert year_status(package_days(), "AU", 2027) == "certain"
    assert year_status(package_days(), "FR", 2027) == "unpublished"


def test_confirming_the_estimates_makes_a_year_certain() -> None:
    confirmed = [
        CalendarDay(one.day, one.country, one.kind, one.name, "certain", source="person")
        for one in package_days()
        if one.day.year == 2027 and one.country == "ID"
    ]
    assert year_status(overlaid(confirmed), "ID", 2027) == "certain"


def test_the_hint_comes_in_september_while_next_year_is_missing() -> None:
    days = package_days()
    assert hint_due(days, "ID", date(2027, 8, 31)) is None
    assert hint_due(days, "ID", date(2027, 9, 1)) == 2028
    assert hint_due(days, "ID", date(2026, 10, 1)) is None


def test_a_removed_day_is_no_day_off_but_stays_in_the_list() -> None:
    nyepi = next(one for one in package_days() if one.name == "Hari Suci Nyepi" and one.day.year == 2027)
    days = overlaid([removed(nyepi)])
    assert len(days) == len(package_days())
    assert calendar_of(days, ()).national["ID"] == calendar_of(package_days(), ()).national["ID"] - {20885}
    assert (nyepi.day - date(1970, 1, 1)).days == 20885


def test_a_period_takes_the_place_of_the_tables_own() -> None:
    mine = Period("ramadan", date(2027, 2, 9), date(2027, 3, 10))
    found = [one for one in overlaid_periods([mine]) if (one.kind, one.first.year) == ("ramadan", 2027)]
    assert found == [mine]


@pytest.mark.parametrize(
    ("today", "offered"),
    [
        (date(2027, 1, 24), False),
        (date(2027, 1, 25), True),
        (date(2027, 3, 9), True),
        (date(2027, 3, 10), False),
    ],
)
def test_ramadan_is_near_from_two_weeks_before_to_its_last_day(today: date, offered: bool) -> None:
    assert bool(coming_ramadan(overlaid_periods(()), today, timedelta(days=14))) is offered


def test_bridges_are_those_of_the_document() -> None:
    calendar = calendar_of(package_days(), ())
    closed = calendar.national["ID"] | calendar.cuti_bersama["ID"]
    autumn = [(one.last_open, one.next_open) for one in bridges(closed, WEEKEND, date(2026, 11, 22))]
    spring = [(one.last_open, one.next_open) for one in bridges(closed, WEEKEND, date(2027, 2, 10))]
    assert {
        (date(2026, 12, 23), date(2026, 12, 28)),
        (date(2026, 12, 31), date(2027, 1, 4)),
        (date(2027, 3, 5), date(2027, 3, 16)),
    } <= set(autumn)
    assert {(date(2027, 3, 5), date(2027, 3, 16)), (date(2027, 5, 14), date(2027, 5, 21))} <= set(spring)


def test_an_ordinary_weekend_is_no_bridge() -> None:
    assert list(bridges(frozenset(), WEEKEND, date(2026, 11, 22))) == []


def test_a_bridge_that_has_begun_is_told_from_its_beginning() -> None:
    calendar = calendar_of(package_days(), ())
    closed = calendar.national["ID"] | calendar.cuti_bersama["ID"]
    first = next(bridges(closed, WEEKEND, date(2027, 3, 9)))
    assert (first.last_open, first.closed_days) == (date(2027, 3, 5), 10)


def read(text: str) -> csvholidays.Reading:
    return csvholidays.read_holidays(io.BytesIO(text.encode()), country="ID", countries=["ID", "SG"])


@pytest.mark.parametrize(
    "written",
    [
        "2027-03-10",
        "2027-3-10",
        "10/03/2027",
        "10-3-2027",
        "10.03.2027",
        "10 Maret 2027",
        "Rabu, 10 Maret 2027",
        "10 mar 2027",
        "10 March 2027",
        "2027-03-10 00:00:00",
    ],
)
def test_dates_are_read_as_people_write_them(written: str) -> None:
    [(_line, day)] = read(f'tanggal;nama\n"{written}";Idul Fitri\n').rows
    assert day == CalendarDay(date(2027, 3, 10), "ID", "national", "Idul Fitri", source="import")


@pytest.mark.parametrize("written", ["", "31/02/2027", "2027", "besok", "03-10", "10 Marzo 2027", "10/03/27"])
def test_other_dates_are_refused(written: str) -> None:
    [refused] = read(f"tanggal;nama\n{written};Idul Fitri\n").refused
    assert (refused.line, refused.code, refused.value) == (2, "no_date", written)


@pytest.mark.parametrize(
    ("kind", "province", "expected"),
    [
        ("", "", ("national", "")),
        ("Libur nasional", "Nasional", ("national", "")),
        ("public", "", ("national", "")),
        ("Cuti Bersama", "", ("cuti_bersama", "")),
        ("cuti_bersama", "", ("cuti_bersama", "")),
        ("", "NTB", ("regional", "Nusa Tenggara Barat")),
        ("daerah", "jogja", ("regional", "DI Yogyakarta")),
        ("regional", "Papua Barat Daya", ("regional", "Papua Barat Daya")),
    ],
)
def test_kind_and_province_are_understood(kind: str, province: str, expected: tuple[str, str]) -> None:
    [(_line, day)] = read(f"date,name,kind,province\n2027-03-10,Hari,{kind},{province}\n").rows
    assert (day.kind, day.province) == expected


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2027-03-10,,national,,ID,", "no_name"),
        ("2027-03-10,Hari,libur kantor,,ID,", "unknown_kind"),
        ("2027-03-10,Hari,daerah,,ID,", "province_missing"),
        ("2027-03-10,Hari,daerah,Narnia,ID,", "unknown_province"),
        ("2027-03-10,Hari,national,Bali,ID,", "province_of_national"),
        ("2027-03-10,Hari,national,,XX,", "unknown_country"),
        ("2027-03-10,Hari,national,,ID,mungkin", "unknown_status"),
    ],
)
def test_each_refusal_has_its_line_and_a_sentence_and_loses_no_good_row(row: str, code: str) -> None:
    reading = read(f"date,name,kind,province,country,status\n{row}\n2027-03-11,Baik,,,SG,perkiraan\n")
    assert [(one.line, one.code) for one in reading.refused] == [(2, code)]
    assert [(line, day.country, day.status) for line, day in reading.rows] == [(3, "SG", "estimated")]
    assert len({csvholidays.reason(code), csvholidays.reason(code, "en")}) == 2


def test_the_same_day_twice_is_kept_once() -> None:
    reading = read("tanggal;nama\n2027-03-10;Idul Fitri\n10/03/2027;Lebaran\n")
    assert len(reading.rows) == 1
    assert [(one.line, one.code) for one in reading.refused] == [(3, "twice")]


@pytest.mark.parametrize("text", ["", "tanggal;jenis\n2027-03-10;nasional\n"])
def test_a_file_without_its_columns_is_refused(text: str) -> None:
    with pytest.raises(UnreadableFileError):
        read(text)


def test_a_written_file_is_read_back_as_it_was() -> None:
    text = io.StringIO()
    csv.writer(text).writerows(csvholidays.written(package_days()))
    reading = csvholidays.read_holidays(
        io.BytesIO(text.getvalue().encode()), country="ID", countries={one.country for one in package_days()}
    )
    assert reading.refused == ()
    assert {day.key: (day.name, day.status) for _line, day in reading.rows} == {
        one.key: (one.name, one.status) for one in package_days()
    }


def test_the_frozen_table_says_where_it_is_from() -> None:
    table = json.loads(files("sapa.domain").joinpath("data/holidays.json").read_text())
    assert "holidays 0." in table["source"]


def test_a_workbook_is_no_file_of_holidays() -> None:
    with pytest.raises(UnreadableFileError) as refused:
        csvholidays.read_holidays(io.BytesIO(b"PK\x03\x04rest"), country="ID", countries=["ID"])
    assert refused.value.code == "not_a_csv_file"
