"""The first rows of a file as a mapping would read them, before anything is written."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from sapa.commerce.importers.tables import Line, open_table
from sapa.commerce.importers.uploads import open_upload
from sapa.commerce.models import ImportRun
from sapa.domain.csvorders import (
    Mapping,
    RowFacts,
    UnreadableFileError,
    sentence,
)

ROWS = 8


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """Either the facts of a row or the reason why it would be refused."""

    line: int
    facts: Any
    reason: str = ""
    column: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    rows: tuple[PreviewRow, ...] = ()
    problem: str = ""


def preview_rows(
    run: ImportRun, mapping: Mapping, *, zone: ZoneInfo, now: datetime | None, language: str
) -> Preview:
    """A mapping that lacks a needed column gives its sentence instead of rows."""
    try:
        with open_upload(run.path) as stream:
            reader = open_table(stream, mapping, zone, now)
            return Preview(tuple(_row(row, language) for row in islice(reader, ROWS)))
    except UnreadableFileError as error:
        return Preview(problem=sentence(error.code, language, ", ".join(error.details)))


def _row(row: Line, language: str) -> PreviewRow:
    if isinstance(row, RowFacts):
        return PreviewRow(row.line, row.facts)
    return PreviewRow(row.line, None, sentence(row.code, language), row.column, row.value)
