import io
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapa.domain import csvorders
from sapa.domain.csvorders import (
    Mapping,
    Note,
    OrderReader,
    RowError,
    RowFacts,
    UnreadableFileError,
    guess_mapping,
    open_sheet,
    safe_cell,
)
from sapa.domain.csvorders.sheet import plain_cell
from sapa.domain.orders import OrderFacts

JAKARTA = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 9, 15, 1, 0, tzinfo=UTC)
HEADER = "No. Pesanan,Nama Pembeli,No HP,Tanggal Pesanan,Total,Status"
DEWI = "A-1,Dewi,0812-3456-7890,2026-09-14 10:00:00,Rp125.000,belum dibayar"


def read(
    content: str | bytes, now: datetime | None = NOW, **constants: str
) -> list[RowFacts[OrderFacts] | RowError]:
    raw = content.encode() if isinstance(content, str) else content
    sheet = open_sheet(io.BytesIO(raw))
    return list(OrderReader(sheet, guess_mapping(sheet.header, constants), JAKARTA, now))


def only_row(content: str | bytes, now: datetime | None = NOW) -> RowFacts[OrderFacts]:
    (row,) = read(content, now)
    assert isinstance(row, RowFacts), row
    return row


def only_error(row: str, header: str = HEADER) -> RowError:
    (found,) = read(f"{header}\n{row}\n")
    assert isinstance(found, RowError), found
    return found


def test_a_row_becomes_order_facts() -> None:
    facts = only_row(f"{HEADER}\n{DEWI}\n").facts
    assert (facts.external_id, facts.name, facts.phone) == ("A-1", "Dewi", "+6281234567890")
    assert (facts.total.amount, facts.total.currency, facts.status) == (125_000, "IDR", "awaiting_payment")


def test_a_time_without_zone_is_in_the_zone_of_the_workspace() -> None:
    assert only_row(f"{HEADER}\n{DEWI}\n").facts.placed_at == datetime(2026, 9, 14, 3, 0, tzinfo=UTC)


def test_what_the_file_lacks_is_filled_by_the_mapping() -> None:
    (row,) = read(f"{HEADER}\n{DEWI}\n", pay_link="https://toko-sari.example/bayar/{order_id}")
    assert isinstance(row, RowFacts)
    assert row.facts.goods == "1 barang"
    assert row.facts.payment_deadline == datetime(2026, 9, 15, 3, 0, tzinfo=UTC)
    assert row.facts.links == {"pay": "https://toko-sari.example/bayar/A-1"}


SAMPLE = (
    "order_id,customer_id,name,phone,province,city,postcode,segment,promo_consent,status,purchased_at,"
    "approved_at,handed_to_courier_at,delivered_at,estimated_delivery,quantity,goods_idr,shipping_idr,"
    "payment_type,review_score"
)


def test_every_column_of_a_marketplace_export_is_recognised() -> None:
    mapping = guess_mapping(tuple(SAMPLE.split(",")))
    assert set(mapping.columns.values()) == set(SAMPLE.split(","))


def test_goods_and_shipping_add_up_when_there_is_no_total() -> None:
    row = only_row(
        f"{SAMPLE}\nA-9,C1,Made,081234567890,Bali,Denpasar,80113,b2b,ya,delivered,2026-09-01 10:00:00,"
        "2026-09-01 11:00:00,2026-09-02 09:00:00,2026-09-04 12:00:00,2026-09-10,2,200000,15000,x,5\n"
    )
    assert (row.facts.total.amount, row.facts.shipping.amount) == (215_000, 15_000)
    assert (row.facts.segment, row.facts.promo_consent, row.facts.review_score) == ("b2b", "granted", 5)
    assert (row.facts.status, row.facts.goods) == ("delivered", "2 barang")


def test_a_mapping_is_kept_as_plain_json() -> None:
    mapping = guess_mapping(tuple(HEADER.split(",")))
    assert Mapping.from_json(mapping.to_json()) == mapping


