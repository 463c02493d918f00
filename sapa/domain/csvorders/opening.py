"""Whatever table a file holds, opened as rows of text."""

from typing import BinaryIO

from sapa.domain.csvorders.failures import UnreadableFileError
from sapa.domain.csvorders.sheet import Sheet, open_text
from sapa.domain.csvorders.workbook import SIGNATURE, is_whole, open_workbook


def open_sheet(stream: BinaryIO) -> Sheet:
    """Reads the header now and the rows as they are asked for; the stream must be seekable and stay open."""
    return open_workbook(stream) if _is_zip(stream) else open_text(stream)


def refuse_damaged(stream: BinaryIO) -> None:
    """A workbook that was cut off or spoilt is refused before a row of it is used."""
    if _is_zip(stream) and not is_whole(stream):
        raise UnreadableFileError("broken_workbook")


def _is_zip(stream: BinaryIO) -> bool:
    stream.seek(0)
    start = stream.read(len(SIGNATURE))
    stream.seek(0)
    return start == SIGNATURE
