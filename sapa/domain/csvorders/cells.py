"""One cell at a time: dates, amounts and words as people and exports write them."""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from zoneinfo import ZoneInfo

from sapa.domain.orders.facts import Consent

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb februari february pebruari",
            "mar maret march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "agu agustus august aug agt",
            "sep september sept",
            "okt oktober october oct",
            "nov november nopember",
            "des desember december dec",
        ),
        start=1,
    )
    for name in names.split()
}
DAY_FIRST = re.compile(
    r"(?:[a-z]+,? )?(?P<day>\d{1,2})[-/. ](?P<month>\d{1,2}|[a-z]+)[-/. ](?P<year>\d{4}|\d{2})"
    r"(?:[ ,t]+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?: ?(?P<half>[ap]m))?)?"
    r"(?: ?(?P<zone>wib|wita|wit))?"
)
USUAL_LENGTH = len("2026-11-26 14:05:00")
ISO_LIKE = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:[t ].*)?")
SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 day 0 of a spreadsheet, in whatever zone the file was written
ZONES = {"wib": "Asia/Jakarta", "wita": "Asia/Makassar", "wit": "Asia/Jayapura"}
CURRENCY_WORDS = re.compile(
    r"^(?:rp|idr|usd|us\$|\$|sgd|s\$|myr|rm|eur|€)\.?\s*|\s*(?:idr|rupiah|,-)$", re.IGNORECASE
)
DIGITS_AND_MARKS = re.compile(r"\d[\d.,]*")
NEGATIVE = re.compile(r"(?:[a-z$€. ]*[-−–]\W*\d.*|\(.*\d.*\)|.*\d-)", re.IGNORECASE)
EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
LARGEST_AMOUNT = Decimal(10**15)

STATUS_WORDS = {
    word: status
    for status, words in {
        "placed": "placed, created, baru, dibuat, pesanan baru, new",
        "awaiting_payment": "awaiting payment, pending, unpaid, pending payment, belum bayar, belum dibayar, "
        "menunggu pembayaran, waiting for payment",
        "paid": "paid, approved, lunas, dibayar, sudah dibayar, sudah bayar, settlement, perlu dikirim",
        "processing": "processing, invoiced, diproses, dikemas, packed, sedang dikemas, siap dikirim, "
        "ready to ship",
        "shipped": "shipped, dikirim, dalam pengiriman, sedang dikirim, in transit, on delivery, diantar",
        "delivered": "delivered, diterima, sampai, tiba, terkirim, sudah diterima, sudah sampai",
        "completed": "completed, complete, selesai, done, finished",
        "cancelled": "cancelled, canceled, batal, dibatalkan, cancel, unavailable, ditolak",
        "refunded": "refunded, refund, dana dikembalikan, dikembalikan",
        "expired": "expired, kedaluwarsa, kadaluarsa, kadaluwarsa, hangus",
        "failed": "failed, gagal, pembayaran gagal",
        "on_hold": "on hold, ditahan, ditunda",
        "unknown": "unknown, lainnya",
    }.items()
    for word in words.split(", ")
}
SEGMENT_WORDS = {
    "": "",
    **dict.fromkeys(("b2b", "bisnis", "perusahaan", "business", "company", "korporat"), "b2b"),
    **dict.fromkeys(("b2c", "perorangan", "individu", "personal", "retail", "konsumen", "pribadi"), "b2c"),
}
CONSENT_WORDS: dict[str, Consent] = {
    "": "unknown",
    **dict.fromkeys(("ya", "yes", "y", "true", "1", "setuju", "granted", "mau", "boleh", "iya"), "granted"),
    **dict.fromkeys(("tidak", "no", "n", "false", "0", "denied", "menolak", "tdk", "tidak setuju"), "denied"),
}


class CellError(ValueError):
    """The cell cannot be read; the code says as what."""


@lru_cache(maxsize=4096)
def plain_word(text: str) -> str:
    return " ".join(re.sub(r"[\s_-]+", " ", text.casefold()).split())