def test_missing_columns_are_named() -> None:
    sheet = open_sheet(io.BytesIO(b"Nama,Total\nDewi,1\n"))
    with pytest.raises(UnreadableFileError) as refused:
        OrderReader(sheet, guess_mapping(sheet.header), JAKARTA, NOW)
    assert (refused.value.code, refused.value.details) == (
        "missing_columns",
        ("order_id", "phone", "placed_at"),
    )


def test_a_remembered_mapping_says_which_of_its_columns_are_gone() -> None:
    mapping = guess_mapping(tuple(HEADER.split(",")))
    assert mapping.missing(("No. Pesanan", "No HP", "Tanggal Pesanan", "Nama Pembeli", "Total")) == (
        "Status",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    content = f"{HEADER}\n{DEWI.replace('Dewi', 'José Désirée')}\n".encode(encoding)
    assert only_row(content).facts.name == "José Désirée"


def test_one_wrong_byte_far_down_does_not_spoil_the_file() -> None:
    rows = "".join(f"A-{n},Dewi,0812-3456-7890,2026-09-14 10:00:00,1000,baru\n" for n in range(2000))
    content = f"{HEADER}\n{rows}".encode() + DEWI.replace("Dewi", "Jos\xe9").replace("A-1", "Z").encode(
        "latin-1"
    )
    last = read(content)[-1]
    assert isinstance(last, RowFacts)
    assert last.facts.name == "José"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    assert only_row(f"{HEADER}\n{DEWI}\n".replace(",", delimiter)).facts.name == "Dewi"


def test_a_delimiter_that_the_file_announces_is_believed() -> None:
    assert only_row("sep=;\n" + f"{HEADER}\n{DEWI}\n".replace(",", ";")).facts.name == "Dewi"


def test_nul_bytes_blank_lines_and_carriage_returns_do_no_harm() -> None:
    assert only_row(f"\r\n{HEADER}\r\n\r\n{DEWI}\0\r\n,,,\r\n").facts.status == "awaiting_payment"


def test_line_breaks_inside_quotes_stay_in_the_cell() -> None:
    assert only_row(f"{HEADER}\n" + DEWI.replace("Dewi", '"Dewi\nAnggraini"')).facts.name == "Dewi\nAnggraini"


def test_a_repeated_column_is_told_apart_and_the_first_one_counts() -> None:
    row = only_row(f"{HEADER},Nama Pembeli\n{DEWI},Sari\n")
    assert row.facts.name == "Dewi"
    assert open_sheet(io.BytesIO(b"Nama,Nama\n")).header == ("Nama", "Nama (2)")


def test_missing_cells_at_the_end_are_blank() -> None:
    assert only_row(f"{HEADER}\nA-1,Dewi,081234567890,2026-09-14 10:00\n").facts.total.amount == 0


def test_a_huge_cell_refuses_its_row_only() -> None:
    huge = f"A-2,{'x' * 100_000},081234567890,2026-09-14 10:00:00,1000,baru"
    first, second = read(f"{HEADER}\n{huge}\n{DEWI}\n")
    assert isinstance(first, RowError)
    assert (first.code, first.column, len(first.value)) == ("cell_too_long", "Nama Pembeli", 80)
    assert isinstance(second, RowFacts)


def test_an_unclosed_quote_over_millions_of_signs_refuses_one_row_and_the_rest_is_read() -> None:
    monster = f'A-2,"{"x" * 1_100_000}'
    first, second = read(f"{HEADER}\n{monster}\n{DEWI}\n")
    assert isinstance(first, RowError)
    assert first.code == "cell_too_long"
    assert isinstance(second, RowFacts)


@pytest.mark.parametrize("place", ['A-2,"Sari,0812,2026-09-14,1,baru', 'A-2,Sari,0812,2026-09-14,1,"baru'])
def test_an_unclosed_quote_swallows_no_other_row(place: str) -> None:
    first, second, third = read(f"{HEADER}\n{place}\n{DEWI}\n{DEWI.replace('A-1', 'A-3')}\n")
    assert isinstance(first, RowError)
    assert (first.line, first.code) == (2, "quote_open")
    assert isinstance(second, RowFacts)
    assert isinstance(third, RowFacts)
    assert (second.line, third.line, third.facts.external_id) == (3, 4, "A-3")


def test_an_unclosed_quote_in_the_last_row_is_told() -> None:
    assert only_error('A-2,"Sari,081234567890,2026-09-14 10:00:00,1000,baru').code == "quote_open"


def test_a_cell_may_have_line_breaks_within_its_quotes() -> None:
    broken = DEWI.replace("Dewi", '"Dewi\nAnggraini"')
    assert only_row(f"{HEADER}\n{broken}\n").facts.name.split() == ["Dewi", "Anggraini"]


@pytest.mark.parametrize("formula", ["=HYPERLINK(0)", "+SUM(1)", "-1+1", "@A1"])
def test_a_formula_stays_text_and_leaves_harmless(formula: str) -> None:
    facts = only_row(f"{HEADER}\n{DEWI.replace('Dewi', formula)}\n").facts
    assert facts.name == formula
    assert safe_cell(facts.name) == "'" + formula
    assert plain_cell(safe_cell(formula)) == formula


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (",Dewi,081234567890,2026-09-14,1000,baru", "missing_order_id", "No. Pesanan"),
        ("A,Dewi,081234567890,,1000,baru", "missing_date", "Tanggal Pesanan"),
        ("A,Dewi,081234567890,kemarin,1000,baru", "bad_date", "Tanggal Pesanan"),
        ("A,Dewi,081234567890,2026-02-30,1000,baru", "bad_date", "Tanggal Pesanan"),
        ("A,Dewi,081234567890,09/14/2026,1000,baru", "bad_date", "Tanggal Pesanan"),
        ("A,Dewi,081234567890,0026-09-14,1000,baru", "bad_date", "Tanggal Pesanan"),
        ("A,Dewi,081234567890,2026-12-14,1000,baru", "future_date", "Tanggal Pesanan"),
        ("A,Dewi,081234567890,2026-09-14,seribu,baru", "bad_amount", "Total"),
        ("A,Dewi,081234567890,2026-09-14,-1000,baru", "negative_amount", "Total"),
        ("A,Dewi,081234567890,2026-09-14,Rp -1.000,baru", "negative_amount", "Total"),
        ("A,Dewi,081234567890,2026-09-14,(1000),baru", "negative_amount", "Total"),
        ("A,Dewi,081234567890,2026-09-14,1000-,baru", "negative_amount", "Total"),
        ("A,Dewi,081234567890,2026-09-14,\N{MINUS SIGN}1000,baru", "negative_amount", "Total"),
        (f"A,Dewi,081234567890,2026-09-14,{'9' * 40},baru", "bad_amount", "Total"),
        ("A,Dewi,081234567890,2026-09-14,1.25E+06,baru", "bad_amount", "Total"),
        ("A,Dewi,081234567890,14/13/26,1000,baru", "bad_date", "Tanggal Pesanan"),
        ("A,Dewi,081234567890,14/09/26 13:00 PM,1000,baru", "bad_date", "Tanggal Pesanan"),
        ("A,Dewi,081234567890,99999,1000,baru", "bad_date", "Tanggal Pesanan"),
        ("A,Dewi,6.28123456789E+12,2026-09-14,1000,baru", "phone_spreadsheet_damage", "No HP"),
        ('A,Dewi,"6,28123E+12",2026-09-14,1000,baru', "phone_spreadsheet_damage", "No HP"),
        ("A,Dewi,081234567890,2026-09-14,1000,entahlah", "unknown_status", "Status"),
        ("A,Dewi,,2026-09-14,1000,baru", "phone_empty_input", "No HP"),
        ("A,Dewi,8.12346E+11,2026-09-14,1000,baru", "phone_spreadsheet_damage", "No HP"),
        ("A,Dewi,021-5550-549,2026-09-14,1000,baru", "phone_landline", "No HP"),
        ("A,Dewi,081234567890,2026-09-14,1000,baru,lebih", "too_many_cells", ""),
    ],
)
def test_a_row_that_cannot_be_used_says_why_and_where(row: str, code: str, column: str) -> None:
    error = only_error(row)
    assert (error.code, error.column, error.line) == (code, column, 2)


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("Qty", "0", "bad_quantity"),
        ("Qty", "dua", "bad_quantity"),
        ("Rating", "6", "bad_score"),
        ("Segmen", "b2x", "unknown_segment"),
        ("Mata Uang", "rupiah", "bad_currency"),
        ("Mata Uang", "ZZZ", "bad_currency"),
        ("Tanggal Diterima", "2026-09-01 10:00", "before_order"),
    ],
)
def test_other_columns_are_checked_too(column: str, value: str, code: str) -> None:
    assert only_error(f"{DEWI},{value}", f"{HEADER},{column}").code == code


