"""The rows that were refused, as a file to mend and import again."""

import codecs
import csv
import io
from collections.abc import AsyncIterator, Iterable, Iterator

from asgiref.sync import sync_to_async

from sapa.base.scope import workspace_scope
from sapa.commerce.models import ImportRow, ImportRun
from sapa.commerce.selectors import refused_rows
from sapa.domain.csvorders import safe_cell, sentence
from sapa.domain.masks import masked_text

CHUNK = 1000


def refused_csv(workspace_id: int, run: ImportRun, language: str, *, masked: bool = False) -> Iterator[bytes]:
    """The original cells with the reason before them; no cell of it is taken for a formula.

    `masked`: phones and e-mail addresses in them; it is read after the request is over, so it is told here.
    """
    shown = masked_text if masked else str
    titles = ("Baris", "Kolom", "Alasan") if language == "id" else ("Line", "Column", "Reason")
    yield codecs.BOM_UTF8 + _lines([(*titles, *run.header)])
    line = 0
    while rows := _chunk(workspace_id, run.pk, line):
        yield _lines(
            (str(row.line), row.column, sentence(row.code, language), *map(shown, row.cells)) for row in rows
        )
        line = rows[-1].line


async def streamed(parts: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The same for a response: the server reads it between its other work."""
    while (part := await sync_to_async(lambda: next(parts, None))()) is not None:
        yield part


def _chunk(workspace_id: int, run_id: int, after: int) -> list[ImportRow]:
    with workspace_scope(workspace_id):
        return list(refused_rows(run_id).filter(line__gt=after)[:CHUNK])


def _lines(rows: Iterable[tuple[str, ...]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode()
