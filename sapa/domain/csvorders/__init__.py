"""Files of orders, customers and products: from bytes to rows, from columns to fields, from a row to facts
or a reason why not.
"""

from sapa.domain.csvorders.columns import FIELDS, REQUIRED, TABLES, Mapping, Table, guess_mapping
from sapa.domain.csvorders.consents import ConsentFacts, ConsentReader
from sapa.domain.csvorders.customers import CustomerFacts, CustomerReader
from sapa.domain.csvorders.failures import UnreadableFileError
from sapa.domain.csvorders.markets import MarketReader
from sapa.domain.csvorders.opening import open_sheet, refuse_damaged
from sapa.domain.csvorders.presets import PRESETS, preset_mapping
from sapa.domain.csvorders.products import ProductFacts, ProductReader
from sapa.domain.csvorders.reader import OrderReader, RowError, RowFacts, TableReader
from sapa.domain.csvorders.reasons import FILE_REASONS, NOTES, ROW_REASONS, sentence
from sapa.domain.csvorders.rowcells import Note
from sapa.domain.csvorders.sheet import Row, Sheet, open_text, safe_cell
from sapa.domain.csvorders.subscriptions import SUBSCRIPTION_WORDS, SubscriptionFacts, SubscriptionReader

__all__ = [
    "FIELDS",
    "FILE_REASONS",
    "NOTES",
    "PRESETS",
    "REQUIRED",
    "ROW_REASONS",
    "SUBSCRIPTION_WORDS",
    "TABLES",
    "ConsentFacts",
    "ConsentReader",
    "CustomerFacts",
    "CustomerReader",
    "Mapping",
    "MarketReader",
    "Note",
    "OrderReader",
    "ProductFacts",
    "ProductReader",
    "Row",
    "RowError",
    "RowFacts",
    "Sheet",
    "SubscriptionFacts",
    "SubscriptionReader",
    "Table",
    "TableReader",
    "UnreadableFileError",
    "guess_mapping",
    "open_sheet",
    "open_text",
    "preset_mapping",
    "refuse_damaged",
    "safe_cell",
    "sentence",
]
