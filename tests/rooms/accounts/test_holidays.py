"""The calendar of a workspace: its own days over the frozen table, and the page that changes them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sapa.accounts import selectors, services
from sapa.accounts.models import AuditEntry, SettingsVersion, Workspace
from sapa.accounts.selectors import settings_in_force
from sapa.accounts.selectors.calendar import KEPT
from sapa.base.permissions import Role
from sapa.base.scope import workspace_scope
from sapa.domain.calendars import day_number
from sapa.domain.holidays import CalendarDay
from tests.conftest import found_shop
from tests.rooms.pages import browser

PAGE = "/pengaturan/hari-libur/"
GALUNGAN = CalendarDay(date(2026, 11, 4), "ID", "regional", "Hari Raya Galungan", province="Bali")
NYEPI = (date(2027, 3, 8), "ID", "national", "")
FILE = (
    "Tanggal;Nama;Jenis;Wilayah\n"
    "2028-03-27;Cuti bersama Nyepi;cuti bersama;\n"
    "30/02/2028;Bukan hari;nasional;\n"
    "6 September 2028;Hari Raya Galungan;daerah;Bali\n"
    "2028-09-16;Kuningan;daerah;Narnia\n"
)


@pytest.fixture
def budi(shop: Workspace) -> Client:
    return browser(shop, Role.OWNER)


def is_national(day: date) -> bool:
    return day_number(day) in selectors.calendar().national["ID"]


def filled(**values: Any) -> dict[str, Any]:
    return {
        "day": "2027-02-14",
        "name": "Pemilihan umum",
        "kind": "national",
        "province": "",
        "country": "ID",
        "status": "certain",
        **values,
    }


def test_without_own_days_it_is_the_frozen_table(shop: Workspace) -> None:
    assert is_national(date(2027, 3, 8))
    assert selectors.calendar() is selectors.calendar()


def test_an_added_day_counts_and_a_removed_one_does_not(shop: Workspace, now: datetime) -> None:
    services.add_day(day=CalendarDay(date(2027, 2, 14), "ID", "national", "Pemilu"), now=now)
    services.remove_day(key=NYEPI, now=now)
    assert is_national(date(2027, 2, 14))
    assert not is_national(date(2027, 3, 8))


def test_a_removed_day_comes_back(shop: Workspace, now: datetime) -> None:
    services.remove_day(key=NYEPI, now=now)
    services.restore_day(key=NYEPI, now=now)
    assert is_national(date(2027, 3, 8))
    assert selectors.settings_in_force()[1]["calendar"] == ""


def test_a_moved_day_stands_at_its_new_date_only(shop: Workspace, now: datetime) -> None:
    moved = CalendarDay(date(2027, 3, 9), "ID", "national", "Hari Suci Nyepi")
    services.change_day(was=NYEPI, day=moved, now=now)
    assert (is_national(date(2027, 3, 8)), is_national(date(2027, 3, 9))) == (False, True)


def test_a_regional_day_is_kept_by_province(shop: Workspace, now: datetime) -> None:
    services.add_day(day=GALUNGAN, now=now)
    assert selectors.calendar().regional == {"Bali": frozenset({day_number(GALUNGAN.day)})}
    assert not is_national(GALUNGAN.day)


def test_every_change_is_a_version_of_the_settings_and_audited(shop: Workspace, now: datetime) -> None:
    services.add_day(day=GALUNGAN, now=now)
    services.save_period(
        kind="ramadan", first=date(2027, 2, 9), last=date(2027, 3, 10), status="certain", now=now
    )
    assert SettingsVersion.objects.count() == 2
    assert {entry.action for entry in AuditEntry.objects.all()} == {
        "calendar.day_added",
        "calendar.period_changed",
    }


def test_rows_of_a_later_edition_are_not_kept_under_the_earlier_one(shop: Workspace, now: datetime) -> None:
    services.add_day(day=CalendarDay(date(2027, 2, 14), "ID", "national", "Pemilu"), now=now)
    earlier = settings_in_force()[1]
    services.add_day(day=CalendarDay(date(2027, 2, 15), "ID", "national", "Libur toko"), now=now)
    KEPT.pop(earlier["calendar"], None)
    selectors.calendar(earlier)
    assert earlier["calendar"] not in KEPT


def test_a_long_file_is_written_at_once(
    shop: Workspace, now: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    days = [CalendarDay(date(2050, 1, 1) + timedelta(number), "ID", "national", "X") for number in range(400)]
    with django_assert_max_num_queries(40):
        assert services.import_days(given=days, now=now) == 400


def test_another_shop_keeps_its_own_calendar(shop: Workspace, now: datetime) -> None:
    services.remove_day(key=NYEPI, now=now)
    with workspace_scope(found_shop("Toko Lain", "citra@lain.test").pk):
        assert is_national(date(2027, 3, 8))


def test_a_period_of_one_year_is_replaced_and_given_back(shop: Workspace, now: datetime) -> None:
    first, last = date(2027, 2, 9), date(2027, 3, 10)
    services.save_period(kind="ramadan", first=first, last=last, status="certain", now=now)
    assert day_number(date(2027, 2, 8)) not in selectors.calendar().ramadan
    services.reset_period(kind="ramadan", year=2027, now=now)
    assert day_number(date(2027, 2, 8)) in selectors.calendar().ramadan


def test_bridges_warn_of_the_days_around_lebaran(shop: Workspace) -> None:
    found = selectors.bridges(datetime(2027, 2, 20, 3, tzinfo=UTC))
    assert (date(2027, 3, 5), date(2027, 3, 16)) in [(one.last_open, one.next_open) for one in found]


def test_companies_that_work_on_cuti_bersama_have_a_shorter_bridge(shop: Workspace, now: datetime) -> None:
    services.change_settings(changes={"policy": {"b2b": {"block_cuti_bersama": False}}}, now=now)
    found = [(one.last_open, one.next_open) for one in selectors.bridges(datetime(2027, 3, 1, 3, tzinfo=UTC))]
    assert (date(2027, 3, 5), date(2027, 3, 16)) not in found


@pytest.mark.parametrize("preset", ["ramadan", "friday_prayer", "collection"])
def test_a_season_is_switched_on_and_off(budi: Client, shop: Workspace, preset: str) -> None:
    def state() -> bool:
        page = budi.get(PAGE).context["page"]
        return next(bool(one.on) for one in page.presets if one.name == preset)

    budi.post(f"{PAGE}sakelar/", {"masa": preset, "nyala": "1"})
    switched_on = state()
    budi.post(f"{PAGE}sakelar/", {"masa": preset, "nyala": "0"})
    assert (switched_on, state()) == (True, False)


def test_lebaran_takes_its_own_length(budi: Client, shop: Workspace) -> None:
    given = {"masa": "lebaran", "nyala": "1", "before_days": "3", "after_days": "7", "classes": ["promo"]}
    budi.post(f"{PAGE}sakelar/", given)
    policy = selectors.settings_in_force()[1]["policy"]
    assert policy["lebaran"]["pause"] == {
        "before_days": 3,
        "after_days": 7,
        "classes": ["promo"],
        "segments": ["b2c", "b2b"],
    }


def test_a_season_keeps_the_rest_of_the_policy(shop: Workspace, now: datetime) -> None:
    services.change_settings(changes={"policy": {"ramadan": {"b2b_window": ["10:00", "14:00"]}}}, now=now)
    services.switch_preset(preset="lebaran", on=True, now=now)
    assert selectors.settings_in_force()[1]["policy"]["ramadan"] == {"b2b_window": ["10:00", "14:00"]}


def test_the_page_lists_a_year_by_month(budi: Client) -> None:
    page = budi.get(PAGE, {"tahun": "2027"}).content.decode()
    assert "Hari Suci Nyepi" in page
    assert "Hari Raya Idul Fitri" in page


def test_the_page_of_another_country_shows_its_days(budi: Client) -> None:
    assert "Vesak Day" in budi.get(PAGE, {"tahun": "2027", "negara": "SG"}).content.decode()


def test_a_day_is_added_and_changed_on_its_page(budi: Client, shop: Workspace) -> None:
    budi.post(f"{PAGE}hari/", filled())
    kunci = "2027-02-14~ID~national~"
    answer = budi.post(f"{PAGE}hari/?kunci={kunci}", filled(day="2027-02-17"))
    assert answer.headers["Location"] == f"{PAGE}?tahun=2027&negara=ID"
    assert (is_national(date(2027, 2, 14)), is_national(date(2027, 2, 17))) == (False, True)


@pytest.mark.parametrize("wrong", [{"day": "besok"}, {"name": ""}, {"kind": "regional"}, {"country": "XX"}])
def test_a_faulty_day_is_shown_again(budi: Client, shop: Workspace, wrong: dict[str, str]) -> None:
    assert budi.post(f"{PAGE}hari/", filled(**wrong)).status_code == 422
    assert SettingsVersion.objects.count() == 0


@pytest.mark.parametrize(
    "kunci", ["", "x", "2027-13-01~ID~national~", "2027-03-08~ID~kind~", "2027-03-07~ID~national~"]
)
def test_a_day_that_nobody_knows_is_not_removed(budi: Client, kunci: str) -> None:
    assert budi.post(f"{PAGE}hapus/", {"kunci": kunci}).status_code in {404, 409}


def test_a_file_is_shown_before_it_is_saved(budi: Client, shop: Workspace) -> None:
    page = budi.post(f"{PAGE}impor/", {"file": SimpleUploadedFile("libur.csv", FILE.encode())})
    assert [row["line"] for row in page.context["refused"]] == [3, 5]
    assert page.context["changes"] == 2
    assert SettingsVersion.objects.count() == 0
    budi.post(f"{PAGE}impor/simpan/", {"isi": page.context["content"]})
    assert selectors.calendar().regional["Bali"] == {day_number(date(2028, 9, 6))}
    assert day_number(date(2028, 3, 27)) in selectors.calendar().cuti_bersama["ID"]


def test_the_same_file_twice_changes_nothing(budi: Client, shop: Workspace, now: datetime) -> None:
    page = budi.post(f"{PAGE}impor/", {"file": SimpleUploadedFile("libur.csv", FILE.encode())})
    for _time in range(2):
        budi.post(f"{PAGE}impor/simpan/", {"isi": page.context["content"]})
    assert SettingsVersion.objects.count() == 1


def test_an_export_is_read_back_as_it_was(budi: Client, shop: Workspace, now: datetime) -> None:
    services.add_day(day=GALUNGAN, now=now)
    exported = budi.get(f"{PAGE}ekspor/", {"tahun": "2026"}).content
    page = budi.post(f"{PAGE}impor/", {"file": SimpleUploadedFile("libur.csv", exported)})
    assert (page.context["refused"], page.context["changes"]) == ([], 0)
    assert len(page.context["rows"]) > 100


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04zip", b"apa;itu\n1;2\n"])
def test_a_file_that_is_none_is_refused_with_a_sentence(budi: Client, content: bytes) -> None:
    answer = budi.post(f"{PAGE}impor/", {"file": SimpleUploadedFile("libur.csv", content)})
    assert answer.status_code == 422


def test_a_period_is_changed_and_given_back_on_its_page(budi: Client, shop: Workspace) -> None:
    given = {"first": "2027-02-09", "last": "2027-03-10", "status": "certain"}
    budi.post(f"{PAGE}masa/?jenis=ramadan&tahun=2027", given)
    changed = day_number(date(2027, 2, 8)) in selectors.calendar().ramadan
    budi.post(f"{PAGE}masa/semula/", {"jenis": "ramadan", "tahun": "2027"})
    assert (changed, day_number(date(2027, 2, 8)) in selectors.calendar().ramadan) == (False, True)


@pytest.mark.parametrize(
    "wrong", [{"first": "2026-02-09"}, {"last": "2027-02-01"}, {"last": "2027-12-01"}, {"status": "?"}]
)
def test_a_faulty_period_is_shown_again(budi: Client, shop: Workspace, wrong: dict[str, str]) -> None:
    given = {"first": "2027-02-09", "last": "2027-03-10", "status": "certain", **wrong}
    assert budi.post(f"{PAGE}masa/?jenis=ramadan&tahun=2027", given).status_code == 422


@pytest.mark.parametrize("query", ["", "jenis=puasa&tahun=2027", "jenis=ramadan&tahun=1", "jenis=ramadan"])
def test_a_period_that_cannot_be_is_not_found(budi: Client, query: str) -> None:
    assert budi.get(f"{PAGE}masa/?{query}").status_code == 404


def test_a_shop_abroad_keeps_days_of_its_own_country(budi: Client, shop: Workspace) -> None:
    Workspace.objects.filter(pk=shop.pk).update(country="DE")
    assert budi.get(PAGE).status_code == 200
    budi.post(f"{PAGE}hari/", filled(day="2027-10-03", country="DE"))
    assert selectors.calendar().national["DE"] == {day_number(date(2027, 10, 3))}


def test_an_agent_reads_the_page_and_changes_nothing(shop: Workspace) -> None:
    ani = browser(shop, Role.AGENT)
    page = ani.get(PAGE)
    assert page.status_code == 200
    assert "hapus/" not in page.content.decode()
    assert ani.post(f"{PAGE}hapus/", {"kunci": "2027-03-08~ID~national~"}).status_code == 403


def test_a_banner_offers_ramadan_two_weeks_before(shop: Workspace, now: datetime) -> None:
    assert selectors.season(date(2027, 1, 24)).ramadan is None
    offered = selectors.season(date(2027, 1, 25)).ramadan
    assert offered is not None
    assert offered.first == date(2027, 2, 8)


def test_a_missing_year_is_told_from_september_on(shop: Workspace, now: datetime) -> None:
    assert selectors.season(date(2027, 8, 31)).missing_year is None
    assert selectors.season(date(2027, 9, 1)).missing_year == 2028
    services.import_days(
        given=[CalendarDay(date(2028, 3, 27), "ID", "cuti_bersama", "Cuti bersama Nyepi")], now=now
    )
    assert selectors.season(date(2027, 9, 1)).missing_year is None
