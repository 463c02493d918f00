"""Rows as files that spreadsheets open: CSV without formulas, and workbooks; both are written as a stream."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import BinaryIO, Protocol, TypeAlias

from sapa.domain.csvorders import safe_cell

Cell: TypeAlias = str | int | bool | Decimal | datetime | None
MOST_LINES = 1_048_576
LONGEST_CELL = 32_767
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
TAKEN_FOR_MORE = ("=", "#")  # by the library: formulas and error values


class Writer(Protocol):
    def write(self, rows: Iterable[Sequence[Cell]]) -> None: ...

    def close(self) -> None: ...


class CsvFile:
    """UTF-8 with its mark, so that spreadsheets know it. Instants are ISO 8601 with their offset."""

    def __init__(self, target: BinaryIO, header: Sequence[str]) -> None:
        target.write(codecs.BOM_UTF8)
        self._text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=False)
        self._lines = csv.writer(self._text)
        self.write([header])

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._lines.writerows([csv_text(cell) for cell in row] for row in rows)

    def close(self) -> None:
        self._text.flush()
        self._text.detach()


class WorkbookFile:
    """One sheet; instants are dates of its spreadsheet on the wall clock that they come with.

    A text stays a text, whatever it begins with. No more than MOST_LINES fit, the header among them.
    """

    def __init__(self, target: BinaryIO, header: Sequence[str]) -> None:
        from openpyxl import Workbook

        self._target = target
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet()
        self.write([header])

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        for row in rows:
            self._sheet.append([self._value(cell) for cell in row])

    def close(self) -> None:
        self._book.save(self._target)

    def _value(self, cell: Cell) -> object:
        if isinstance(cell, datetime):
            return cell.replace(tzinfo=None)
        return self._words(cell) if isinstance(cell, str) else cell

    def _words(self, text: str) -> object:
        plain = NO_XML.sub("", text)[:LONGEST_CELL]
        if not plain.startswith(TAKEN_FOR_MORE):
            return plain
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(self._sheet, value=plain)
        cell.data_type = "s"
        return cell


def csv_text(cell: Cell) -> str:
    """A decimal never has exactly three places: `12.500` would be read as twelve thousand five hundred."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return safe_cell(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.isoformat()
    text = f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text
