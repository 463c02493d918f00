"""Orders in a workbook: what a spreadsheet made of the cells, and what nobody should have to open."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from sapa.domain.csvorders import (
    OrderReader,
    RowError,
    RowFacts,
    UnreadableFileError,
    guess_mapping,
    open_sheet,
    refuse_damaged,
)
from sapa.domain.csvorders.workbook import cell_text
from sapa.domain.orders import OrderFacts

HEADER = ("No. Pesanan", "Nama Pembeli", "No HP", "Tanggal Pesanan", "Total", "Mata Uang")
TEN = datetime(2026, 9, 14, 10, 0)  # noqa: DTZ001 a spreadsheet knows no zone
DEWI = ("A-1", "Dewi", 6281234567890, TEN, 125000.0, "IDR")
SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows: tuple[object, ...], before: tuple[tuple[object, ...], ...] = ()) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (*before, HEADER, *rows):
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content: bytes) -> list[RowFacts[OrderFacts] | RowError]:
    sheet = open_sheet(io.BytesIO(content))
    now = datetime(2026, 9, 15, 1, 0, tzinfo=UTC)
    return list(OrderReader(sheet, guess_mapping(sheet.header), ZoneInfo("Asia/Jakarta"), now))


def repacked(content: bytes, **changed: bytes) -> bytes:
    """The same workbook with other bytes in some parts, named by the last word of their path."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            word = name.rpartition("/")[2].partition(".")[0]
            new.writestr(name, changed.get(word, old.read(name)))
    return out.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableFileError) as refused:
        read(content)
    return refused.value.code


def test_dates_numbers_and_long_phones_of_a_workbook_are_read() -> None:
    (row,) = read(workbook(DEWI))
    assert isinstance(row, RowFacts)
    assert (row.facts.external_id, row.facts.phone, row.line) == ("A-1", "+6281234567890", 2)
    assert row.facts.placed_at == datetime(2026, 9, 14, 3, 0, tzinfo=UTC)
    assert (row.facts.total.amount, row.facts.total.currency) == (125_000, "IDR")


def test_a_date_that_lost_its_format_is_read_as_its_day_number() -> None:
    (row,) = read(workbook((*DEWI[:3], 46279.4166666667, *DEWI[4:])))
    assert isinstance(row, RowFacts)
    assert row.facts.placed_at == datetime(2026, 9, 14, 3, 0, tzinfo=UTC)


def test_blank_rows_and_titles_above_do_no_harm_and_lines_are_those_of_the_sheet() -> None:
    content = workbook((None,), DEWI, (None, " "), ("A-2", *DEWI[1:2], "rusak", *DEWI[3:]), before=((None,),))
    good, bad = read(content)
    assert (good.line, bad.line) == (4, 6)
    assert isinstance(bad, RowError)
    assert (bad.code, bad.column) == ("phone_letters", "No HP")


def test_more_cells_than_the_header_has_are_refused() -> None:
    (row,) = read(workbook((*DEWI, "lebih")))
    assert isinstance(row, RowError)
    assert row.code == "too_many_cells"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.125, "1.1250"),
        (0.1, "0.1"),
        (250000.0, "250000"),
        (True, "true"),
        (None, ""),
        (" a\0b ", "ab"),
        (datetime(2026, 9, 14, 9, 59, 59, 999_900), "2026-09-14 10:00:00"),  # noqa: DTZ001
    ],
)
def test_a_cell_becomes_what_somebody_would_have_typed(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_a_formula_in_a_workbook_is_never_its_text() -> None:
    (row,) = read(workbook((*DEWI[:1], "=1+1", *DEWI[2:])))
    assert isinstance(row, RowFacts)
    assert row.facts.name == ""


def test_a_sheet_packed_too_tightly_is_not_opened() -> None:
    assert refusal(repacked(workbook(DEWI), sheet1=b"<row>" + b" " * 30_000_000)) == "workbook_too_large"


def test_a_part_that_is_held_as_a_whole_may_not_be_large() -> None:
    noise = bytes(number * number % 251 for number in range(70_000))
    assert refusal(repacked(workbook(DEWI), styles=noise * 300)) == "workbook_too_large"


def test_a_thousand_parts_more_than_any_workbook_has_are_refused() -> None:
    out = io.BytesIO(workbook(DEWI))
    with zipfile.ZipFile(out, "a") as book:
        for number in range(2001):
            book.writestr(f"xl/media/{number}.png", b"")
    assert refusal(out.getvalue()) == "workbook_too_large"


def test_one_cell_without_an_end_is_refused_while_it_is_read() -> None:
    start = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    )
    cells = b"".join(b'<c r="A1" t="inlineStr"><is><t>%d</t></is></c>' % n for n in range(200_000))
    assert refusal(repacked(workbook(DEWI), sheet1=start + cells)) == "workbook_too_large"


def test_another_part_disguised_as_a_sheet_is_refused() -> None:
    content, manifest = workbook(DEWI), "[Content_Types]"
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        types = book.read(f"{manifest}.xml").replace(b"/xl/styles.xml", b"/xl/worksheets/sheet1.xml")
    assert refusal(repacked(content, **{manifest: types})) == "broken_workbook"


def test_entities_are_never_expanded() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><sheetData>&b;</sheetData></worksheet>'
    assert refusal(repacked(workbook(DEWI), sheet1=bomb)) == "broken_workbook"


def whole_sheet(content: bytes) -> None:
    refuse_damaged(io.BytesIO(content))
    open_sheet(io.BytesIO(content))


def damaged() -> Iterator[tuple[str, bytes]]:
    whole = workbook(*(DEWI for _ in range(200)))
    with zipfile.ZipFile(io.BytesIO(whole)) as book:
        at = book.getinfo(SHEET).header_offset + 200
    yield "broken_workbook", whole[:at] + bytes(64) + whole[at + 64 :]
    yield "not_a_csv_file", whole[: len(whole) // 2]
    document = io.BytesIO()
    with zipfile.ZipFile(document, "w") as other:
        other.writestr("word/document.xml", "<document/>")
    yield "not_a_csv_file", document.getvalue()


@pytest.mark.parametrize(("code", "content"), list(damaged()), ids=["spoilt", "cut off", "another document"])
def test_a_damaged_workbook_is_refused_before_a_row_is_used(code: str, content: bytes) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        whole_sheet(content)
    assert refused.value.code == code


def test_a_workbook_without_any_cell_is_empty() -> None:
    book, out = Workbook(), io.BytesIO()
    book.save(out)
    assert refusal(out.getvalue()) == "empty_file"