@pytest.mark.parametrize(
    "written",
    [
        "2026-09-14 10:00:00",
        "2026-09-14T10:00:00",
        "2026-09-14T10:00:00+07:00",
        "2026-09-14T03:00:00Z",
        "2026/9/14 10:00",
        "14/09/2026 10:00",
        "14/09/26 10:00",
        "14/9/2026 10:00:00 AM",
        "46279.4166666667",
        '"46279,4166666667"',
        "14-9-2026 10.00",
        "14 September 2026 10.00",
        "14 Sep 2026 12:00 WIT",
        '"Senin, 14 September 2026, 10.00 WIB"',
    ],
)
def test_dates_are_read_as_people_write_them(written: str) -> None:
    row = only_row(f"{HEADER}\nA-1,Dewi,081234567890,{written},1000,baru\n")
    assert row.facts.placed_at == datetime(2026, 9, 14, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("125000", 125_000),
        ("Rp125.000", 125_000),
        ('"Rp 1.250.000,-"', 1_250_000),
        ('"1,250,000.00"', 1_250_000),
        ('"1.250.000,50"', 1_250_001),
        ("125000.00", 125_000),
        ("IDR 125.000", 125_000),
        ("", 0),
    ],
)
def test_amounts_are_read_as_people_write_them(written: str, amount: int) -> None:
    row = only_row(f"{HEADER}\nA-1,Dewi,081234567890,2026-09-14,{written},baru\n")
    assert row.facts.total.amount == amount


