"""A file of holidays: columns in Indonesian or English, dates as people write them, every refused row told."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from sapa.domain.csvorders import Sheet, UnreadableFileError, open_text, safe_cell
from sapa.domain.formats import MONTHS
from sapa.domain.holidays import CERTAIN, CUTI_BERSAMA, ESTIMATED, IMPORT, NATIONAL, REGIONAL, CalendarDay
from sapa.domain.zones.indonesia import province_name

COLUMNS = {
    "day": ("tanggal", "date", "tgl", "day", "hari"),
    "name": ("nama", "name", "keterangan", "hari libur", "libur", "holiday", "deskripsi", "description"),
    "kind": ("jenis", "kind", "type", "tipe", "kategori", "category"),
    "province": ("wilayah", "province", "provinsi", "propinsi", "daerah", "region"),
    "country": ("negara", "country"),
    "status": ("status", "kepastian", "certainty"),
}
REQUIRED = ("day", "name")
WRITTEN = ("tanggal", "nama", "jenis", "wilayah", "negara", "status")
KIND_WORDS = {
    NATIONAL: ("national", "nasional", "libur nasional", "hari libur nasional", "public", "public holiday"),
    CUTI_BERSAMA: ("cuti bersama", "cuti", "collective leave", "joint leave", "government"),
    REGIONAL: ("regional", "daerah", "libur daerah", "wilayah", "lokal", "local"),
}
KINDS = {word: kind for kind, words in KIND_WORDS.items() for word in words}
STATUSES = {
    "": CERTAIN, "certain": CERTAIN, "pasti": CERTAIN,
    "estimated": ESTIMATED, "perkiraan": ESTIMATED, "estimate": ESTIMATED,
}  # fmt: skip
WHOLE_COUNTRY = ("", "nasional", "national", "indonesia", "semua", "all", "-")
MONTH_NUMBERS = {
    name[:length].lower(): number
    for names in MONTHS.values()
    for number, name in enumerate(names, start=1)
    for length in (3, len(name))
} | {"agt": 8, "agst": 8, "sept": 9, "nop": 11, "nopember": 11, "pebruari": 2}
REASONS = {
    "no_date": (
        "Tanggal ini tidak bisa dibaca; tulis 2027-03-10, 10/03/2027 atau 10 Maret 2027.",
        "This date cannot be read; write 2027-03-10, 10/03/2027 or 10 March 2027.",
    ),
    "no_name": ("Nama hari libur kosong.", "The holiday has no name."),
    "unknown_kind": (
        "Jenis ini tidak dikenal; tulis nasional, cuti bersama atau daerah.",
        "This kind is not known; write national, cuti bersama or regional.",
    ),
    "unknown_province": ("Provinsi ini tidak dikenal.", "This province is not known."),
    "province_missing": ("Libur daerah perlu nama provinsinya.", "A regional day needs its province."),
    "province_of_national": (
        "Libur ini berlaku di seluruh negeri, jadi tidak punya provinsi; tulis daerah sebagai jenisnya.",
        "This day is for the whole country and has no province; write regional as its kind.",
    ),
    "unknown_country": (
        "Negara ini belum ada di kalender; tulis kode dua huruf seperti ID.",
        "This country is not in the calendar; write a code of two letters such as ID.",
    ),
    "unknown_status": ("Status harus pasti atau perkiraan.", "The status must be certain or estimated."),
    "twice": ("Hari ini sudah ada di baris lain berkas ini.", "This day stands in another row already."),
    "broken": ("Baris ini tidak bisa diurai.", "This row cannot be taken apart."),
    "too_many": (
        "Baris ini dan sesudahnya tidak dibaca: paling banyak 2.000 baris.",
        "This row and those after it were not read: 2,000 rows are the most.",
    ),
}
YEARS = range(2000, 2101)
MOST_ROWS = 2_000
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """`code` of REASONS."""

    line: int
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Good rows with the line they stand on, and the refused ones."""

    rows: tuple[tuple[int, CalendarDay], ...]
    refused: tuple[RefusedRow, ...]


def reason(code: str, language: str = "id") -> str:
    indonesian, english = REASONS[code]
    return english if language == "en" else indonesian


class RowRefusedError(Exception):
    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.value = value


