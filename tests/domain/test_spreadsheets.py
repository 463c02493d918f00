"""Files for spreadsheets: what is written is a text or a number, and is read back as it was."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from sapa.domain.csvorders import open_sheet
from sapa.domain.csvorders.cells import amount, instant
from sapa.domain.masks import masked_email, masked_phone, masked_text
from sapa.domain.spreadsheets import Cell, CsvFile, WorkbookFile

WIB = ZoneInfo("Asia/Jakarta")
EVIL = (
    "=1+1",
    "+6281211112222",
    "-5 kg",
    "@SUM(A1)",
    "#N/A",
    '=HYPERLINK("http://x","klik")',
    'biasa, "saja"',
)


def written(kind: type[CsvFile] | type[WorkbookFile], rows: Sequence[Sequence[Cell]]) -> io.BytesIO:
    target = io.BytesIO()
    file = kind(target, [f"kolom {place}" for place, _cell in enumerate(rows[0], 1)])
    file.write(rows)
    file.close()
    target.seek(0)
    return target


@pytest.mark.parametrize("kind", [CsvFile, WorkbookFile])
def test_texts_that_look_like_formulas_come_back_as_texts(kind: type[CsvFile] | type[WorkbookFile]) -> None:
    sheet = open_sheet(written(kind, [[text] for text in EVIL]))
    assert [row.cells[0] for row in sheet.rows] == list(EVIL)


def test_no_cell_of_a_csv_file_begins_like_a_formula() -> None:
    text = written(CsvFile, [[text] for text in (*EVIL, "\t=1", "\r=1")]).read().decode("utf-8-sig")
    assert [row for row in csv.reader(io.StringIO(text, newline="")) if row[0][0] in "=+-@\t\r"] == []


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    from openpyxl import load_workbook

    sheet = load_workbook(written(WorkbookFile, [[text] for text in EVIL])).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}


def test_numbers_stay_numbers_and_are_never_taken_for_thousands() -> None:
    lines = written(CsvFile, [[-5, Decimal("12.50"), Decimal("12.500"), True, None]]).read().decode()
    assert lines.splitlines()[1] == "-5,12.50,12.5000,true,"
    assert amount("12.5000") == Decimal("12.5")


@pytest.mark.parametrize("kind", [CsvFile, WorkbookFile])
def test_an_instant_comes_back_as_the_same_instant(kind: type[CsvFile] | type[WorkbookFile]) -> None:
    at = datetime(2026, 9, 15, 3, 4, 5, tzinfo=UTC)
    (row,) = open_sheet(written(kind, [[at.astimezone(WIB)]])).rows
    assert instant(row.cells[0], WIB) == at


def test_signs_that_no_workbook_may_hold_are_left_out() -> None:
    (row,) = open_sheet(written(WorkbookFile, [["Dewi\x07\x0b"]])).rows
    assert row.cells[0] == "Dewi"


def test_a_mask_leaves_enough_to_tell_two_apart() -> None:
    assert masked_phone("+6281211112222") == "+6281******222"
    assert (masked_email("dewi@example.com"), masked_phone("+62812")) == ("d***@example.com", "******")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Telepon 0812-1111-2222 atau +62 812 1111 2222.", "Telepon 0812-******222 atau +62 8*********222."),
        ("81211112222", "81211***222"),
        ("Hubungi +65 8123 4567 ya", "Hubungi +65 8*****567 ya"),
        ("Ke dewi@contoh.test", "Ke d***@contoh.test"),
        (
            "Buka 08.30-17.00, resi JX0012345678, 08-11-2026",
            "Buka 08.30-17.00, resi JX0012345678, 08-11-2026",
        ),
        ("Pesanan 260914ABC, Rp 1.250.000", "Pesanan 260914ABC, Rp 1.250.000"),
    ],
)
def test_phones_in_words_are_masked_and_other_numbers_stay(text: str, shown: str) -> None:
    assert masked_text(text) == shown
