"""Order files: from bytes to rows, from columns to fields, from a row to order facts or a reason why not."""

from sapa.domain.csvorders.columns import FIELDS, REQUIRED, Mapping, guess_mapping
from sapa.domain.csvorders.failures import UnreadableFileError
from sapa.domain.csvorders.opening import open_sheet, refuse_damaged
from sapa.domain.csvorders.orders import Note
from sapa.domain.csvorders.reader import OrderReader, RowError, RowFacts
from sapa.domain.csvorders.reasons import FILE_REASONS, NOTES, ROW_REASONS, sentence
from sapa.domain.csvorders.sheet import Row, Sheet, safe_cell

__all__ = [
    "FIELDS",
    "FILE_REASONS",
    "NOTES",
    "REQUIRED",
    "ROW_REASONS",
    "Mapping",
    "Note",
    "OrderReader",
    "Row",
    "RowError",
    "RowFacts",
    "Sheet",
    "UnreadableFileError",
    "guess_mapping",
    "open_sheet",
    "refuse_damaged",
    "safe_cell",
    "sentence",
]
