"""Customers and products through the page, and a workbook of orders."""

import io

from openpyxl import Workbook

from sapa.commerce.models import Order, Product
from sapa.contacts.models import Contact
from tests.routes.cast import DEWI
from tests.routes.house import House
from tests.routes.test_files import HEADER, IMPORTS, account, row, run_of

PEOPLE = f"ID,Nama Lengkap,WA,Kota\nC-1,Dewi Lestari,{DEWI.phone},Bandung\nC-2,Made,12,Denpasar\n".encode()
GOODS = b"SKU,Nama,Harga,Stok\nK-1,Kopi Gayo,185000,12\n"


def test_customers_through_the_page_are_previewed_chosen_and_kept(house: House) -> None:
    budi = house.browser()
    page = budi.post(IMPORTS, {"holds": "customers", "file": ("pelanggan.csv", PEOPLE)})
    assert page.status == 200
    assert "Dewi Lestari" in page.text
    assert "Nomor telepon terlalu pendek" in page.text
    budi.submit(page, f"{budi.at}mulai/")
    house.settle()
    assert account(house) == (1, 0, 0, 1)
    with house.inside():
        assert [one.city for one in Contact.objects.filter(name="Dewi Lestari")] == ["Bandung"]
    assert house.counts(Order) == {"Order": 0}


def test_the_choice_of_columns_for_customers_is_remembered_apart_from_orders(house: House) -> None:
    budi = house.browser()
    page = budi.post(IMPORTS, {"holds": "customers", "file": ("pelanggan.csv", PEOPLE)})
    budi.submit(page, f"{budi.at}mulai/", column_company="Nama Lengkap", column_name="")
    budi.post(IMPORTS, {"holds": "customers", "file": ("pelanggan.csv", PEOPLE)})
    assert run_of(house).mapping["columns"]["company"] == "Nama Lengkap"
    budi.post(IMPORTS, {"holds": "orders", "file": ("pelanggan.csv", PEOPLE)})
    assert "company" not in run_of(house).mapping["columns"]


def test_products_through_the_page_are_previewed_and_kept(house: House) -> None:
    budi = house.browser()
    page = budi.post(IMPORTS, {"holds": "products", "file": ("produk.csv", GOODS)})
    assert "Rp185.000" in page.text.replace("\u00a0", "")
    budi.submit(page, f"{budi.at}mulai/")
    house.settle()
    with house.inside():
        assert list(Product.objects.values_list("external_id", "amount", "stock")) == [("K-1", 185_000, 12)]


def test_a_workbook_of_orders_is_read_as_a_csv_file_is(house: House) -> None:
    book, out = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for line in (HEADER, row("A-1", DEWI, "2026-09-15 07:30")):
        sheet.append(line.split(","))
    book.save(out)
    budi = house.browser()
    budi.submit(budi.post(IMPORTS, {"file": ("pesanan.xlsx", out.getvalue())}), f"{budi.at}mulai/")
    house.settle()
    assert (run_of(house).state, account(house)) == ("done", (1, 0, 0, 0))
