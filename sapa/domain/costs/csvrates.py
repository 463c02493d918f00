"""A file of rates: columns in Indonesian or English, prices as people write them, every refused row told."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import BinaryIO

import phonenumbers

from sapa.domain.costs.pricing import normal_category
from sapa.domain.costs.rates import EVERYWHERE, MILLION, Rate
from sapa.domain.csvholidays import RefusedRow, RowRefusedError, plain, read_date
from sapa.domain.csvorders import Sheet, UnreadableFileError, open_text, safe_cell

COLUMNS = {
    "market": ("market", "pasar", "negara", "country"),
    "category": ("category", "kategori"),
    "currency": ("currency", "mata uang"),
    "price": ("price", "harga", "tarif", "rate"),
    "valid_from": ("valid from", "berlaku", "berlaku mulai", "mulai", "from"),
    "source": ("source", "sumber", "keterangan"),
}
REQUIRED = ("market", "category", "price", "valid_from")
WRITTEN = ("market", "category", "currency", "price", "valid_from", "source")
CATEGORY = re.compile(r"[a-z][a-z0-9_]{1,29}")
PRICE = re.compile(r"(?:rp|us\$|idr|usd)?\s*(\d[\d.,]*)", re.IGNORECASE)
GROUPED = re.compile(r"\d{1,3}(\.\d{3})+,\d+")
MOST_ROWS = 5_000
DEAREST = 1_000_000
LONGEST_SOURCE = 200
REASONS = {
    "unknown_market": (
        "Negara ini tidak dikenal; tulis kode dua huruf seperti ID, atau * untuk yang lain.",
        "This country is not known; write a code of two letters such as ID, or * for all others.",
    ),
    "unknown_category": (
        "Kategori ini tidak bisa dibaca; tulis misalnya marketing, utility atau service.",
        "This category cannot be read; write for example marketing, utility or service.",
    ),
    "unknown_currency": (
        "Mata uang ini tidak dikenal; tulis kode tiga huruf seperti IDR.",
        "This currency is not known; write a code of three letters such as IDR.",
    ),
    "no_price": (
        "Harga ini tidak bisa dibaca; tulis misalnya 586,33.",
        "This price cannot be read; write for example 586.33.",
    ),
    "no_date": (
        "Tanggal ini tidak bisa dibaca; tulis 2027-01-01 atau 1/1/2027.",
        "This date cannot be read; write 2027-01-01 or 1/1/2027.",
    ),
    "twice": ("Tarif ini sudah ada di baris lain berkas ini.", "This rate stands in another row already."),
    "broken": ("Baris ini tidak bisa diurai.", "This row cannot be taken apart."),
    "too_many": (
        "Baris ini dan sesudahnya tidak dibaca: paling banyak 5.000 baris.",
        "This row and those after it were not read: 5,000 rows are the most.",
    ),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """Good rows with the line they stand on, and the refused ones."""

    rows: tuple[tuple[int, Rate], ...]
    refused: tuple[RefusedRow, ...]


def reason(code: str, language: str = "id") -> str:
    indonesian, english = REASONS[code]
    return english if language == "en" else indonesian


def read_rates(stream: BinaryIO, *, source: str) -> Reading:
    """`source` where a row names none. UnreadableFileError when no row can be read at all."""
    sheet = open_text(stream)
    places = _columns(sheet)
    rows: list[tuple[int, Rate]] = []
    refused: list[RefusedRow] = []
    seen = set()
    for row in sheet.rows:
        if len(rows) + len(refused) >= MOST_ROWS:
            refused.append(RefusedRow(row.line, "too_many"))
            break
        try:
            if row.problem:
                raise RowRefusedError("broken")
            one = _rate(row.cells, places, source)
            if (*one.key, one.valid_from) in seen:
                raise RowRefusedError("twice", one.category)
            seen.add((*one.key, one.valid_from))
            rows.append((row.line, one))
        except RowRefusedError as error:
            refused.append(RefusedRow(row.line, error.code, error.value))
    return Reading(tuple(rows), tuple(refused))


def _columns(sheet: Sheet) -> dict[str, int]:
    header = [plain(name) for name in sheet.header]
    found = {
        field: header.index(word)
        for field, words in COLUMNS.items()
        for word in reversed(words)
        if word in header
    }
    if missing := tuple(field for field in REQUIRED if field not in found):
        raise UnreadableFileError("missing_columns", missing)
    return found


def _rate(cells: Sequence[str], places: dict[str, int], source: str) -> Rate:
    told = {field: cells[place].strip() if place < len(cells) else "" for field, place in places.items()}
    return read_rate({**told, "source": told.get("source") or source})


def read_rate(told: Mapping[str, str]) -> Rate:
    """One rate from its words by column. Raises RowRefusedError with a code of REASONS."""
    return Rate(
        market=_market(told["market"]),
        category=_category(told["category"]),
        currency=_currency(told.get("currency", "")),
        micros=read_price(told["price"]),
        valid_from=_day(told["valid_from"]),
        source=told.get("source", "")[:LONGEST_SOURCE],
    )


def _market(text: str) -> str:
    code = text.upper()
    if code != EVERYWHERE and code not in phonenumbers.SUPPORTED_REGIONS:
        raise RowRefusedError("unknown_market", text)
    return code


def _category(text: str) -> str:
    code = normal_category(text)
    if not text or not CATEGORY.fullmatch(code):
        raise RowRefusedError("unknown_category", text)
    return code


def _currency(text: str) -> str:
    code = text.upper() or "IDR"
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        raise RowRefusedError("unknown_currency", text)
    return code


def read_price(text: str) -> int:
    """Micros. `586,33`, `586.33`, `1.586,33` and `Rp 586`; a single mark stands before the decimals."""
    match = PRICE.fullmatch(text.strip())
    digits = match[1] if match else ""
    if GROUPED.fullmatch(digits):
        digits = digits.replace(".", "")
    digits = digits.replace(",", ".")
    if not digits or digits.count(".") > 1 or len(digits) > 18:
        raise RowRefusedError("no_price", text)
    value = Decimal(digits)
    if value > DEAREST:
        raise RowRefusedError("no_price", text)
    return int(value * MILLION)


def _day(text: str) -> date:
    found = read_date(text)
    if found is None:
        raise RowRefusedError("no_date", text)
    return found


def written(rates: Iterable[Rate]) -> Iterable[tuple[str, ...]]:
    """Rows of a file that comes back as it went: header first, cells that no spreadsheet takes for formulas."""
    yield WRITTEN
    for one in rates:
        price = f"{Decimal(one.micros) / MILLION:f}"
        yield (
            *(one.market, one.category, one.currency, price),
            *(one.valid_from.isoformat(), safe_cell(one.source)),
        )
