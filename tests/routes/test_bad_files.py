"""Files as people really have them: each gives a clear sentence, and the good rows of it are not lost."""

import random

import pytest
from django.db import connection

from sapa.commerce.models import ImportRow, ImportRun, Order
from tests.routes.cast import DEWI, MADE
from tests.routes.house import House
from tests.routes.servers import wait_for
from tests.routes.test_files import HEADER, IMPORTS, TODAY, account, csv, row, run_of, upload

GOOD = row("A-1", DEWI, "2026-09-15 07:30")
NOISE = random.Random(7).randbytes(5000)
REFUSED_FILES = {
    "a picture": (b"\x89PNG\r\n\x1a\n" + NOISE, "Ini bukan berkas CSV"),
    "a spreadsheet": (b"PK\x03\x04" + NOISE, "Ini bukan berkas CSV"),
    "nothing": (b"", "kosong"),
    "blank lines": (b"\r\n \r\n", "Berkas kosong"),
}
READABLE = {
    "UTF-16": TODAY.decode().encode("utf-16"),
    "Windows-1252": TODAY.decode().replace("Gayo", "Café").encode("cp1252"),
    "semicolons": TODAY.replace(b",", b";"),
    "lines of an old Mac": TODAY.replace(b"\n", b"\r"),
    "zeros between": TODAY.replace(b"Gayo", b"Ga\0yo"),
}
LONG = "D" * 100_000
BROKEN_ROWS = (
    (GOOD.replace("Dewi Lestari", LONG), "cell_too_long"),
    (GOOD.replace("Dewi Lestari", LONG * 20), "cell_too_long"),
    ("A-1,C-1,Dewi Lestari", "missing_date"),
    (GOOD + ",one,two", "too_many_cells"),
    (GOOD.replace(DEWI.phone, '"=1+62812"'), "phone_too_short"),
    (GOOD.replace("2026-09-15", "31/02/2026"), "bad_date"),
    (GOOD.replace(",185000,", ",banyak,"), "bad_amount"),
    (GOOD.replace("A-1,", ",", 1), "missing_order_id"),
    (GOOD.replace("Dewi Lestari", '"=HYPERLINK(""http://x"")"') + ",one", "too_many_cells"),
    ('"' + GOOD, "quote_open"),
)


@pytest.mark.parametrize(("file", "sentence"), REFUSED_FILES.values(), ids=REFUSED_FILES.keys())
def test_what_is_no_order_file_is_refused_with_a_sentence(house: House, file: bytes, sentence: str) -> None:
    answer = house.browser().post(IMPORTS, {"file": ("pesanan.csv", file)})
    assert answer.status == 422
    assert sentence in answer.text
    assert house.counts(ImportRun) == {"ImportRun": 0}


def test_noise_is_refused_or_asks_for_its_columns(house: House) -> None:
    answer = house.browser().post(IMPORTS, {"file": ("pesanan.csv", NOISE)})
    assert answer.status in {200, 422}
    assert house.counts(Order) == {"Order": 0}


@pytest.mark.parametrize("file", READABLE.values(), ids=READABLE.keys())
def test_files_of_every_office_are_read(house: House, file: bytes) -> None:
    upload(house.browser(), file)
    house.settle()
    assert account(house) == (2, 0, 0, 0)
    with house.inside():
        assert {order.goods for order in Order.objects.all()} <= {"Kopi Gayo 1 kg", "Kopi Café 1 kg"}


def test_broken_rows_are_told_one_by_one_and_can_be_taken_home(house: House) -> None:
    budi = house.browser()
    upload(budi, csv(row("B-1", MADE, "2026-09-14 20:00"), *(line for line, _ in BROKEN_ROWS)))
    house.settle()
    assert (run_of(house).state, account(house)) == ("done", (1, 0, 0, len(BROKEN_ROWS)))
    with house.inside():
        codes = ImportRow.objects.filter(outcome="refused").order_by("line").values_list("code", flat=True)
        assert list(codes) == [code for _, code in BROKEN_ROWS]
    assert "Isi sel ini terlalu panjang" in budi.get(budi.at).text
    home = budi.get(f"{IMPORTS}{run_of(house).public_id}/ditolak.csv").text
    assert "'=HYPERLINK" in home
    assert "'=1+62812" in home


def test_a_file_that_lacks_a_column_asks_for_it(house: House) -> None:
    budi = house.browser()
    page = budi.post(IMPORTS, {"file": ("pesanan.csv", TODAY.replace(b"No HP", b"Kota Asal"))})
    assert page.status == 200
    address = f"{budi.at}mulai/"
    assert budi.submit(page, address, column_phone="").status == 422
    assert run_of(house).state == "mapping"
    budi.submit(page, address, column_phone="Kota Asal")
    house.settle()
    assert account(house) == (2, 0, 0, 0)


def test_a_file_of_a_header_alone_is_done_at_once(house: House) -> None:
    upload(house.browser(), f"{HEADER}\n".encode())
    house.settle()
    assert (run_of(house).state, account(house)) == ("done", (0, 0, 0, 0))


def test_an_agent_may_not_import(house: House) -> None:
    assert house.browser("ani@tokosari.test").post(IMPORTS, {"file": ("pesanan.csv", TODAY)}).status == 403


def test_pages_of_refusal_leave_no_connection_open(house: House) -> None:
    ani, before = house.browser("ani@tokosari.test"), connections_open()
    pages = [ani.get(path).status for path in (IMPORTS, "/tidak-ada/", IMPORTS, "/tidak-ada/")]
    assert pages == [403, 404, 403, 404]
    wait_for(lambda: connections_open() <= before, seconds=5)


def connections_open() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])
