"""Files of customers and of products."""

import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from sapa.domain.csvorders import (
    CustomerFacts,
    CustomerReader,
    Mapping,
    ProductFacts,
    ProductReader,
    RowError,
    RowFacts,
    guess_mapping,
    open_sheet,
)

NOW = datetime(2026, 9, 15, 1, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Jakarta")
PEOPLE = "ID Pelanggan,Nama,No HP,Email,Kota,Persetujuan Promo,Terakhir Diubah"
GOODS = "SKU,Nama Produk,Harga,Stok,Masa Pakai,Tautan,Digital"


def customers(*rows: str, header: str = PEOPLE) -> list[RowFacts[CustomerFacts] | RowError]:
    sheet = open_sheet(io.BytesIO("\n".join([header, *rows]).encode()))
    return list(CustomerReader(sheet, guess_mapping(sheet.header, holds="customers"), ZONE, NOW))


def products(*rows: str) -> list[RowFacts[ProductFacts] | RowError]:
    sheet = open_sheet(io.BytesIO("\n".join([GOODS, *rows]).encode()))
    return list(ProductReader(sheet, guess_mapping(sheet.header, holds="products"), ZONE, NOW))


def test_a_row_of_customers_says_who_somebody_is() -> None:
    (row,) = customers("C-1,Dewi,0812-3456-7890,dewi@example.com,Bandung,ya,14/09/2026")
    assert isinstance(row, RowFacts)
    told = row.facts
    assert (told.customer_id, told.name, told.email, told.city) == (
        "C-1",
        "Dewi",
        "dewi@example.com",
        "Bandung",
    )
    assert told.phone is not None
    assert (told.phone.e164, told.promo_consent) == ("+6281234567890", "granted")
    assert told.said_at == datetime(2026, 9, 13, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (",Dewi,,,,,", "missing_customer", "No HP"),
        ("C-1,Dewi,0812abc,,,,", "phone_letters", "No HP"),
        ("C-1,Dewi,6.28123E+12,,,,", "phone_spreadsheet_damage", "No HP"),
        ("C-1,Dewi,,dewi,,,", "bad_email", "Email"),
        ("C-1,Dewi,,dewi@example.com,,,kemarin", "bad_date", "Terakhir Diubah"),
        ("C-1,Dewi,,dewi@example.com,,,2026-12-01", "future_date", "Terakhir Diubah"),
    ],
)
def test_a_customer_that_cannot_be_used_says_why(row: str, code: str, column: str) -> None:
    (found,) = customers(row)
    assert isinstance(found, RowError)
    assert (found.code, found.column) == (code, column)


def test_somebody_with_an_email_alone_is_a_customer_too() -> None:
    (row,) = customers(",Made,,made@example.com,,,")
    assert isinstance(row, RowFacts)
    assert (row.facts.phone, row.facts.key) == (None, "made@example.com")


def test_the_same_customer_twice_is_said_and_with_other_content_refused() -> None:
    dewi = "C-1,Dewi,081234567890,,,,"
    _, again, other = customers(dewi, dewi, dewi.replace("Dewi", "Dewa"))
    assert isinstance(again, RowFacts)
    assert isinstance(other, RowError)
    assert (again.repeated, again.notes[0].value, other.code) == (True, "2", "duplicate_customer")


def test_a_row_of_products_says_what_it_names_and_nothing_else() -> None:
    full, bare = products("K-1,Kopi Gayo,Rp 185.000,12,30,https://toko.test/k1,tidak", "K-2,Teh,,,,,")
    assert isinstance(full, RowFacts)
    assert full.facts.values == {
        **{"name": "Kopi Gayo", "amount": 185_000, "currency": "IDR", "stock": 12, "lifetime_days": 30},
        **{"link": "https://toko.test/k1", "is_digital": False},
    }
    assert isinstance(bare, RowFacts)
    assert bare.facts == ProductFacts("K-2", {"name": "Teh"})


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",Kopi,,,,,", "missing_sku"),
        ("K-1,,,,,,", "missing_name"),
        ("K-1,Kopi,-5,,,,", "negative_amount"),
        ("K-1,Kopi,,-1,,,", "bad_stock"),
        ("K-1,Kopi,,,0,,", "bad_lifetime"),
        ("K-1,Kopi,,,,javascript:alert(1),", "bad_link"),
        ("K-1,Kopi,,,,,mungkin", "not_yes_or_no"),
    ],
)
def test_a_product_that_cannot_be_used_says_why(row: str, code: str) -> None:
    (found,) = products(row)
    assert isinstance(found, RowError)
    assert found.code == code


def test_a_mapping_of_customers_is_kept_and_asks_for_a_phone() -> None:
    mapping = guess_mapping(("Nama", "Total"), holds="customers")
    assert Mapping.from_json(mapping.to_json()) == mapping
    assert mapping.missing(("Nama", "Total")) == ("phone",)