def test_the_same_row_twice_is_said_and_not_refused() -> None:
    second = read(f"{HEADER}\n{DEWI}\n{DEWI}\n")[1]
    assert isinstance(second, RowFacts)
    assert second.repeated
    assert second.notes == (Note("same_row_again", "2"),)


def test_the_same_order_with_other_content_is_refused() -> None:
    second = read(f"{HEADER}\n{DEWI}\n{DEWI.replace('Dewi', 'Made')}\n")[1]
    assert isinstance(second, RowError)
    assert second.code == "duplicate_order"


def test_one_phone_of_two_customers_is_reported() -> None:
    header = f"{HEADER},Customer ID"
    rows = read(f"{header}\n{DEWI},C1\n{DEWI.replace('A-1', 'A-2')},C2\n")
    assert [row.notes for row in rows if isinstance(row, RowFacts)] == [(), (Note("shared_phone", "C1"),)]


def test_blank_consent_is_unknown_and_odd_consent_is_reported() -> None:
    header = f"{HEADER},Persetujuan Promo"
    assert only_row(f"{header}\n{DEWI},\n").facts.promo_consent == "unknown"
    odd = only_row(f"{header}\n{DEWI},mungkin\n")
    assert (odd.facts.promo_consent, odd.notes) == ("unknown", (Note("consent_unread"),))