def read_holidays(stream: BinaryIO, *, country: str, countries: Iterable[str]) -> Reading:
    """`country` where a row names none; UnreadableFileError when no row can be read at all."""
    sheet = open_text(stream)
    places = columns(sheet)
    rows: list[tuple[int, CalendarDay]] = []
    refused: list[RefusedRow] = []
    seen, known = set(), frozenset(countries)
    for row in sheet.rows:
        try:
            if row.problem:
                raise RowRefusedError("broken")
            if len(rows) + len(refused) >= MOST_ROWS:
                refused.append(RefusedRow(row.line, "too_many"))
                break
            day = read_row(row.cells, places, country, known)
            if day.key in seen:
                raise RowRefusedError("twice", day.name)
            seen.add(day.key)
            rows.append((row.line, day))
        except RowRefusedError as error:
            refused.append(RefusedRow(row.line, error.code, error.value))
    return Reading(tuple(rows), tuple(refused))


def columns(sheet: Sheet) -> dict[str, int]:
    header = [plain(name) for name in sheet.header]
    found = {
        field: header.index(word)
        for field, words in COLUMNS.items()
        for word in reversed(words)
        if word in header
    }
    missing = tuple(COLUMNS[field][0] for field in REQUIRED if field not in found)
    if missing:
        raise UnreadableFileError("missing_columns", missing)
    return found


def read_row(
    cells: Sequence[str], places: dict[str, int], country: str, countries: frozenset[str]
) -> CalendarDay:
    told = {field: cells[place].strip() if place < len(cells) else "" for field, place in places.items()}
    name = " ".join(told["name"].split())[:LONGEST_NAME]
    day = read_date(told["day"])
    if day is None:
        raise RowRefusedError("no_date", told["day"])
    if not name:
        raise RowRefusedError("no_name")
    land = told.get("country", "").upper() or country
    if land not in countries:
        raise RowRefusedError("unknown_country", land)
    kind, province = read_kind(told.get("kind", ""), told.get("province", ""))
    status = STATUSES.get(plain(told.get("status", "")))
    if status is None:
        raise RowRefusedError("unknown_status", told["status"])
    return CalendarDay(day, land, kind, name, status, province, IMPORT)


def read_kind(kind_text: str, province_text: str) -> tuple[str, str]:
    """The kind and the province as the zone table writes it; a province alone makes a day regional."""
    province = "" if plain(province_text) in WHOLE_COUNTRY else province_name(province_text)
    if province is None:
        raise RowRefusedError("unknown_province", province_text)
    kind = KINDS.get(plain(kind_text)) if kind_text else (REGIONAL if province else NATIONAL)
    if kind is None:
        raise RowRefusedError("unknown_kind", kind_text)
    if kind == REGIONAL and not province:
        raise RowRefusedError("province_missing")
    if kind != REGIONAL and province:
        raise RowRefusedError("province_of_national", province_text)
    return kind, province


def read_date(text: str) -> date | None:
    """2027-03-10, 10/03/2027, 10-3-2027, 10.03.2027, (Rabu,) 10 Maret 2027: the day stands before the month."""
    text = re.sub(r"^[^\W\d]+,?\s+(?=\d)", "", text.strip().lower())
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]00:00(?::00)?)?", text):
        return checked(*(int(part) for part in match.groups()))
    if match := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
        day, month, year = (int(part) for part in match.groups())
        return checked(year, month, day)
    if match := re.fullmatch(r"(\d{1,2})[ -]([a-z]+)\.?[ -](\d{4})", text):
        return checked(int(match[3]), MONTH_NUMBERS.get(match[2], 0), int(match[1]))
    return None


def checked(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def plain(text: str) -> str:
    return " ".join(text.replace("_", " ").lower().split())


def written(days: Iterable[CalendarDay]) -> Iterable[tuple[str, ...]]:
    """Rows of a file that comes back as it went: header first, cells that no spreadsheet takes for formulas."""
    yield WRITTEN
    for one in days:
        status = "perkiraan" if one.status == ESTIMATED else "pasti"
        kind = KIND_WORDS[one.kind][1 if one.kind != CUTI_BERSAMA else 0]
        yield (one.day.isoformat(), safe_cell(one.name), kind, one.province, one.country, status)
