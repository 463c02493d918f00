"""Order files through the page and through the command: once, twice, and with rows from the future."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from sapa.commerce.models import ImportRow, ImportRun, Order
from sapa.config.cli import main
from sapa.contacts.models import Contact
from sapa.events.models import Event, EventDelivery
from sapa.journeys.models import Decision, FollowUp
from tests.routes.browser import Browser
from tests.routes.cast import DEWI, MADE, Customer, at
from tests.routes.house import House
from tests.routes.servers import Answer

HEADER = "Nomor Pesanan,ID Pelanggan,Nama,No HP,Provinsi,Kode Pos,Tanggal Pesanan,Waktu Bayar,Barang,Total,Tautan Bayar"
IMPORTS = "/pesanan/impor/"
BOOKS = (Order, Contact, Event, EventDelivery, FollowUp, Decision)


def row(number: str, who: Customer, placed: str, paid: str = "") -> str:
    link = f"https://tokosari.test/bayar/{number}"
    person = f"{who.id},{who.name},{who.phone},{who.province},{who.postcode}"
    return f"{number},{person},{placed},{paid},Kopi Gayo 1 kg,185000,{link}"


def csv(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows, ""]).encode()


TODAY = csv(
    row("A-1", DEWI, "2026-09-15 07:30"), row("B-1", MADE, "2026-09-14 20:00", paid="2026-09-14 20:10")
)


def upload(browser: Browser, file: bytes) -> Answer:
    """Uploads, and begins with the columns as they were recognised."""
    page = browser.post(IMPORTS, {"file": ("pesanan.csv", file)})
    assert page.status == 200, page.text
    return browser.submit(page, f"{browser.at}mulai/")


def books(house: House) -> list[object]:
    with house.inside():
        return [list(model.objects.order_by("pk").values()) for model in BOOKS]


def run_of(house: House) -> ImportRun:
    with house.inside():
        return ImportRun.objects.latest("pk")


def account(house: House) -> tuple[int, int, int, int]:
    run = run_of(house)
    return run.created, run.updated, run.unchanged, run.refused


def test_a_file_through_the_page_becomes_orders_and_follow_ups(house: House) -> None:
    upload(house.browser(), TODAY)
    house.settle()
    assert (run_of(house).state, account(house)) == ("done", (2, 0, 0, 0))
    assert [one.order.number for one in house.follow_ups() if one.order] == ["A-1"]
    house.clock.to(at(15, "11:35"))
    assert len(house.phone(DEWI).texts) == 1


def test_the_same_file_through_the_page_again_changes_nothing(house: House) -> None:
    upload(house.browser(), TODAY)
    house.settle()
    before = books(house)
    upload(house.browser(), TODAY)
    house.settle()
    assert account(house) == (0, 0, 2, 0)
    assert books(house) == before


def test_the_same_file_through_the_command_changes_nothing_either(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "pesanan.csv"
    file.write_bytes(TODAY)
    assert main(["import", "orders", str(file)]) == 0
    house.settle()
    before = books(house)
    assert main(["import", "orders", str(file)]) == 0
    house.settle()
    assert books(house) == before
    assert capsys.readouterr().out.split()[-8:][:2] == ["tetap", "2"]


def test_orders_from_a_file_and_from_the_shop_reach_one_customer_once(house: House) -> None:
    upload(house.browser(), TODAY)
    house.order("A-1", DEWI, placed_at=at(15, "07:30"))
    house.clock.to(at(15, "18:00"))
    assert len(house.phone(DEWI).texts) == 1


def test_a_row_from_the_future_arrives_when_the_clock_passes_it(house: House) -> None:
    upload(house.browser(), csv(row("A-1", DEWI, "2026-09-16 09:00")))
    house.settle()
    assert house.counts(Order) == {"Order": 0}
    house.clock.to(at(16, "09:01"))
    assert house.counts(Order) == {"Order": 1}
    house.clock.to(at(16, "13:01"))
    assert len(house.phone(DEWI).texts) == 1


def test_what_the_file_says_about_later_happens_later(house: House) -> None:
    placed_and_paid = row("A-1", DEWI, "2026-09-16 09:00", paid="2026-09-16 11:00")
    upload(house.browser(), csv(placed_and_paid))
    house.clock.to(at(16, "10:00"))
    assert house.follow_up().state == "waiting"
    house.clock.to(at(17, "10:00"))
    assert house.follow_up().reasons == ["exit_paid"]
    assert house.phone(DEWI).texts == []


def test_a_row_from_the_future_is_refused_outside_the_demo(
    house: House, settings: LazySettings, tmp_path: Path
) -> None:
    settings.SAPA = settings.SAPA.model_copy(update={"demo": False})
    tomorrow = house.clock.now() + timedelta(days=2)
    file = tmp_path / "pesanan.csv"
    file.write_bytes(csv(row("A-1", DEWI, tomorrow.isoformat())))
    assert main(["import", "orders", str(file)]) == 0
    with house.inside():
        assert [refused.code for refused in ImportRow.objects.all()] == ["future_date"]
        assert not Order.objects.exists()