def instant(text: str, zone: ZoneInfo) -> datetime | None:
    """ISO 8601, day first (`26/11/2026 14.05`, `26 Nov 26`) or the day number of a spreadsheet (`46352.5`).

    A time without offset is in `zone`.
    """
    if not text:
        return None
    try:
        found = _written(text)
        aware = found if found.tzinfo else found.replace(tzinfo=zone)
        return _plausible(aware.astimezone(UTC))
    except (ValueError, KeyError, OverflowError) as error:
        raise CellError("bad_date") from error


def _written(text: str) -> datetime:
    if len(text) == USUAL_LENGTH and text[4::3] == "-- ::":
        with suppress(ValueError):
            return datetime.fromisoformat(text)
    if SERIAL.fullmatch(text):
        return _serial(text)
    return _iso(text) if ISO_LIKE.fullmatch(text.casefold()) else _day_first(text.casefold())


def _serial(text: str) -> datetime:
    seconds = round(float(text.replace(",", ".")) * 86_400)
    return SERIAL_ZERO + timedelta(seconds=seconds)


def _iso(text: str) -> datetime:
    day, _, clock = text.replace("/", "-").replace("T", " ", 1).partition(" ")
    year, month, date = day.split("-")
    clock = clock.strip().removesuffix("UTC").strip()
    return datetime.fromisoformat(f"{year}-{month:0>2}-{date:0>2}" + (f" {clock}" if clock else ""))


def _day_first(text: str) -> datetime:
    found = DAY_FIRST.fullmatch(" ".join(text.split()))
    if not found:
        raise CellError("bad_date")
    month = found["month"]
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    number = int(month) if month.isdecimal() else MONTHS[month]
    year = int(found["year"]) if len(found["year"]) == 4 else 2000 + int(found["year"])
    if found["half"]:
        hour = _of_two_halves(hour, found["half"])
    zone = ZoneInfo(ZONES[found["zone"]]) if found["zone"] else None
    return datetime(year, number, int(found["day"]), hour, minute, second, tzinfo=zone)


def _of_two_halves(hour: int, half: str) -> int:
    if not 1 <= hour <= 12:
        raise CellError("bad_date")
    return hour % 12 + (12 if half == "pm" else 0)


def _plausible(at: datetime) -> datetime:
    if not EARLIEST_YEAR <= at.year < LATEST_YEAR:
        raise CellError("bad_date")
    return at


@lru_cache(maxsize=4096)
def amount(text: str) -> Decimal | None:
    """`Rp1.250.000`, `1,250,000.00`, `860220`: the last mark is a decimal one unless three digits follow."""
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return _within_reason(Decimal(text))
    if NEGATIVE.fullmatch(text.strip().removesuffix(",-")):
        raise CellError("negative_amount")
    bare = CURRENCY_WORDS.sub("", CURRENCY_WORDS.sub("", text.strip())).replace(" ", "").replace("\u00a0", "")
    if not DIGITS_AND_MARKS.fullmatch(bare):
        raise CellError("bad_amount")
    try:
        return _within_reason(Decimal(_decimal_text(bare)))
    except InvalidOperation as error:
        raise CellError("bad_amount") from error


def _within_reason(value: Decimal) -> Decimal:
    if value >= LARGEST_AMOUNT:
        raise CellError("bad_amount")
    return value


def _decimal_text(bare: str) -> str:
    marks = [sign for sign in bare if sign in ".,"]
    if not marks:
        return bare
    last = marks[-1]
    whole, _, rest = bare.rpartition(last)
    is_decimal = len(set(marks)) == 2 or (len(marks) == 1 and len(rest) != 3)
    if len(set(marks)) == 2 and last in whole:
        raise CellError("bad_amount")
    whole = whole.replace(".", "").replace(",", "")
    return f"{whole}.{rest}" if is_decimal else whole + rest


def whole(text: str, code: str, least: int, most: int, default: int | None) -> int | None:
    """A whole number between the bounds, also as `3.0`; blank is the default."""
    if not text:
        return default
    digits = re.fullmatch(r"(\d{1,9})(?:[.,]0{1,2})?", text)
    if not digits or not least <= int(digits[1]) <= most:
        raise CellError(code)
    return int(digits[1])