def test_a_cancelled_row_without_time_ends_a_day_after_the_payment() -> None:
    content = f"{HEADER},Tanggal Bayar\n{DEWI.replace('belum dibayar', 'batal')},2026-09-14 12:00:00\n"
    row = only_row(content, now=None)
    assert row.facts.cancelled_at == datetime(2026, 9, 15, 5, 0, tzinfo=UTC)
    assert row.facts.cancelled_estimated
    assert Note("cancellation_estimated") in row.notes


def test_a_cancelled_row_is_cancelled_by_now_whatever_the_estimate() -> None:
    row = only_row(f"{HEADER}\n{DEWI.replace('belum dibayar', 'unavailable')}\n")
    assert row.facts.cancelled_at == NOW


def test_a_paid_row_without_time_is_never_taken_for_unpaid() -> None:
    row = only_row(f"{HEADER}\n{DEWI.replace('belum dibayar', 'lunas')}\n")
    assert row.facts.paid_at == row.facts.placed_at
    assert Note("payment_time_assumed") in row.notes


def test_cash_on_delivery_is_not_taken_for_paid() -> None:
    row = only_row(f"{HEADER},Metode Pembayaran\n{DEWI.replace('belum dibayar', 'dikirim')},COD\n")
    assert (row.facts.paid_at, row.facts.is_cod) == (None, True)


def test_rows_of_the_future_pass_when_the_clock_is_told_to_wait_for_them() -> None:
    row = only_row(f"{HEADER}\n{DEWI.replace('2026-09-14', '2026-12-14')}\n", now=None)
    assert row.facts.placed_at > NOW


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty_file"), (b"\n\n,,\n", "empty_file"), (b"PK\x03\x04 sheet", "not_a_csv_file")],
)
def test_a_file_that_is_none_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        open_sheet(io.BytesIO(content))
    assert refused.value.code == code


@pytest.mark.parametrize("before", [b"", f"{HEADER}\n{DEWI}\n".encode()])
def test_a_line_without_end_refuses_the_file_before_all_of_it_is_read(before: bytes) -> None:
    stream = io.BytesIO(before + b"x" * 20_000_000)
    with pytest.raises(UnreadableFileError) as refused:
        list(open_sheet(stream).rows)
    assert refused.value.code == "line_too_long"
    assert stream.tell() < 5_000_000


def test_every_reason_has_a_sentence_in_both_languages_and_stands_in_the_guide() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "import.md").read_text(encoding="utf-8")
    codes = csvorders.FILE_REASONS | csvorders.ROW_REASONS | csvorders.NOTES
    assert all(code in guide for code in codes)
    assert all(csvorders.sentence(code, language) for code in codes for language in ("id", "en"))


@given(st.binary(max_size=300))
def test_any_bytes_are_a_readable_file_or_a_refused_one(content: bytes) -> None:
    def outcome() -> str:
        try:
            return str(len(list(open_sheet(io.BytesIO(content)).rows)))
        except UnreadableFileError as refused:
            return refused.code

    assert outcome().isdecimal() or outcome() in csvorders.FILE_REASONS


cell = st.text(max_size=12) | st.sampled_from(
    ["081234567890", "2026-09-14", "1.000", "lunas", "A-1", '"', "'=x"]
)


@given(st.lists(st.lists(cell, max_size=8), max_size=5))
def test_any_rows_become_facts_or_reasons(rows: list[list[str]]) -> None:
    lines = "\n".join(",".join(row) for row in rows)
    for row in read(f"{HEADER},Qty\n{lines}".encode("utf-8", errors="replace")):
        assert isinstance(row, RowFacts) or row.code in csvorders.ROW_REASONS
