"""From bytes to rows: encodings, delimiters and the wreckage that spreadsheets leave, read as a stream."""

import codecs
import contextlib
import csv
import io
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from sapa.domain.csvorders.failures import UnreadableFileError

HEAD = 65_536
LONGEST_CELL = 1_000_000
LONGEST_LINE = 4_000_000  # characters: no line of a table, and what a process holds in memory of one
DELIMITERS = ",;\t|"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b")
FOREIGN_FILES = (*ZIPS, b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff")
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Row:
    """`line` counts from 1 at the header, as a spreadsheet does when no cell has line breaks.

    `problem`: a code of ROW_REASONS when the row could not be taken apart.
    """

    line: int
    cells: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    header: tuple[str, ...]
    encoding: str
    delimiter: str
    rows: Iterator[Row] = field(repr=False)


def open_text(stream: BinaryIO) -> Sheet:
    """Reads the header now and the rows as they are asked for; the stream must be seekable and stay open."""
    head = stream.read(HEAD)
    stream.seek(0)
    if head.startswith(FOREIGN_FILES):
        raise UnreadableFileError("not_a_csv_file")
    encoding = _encoding(head)
    lines = _lines(stream, encoding)
    first = next((line for line in lines if line.strip()), "")
    delimiter = _told_delimiter(first)
    if delimiter:
        first = next((line for line in lines if line.strip()), "")
    delimiter = delimiter or _delimiter(first)
    rows = _rows(first, lines, delimiter)
    header = next(rows, Row(0, ()))
    if not any(header.cells):
        raise UnreadableFileError("empty_file")
    return Sheet(unique_names(header.cells), encoding, delimiter, rows)


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; `plain_cell` undoes it when the file comes back."""
    return "'" + text if text.startswith(FORMULA_SIGNS) else text


def plain_cell(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_SIGNS) else text


def _encoding(head: bytes) -> str:
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding
    if head.count(b"\0") * 3 > len(head):
        return "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
    return "utf-8"


def _as_windows_text(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are not UTF-8 are read as Windows-1252, the usual "save as CSV" of a spreadsheet."""
    if not isinstance(error, UnicodeDecodeError) or not error.encoding.startswith("utf-8"):
        return "\N{REPLACEMENT CHARACTER}", getattr(error, "end", 0)
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", errors="replace"), error.end


codecs.register_error("sapa.windows", _as_windows_text)


def _lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    text = io.TextIOWrapper(stream, encoding=encoding, errors="sapa.windows", newline="")
    try:
        while line := text.readline(LONGEST_LINE + 1):
            if len(line) > LONGEST_LINE:
                raise UnreadableFileError("line_too_long")
            yield line.replace("\0", "")
    finally:
        with contextlib.suppress(ValueError):  # the file may be closed before its last row was asked for
            text.detach()


def _told_delimiter(line: str) -> str:
    told = line.strip().strip('"').lower()
    return told[4] if len(told) == 5 and told.startswith("sep=") else ""


def _delimiter(line: str) -> str:
    outside = "".join(line.split('"')[::2])
    counts = Counter({sign: outside.count(sign) for sign in DELIMITERS})
    return max(DELIMITERS, key=lambda sign: counts[sign])


def _rows(first: str, lines: Iterator[str], delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    source = Lines(first, lines)
    reader = csv.reader(source, delimiter=delimiter)
    width = 0
    while (row := _row(reader, source, delimiter, width)) is not None:
        width = width or len(row.cells)
        if row.problem or any(row.cells):
            yield row


def _row(reader: Iterator[list[str]], source: "Lines", delimiter: str, width: int) -> Row | None:
    source.begin()
    try:
        cells: list[str] | None = next(reader)
    except StopIteration:
        return None
    except csv.Error:
        cells = None
    if _swallowed(cells, source.taken, delimiter, width):
        source.give_back()
        return Row(source.number, _plain(source.taken[0].split(delimiter)), "quote_open")
    if cells is None:
        return Row(source.number, (), "cell_too_long")
    marked = len(source.taken) > 1 or "'" in source.taken[0]
    return Row(source.number, _plain(cells) if marked else _stripped(cells))


def _swallowed(cells: list[str] | None, taken: list[str], delimiter: str, width: int) -> bool:
    """Whether a quote that nobody closed ate lines that are rows of their own."""
    if width == 0 or taken[0].count('"') % 2 == 0:
        return False
    if cells is None:
        return len(taken) > 1
    return len(cells) != width or any(line.count(delimiter) >= width - 1 for line in taken[1:])


def _plain(cells: list[str]) -> tuple[str, ...]:
    return tuple(plain_cell(cell.strip()) for cell in cells)


def _stripped(cells: list[str]) -> tuple[str, ...]:
    return tuple([cell.strip() for cell in cells])  # faster than a generator, for each cell of a file


class Lines:
    """Physical lines; those that belong to no row can be given back and are read again."""

    def __init__(self, first: str, lines: Iterator[str]) -> None:
        self._lines = lines
        self._back = deque([first])
        self.taken: list[str] = []
        self.number = 0

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._lines)
        self.taken.append(line)
        self.number += 1
        return line

    def begin(self) -> None:
        self.taken = []

    def give_back(self) -> None:
        """All but the first line of the row at hand."""
        self._back.extendleft(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1


def unique_names(header: tuple[str, ...]) -> tuple[str, ...]:
    """Names of columns; a repeated one is told apart as `Nama (2)`."""
    seen: Counter[str] = Counter()
    names = []
    for place, cell in enumerate(header, start=1):
        name = " ".join(cell.split())[:120] or f"#{place}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)
