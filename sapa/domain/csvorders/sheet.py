"""From bytes to rows: encodings, delimiters and the wreckage that spreadsheets leave, read as a stream."""

import codecs
import contextlib
import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

HEAD = 65_536
LONGEST_CELL = 1_000_000
CELL_TOO_LONG = "\N{REPLACEMENT CHARACTER}cell_too_long"
DELIMITERS = ",;\t|"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
FOREIGN_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b")
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class UnreadableFileError(Exception):
    """The whole file is refused: `code` of FILE_REASONS, `details` such as the missing columns."""

    def __init__(self, code: str, details: tuple[str, ...] = ()) -> None:
        super().__init__(f"{code}: {', '.join(details)}" if details else code)
        self.code = code
        self.details = details


@dataclass(frozen=True, slots=True)
class Row:
    """`line` counts from 1 at the header, as a spreadsheet does when no cell has line breaks."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    header: tuple[str, ...]
    encoding: str
    delimiter: str
    rows: Iterator[Row] = field(repr=False)


def open_sheet(stream: BinaryIO) -> Sheet:
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
    return Sheet(_unique(header.cells), encoding, delimiter, rows)


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
        for line in text:
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
    reader = csv.reader(_chained(first, lines), delimiter=delimiter)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = [CELL_TOO_LONG]
        if any(cell.strip() for cell in cells):
            yield Row(reader.line_num, tuple(plain_cell(cell.strip()) for cell in cells))


def _chained(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def _unique(header: tuple[str, ...]) -> tuple[str, ...]:
    """Names of columns; a repeated one is told apart as `Nama (2)`."""
    seen: Counter[str] = Counter()
    names = []
    for place, cell in enumerate(header, start=1):
        name = " ".join(cell.split())[:120] or f"#{place}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)
