"""The zip file around a workbook, opened so that no bomb in it costs more than an honest file of its size."""

import re
import zipfile
from typing import IO, Any, BinaryIO

from sapa.domain.csvorders.failures import UnreadableFileError

MOST_PARTS = 2000
LARGEST_PART = 20_000_000  # of what is held in memory as a whole
LARGEST_STRINGS = 64_000_000
LARGEST_SHEET = 1_000_000_000
TIGHTEST, TIGHT_FROM = 200, 10_000_000  # no honest sheet is packed closer than that
SHEETS, STRINGS = "xl/worksheets/", "sharedstrings.xml"
MOST_ROWS, MOST_STRINGS = 1_048_576, 1_500_000
WIDEST_GAP = 8_000_000  # bytes between two rows, or two strings
OVERLAP = 4
TOO_LARGE = "workbook_too_large"


class GuardedZip(zipfile.ZipFile):
    """Raises UnreadableFileError for what is too many, too large or too tightly packed, before it is read."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream)
        parts = self.infolist()
        if len(parts) > MOST_PARTS or any(map(_too_large, parts)):
            raise UnreadableFileError(TOO_LARGE)

    def open(self, name: Any, *args: Any, **options: Any) -> IO[bytes]:
        source = super().open(name, *args, **options)
        path = name.filename if isinstance(name, zipfile.ZipInfo) else name
        if path.startswith(SHEETS):
            return Counted(source, re.compile(rb"<(?:\w+:)?row\b"), MOST_ROWS)  # type: ignore[return-value]
        if path.lower().endswith(STRINGS):
            return Counted(source, re.compile(rb"<(?:\w+:)?si\b"), MOST_STRINGS)  # type: ignore[return-value]
        return source

    def is_whole(self) -> bool:
        """Whether every part is as it was when it was packed."""
        return self.testzip() is None


def _too_large(part: zipfile.ZipInfo) -> bool:
    if part.filename.startswith(SHEETS):
        most = LARGEST_SHEET
    else:
        most = LARGEST_STRINGS if part.filename.lower().endswith(STRINGS) else LARGEST_PART
    tight = part.file_size > TIGHT_FROM and part.file_size > TIGHTEST * part.compress_size
    return part.file_size > most or tight


class Counted:
    """Counts what is read: an element of a row or a string must come often enough, and not too often."""

    def __init__(self, source: IO[bytes], mark: re.Pattern[bytes], most: int) -> None:
        self._source, self._mark, self._most = source, mark, most
        self._count, self._gap, self._tail = 0, 0, b""

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        found = len(self._mark.findall(self._tail + data))
        self._tail = data[-OVERLAP:]
        self._count += found
        self._gap = 0 if found else self._gap + len(data)
        if self._count > self._most + self._most // 10 or self._gap > WIDEST_GAP:
            raise UnreadableFileError(TOO_LARGE)
        return data

    def close(self) -> None:
        self._source.close()

    def __enter__(self) -> "Counted":
        return self

    def __exit__(self, *args: object) -> None:
        self.close()
