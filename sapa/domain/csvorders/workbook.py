"""A workbook (.xlsx) as text: the rows of its first sheet that holds any, read as a stream."""

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from sapa.domain.csvorders.archives import MOST_ROWS, SHEETS, GuardedZip
from sapa.domain.csvorders.failures import UnreadableFileError
from sapa.domain.csvorders.sheet import Row, Sheet, plain_cell, unique_names

if TYPE_CHECKING:
    from openpyxl.reader.excel import ExcelReader

SIGNATURE = b"PK\x03\x04"
MOST_COLUMNS = 256
HEADER_WITHIN = 50
EXACT = 10**15  # whole numbers below it survive the floating point of a spreadsheet
SHEET_TYPE = "sheet+xml"


def open_workbook(stream: BinaryIO) -> Sheet:
    """The header is the first row with anything in it; `line` of a row is its number in the sheet."""
    with _foreign_failures():
        book = _book(stream)
        for page in (page for page in book.worksheets if page.sheet_state == "visible"):
            top = islice(_cells(page, MOST_COLUMNS), HEADER_WITHIN)
            line, cells = next(((line, cells) for line, cells in enumerate(top, 1) if any(cells)), (0, ()))
            if line:
                header = _cut(cells)
                return Sheet(unique_names(header), "xlsx", "", _rows(page, line, len(header) + 1))
    raise UnreadableFileError("empty_file")


def is_whole(stream: BinaryIO) -> bool:
    with _foreign_failures():
        return GuardedZip(stream).is_whole()


def _book(stream: BinaryIO) -> Any:
    from openpyxl.reader.excel import ExcelReader

    archive = GuardedZip(stream)
    reader = ExcelReader(stream, read_only=True, data_only=True, keep_links=False)
    reader.archive = archive
    _refuse_disguises(reader)
    with warnings.catch_warnings():  # of styles that are missing and extensions that are not known
        warnings.simplefilter("ignore")
        reader.read()
    return reader.wb


def _refuse_disguises(reader: "ExcelReader") -> None:
    """What stands among the sheets, where much is allowed, must be a sheet."""
    reader.read_manifest()
    told = reader.package.Override
    if any(SHEETS in one.PartName and not one.ContentType.endswith(SHEET_TYPE) for one in told):
        raise UnreadableFileError("broken_workbook")


def _rows(page: Any, header_line: int, width: int) -> Iterator[Row]:
    with _foreign_failures():
        for line, cells in enumerate(_cells(page, width), 1):
            if line > header_line and any(cells):
                yield Row(line, cells)


def _cells(page: Any, width: int) -> Iterator[tuple[str, ...]]:
    for values in page.iter_rows(max_col=width, max_row=MOST_ROWS, values_only=True):
        yield tuple(plain_cell(cell_text(value)) for value in values)


def _cut(cells: tuple[str, ...]) -> tuple[str, ...]:
    last = max(place for place, cell in enumerate(cells, 1) if cell)
    return cells[:last]


@contextmanager
def _foreign_failures() -> Iterator[None]:
    """A broken file makes its reader fail in many ways; to us they are one."""
    try:
        yield
    except UnreadableFileError:
        raise
    except (zipfile.BadZipFile, OSError) as error:
        raise UnreadableFileError("not_a_csv_file") from error
    except KeyError as error:
        missing_manifest = "[Content_Types].xml" in str(error)
        raise UnreadableFileError("not_a_csv_file" if missing_manifest else "broken_workbook") from error
    except Exception as error:
        raise UnreadableFileError("broken_workbook") from error


def cell_text(value: object) -> str:
    """As a person would have typed it: dates ISO, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\0", "").strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return (value + timedelta(milliseconds=500)).replace(microsecond=0).isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < EXACT:
        return str(int(value))
    text = repr(value)
    _, mark, rest = text.partition(".")
    return f"{text}0" if mark and len(rest) == 3 and rest.isdecimal() else text  # never taken for thousands
