"""Amounts of money and parts of a hundred."""

import re
from collections.abc import Iterator
from decimal import Decimal

from sapa.domain.formats import SYMBOLS, exponent
from sapa.domain.grounding.sheet import Fact, Sheet
from sapa.domain.understanding.slots.numerals import PHRASE, count_of

I = re.IGNORECASE  # noqa: E741 (as in re)
HOME = "IDR"
SCALES = dict.fromkeys(("ribuan", "ribu", "rb", "rbu", "k", "thousand"), 1_000)
SCALES |= dict.fromkeys(("jutaan", "juta", "jt", "million"), 1_000_000)
SCALES |= dict.fromkeys(("miliar", "milyar", "billion"), 1_000_000_000)
SCALE = "(?:" + "|".join(sorted(SCALES, key=len, reverse=True)) + r")(?!\w)"
NAMES = {sign.lower(): code for code, sign in SYMBOLS.items()} | {code.lower(): code for code in SYMBOLS}
NAMES |= {
    "rupiah": "IDR",
    "$": "USD",
    "¥": "JPY",
    "dollar": "USD",
    "dollars": "USD",
    "euro": "EUR",
    "ringgit": "MYR",
}
SIGN = "(?:" + "|".join(re.escape(name) for name in sorted(NAMES, key=len, reverse=True)) + ")"
DIGITS = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2}(?!\d))?|\d{1,15}(?:[.,]\d{1,3}(?!\d))?"
REST = r"(?:\s?(?P<apart>\d{1,3})\s?(?:ribu|rb)(?!\w)|(?P<joined>\d{3})(?!\d))?"
SIGNED = re.compile(
    rf"(?<![^\W\d_])(?P<sign>{SIGN})\s?\.?\s?(?P<n>{DIGITS})(?:\s?(?P<scale>{SCALE}|(?:jt|juta)(?=\d{{3}}))(?:\s?{REST})?)?",
    I,
)
NAMED_AFTER = re.compile(
    rf"(?<![\w.,])(?P<n>{DIGITS})\s?(?P<scale>{SCALE})?\s?(?P<sign>rupiah|idr|usd|sgd|myr|eur|ringgit|dollars?)(?!\w)",
    I,
)
SCALED = re.compile(
    rf"(?<![\w.,/#-])(?P<n>{DIGITS})\s?(?P<scale>{SCALE}|(?:jt|juta)(?=\d{{3}}(?!\d)))(?:\s?{REST})?(?![\w/])",
    I,
)
GROUPED = re.compile(
    r"(?<![\w.,/#+-])(?P<n>\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?)(?![\w/]|[.,-]\d)"
)
SPELLED = re.compile(
    rf"(?<!\w)(?:(?P<words>{PHRASE})\s(?P<scale>ribu|juta|miliar|milyar|thousand|million)|(?P<one>se(?:ribu|juta)))"
    rf"(?:\s(?P<more>{PHRASE})\s(?:ribu|thousand))?(?!\w)(?:\s(?P<sign>rupiah|dollars?))?",
    I,
)
PERCENT = re.compile(r"(?<![\w.,])(\d{1,3}(?:[.,]\d{1,3})?)\s?(?:%|persen\b|percent\b|per cent\b|pct\b)", I)


def amounts(sheet: Sheet) -> Iterator[Fact]:
    """Without a currency it is a number: of whichever currency the shop has."""
    for hit in sheet.take(SIGNED) + sheet.take(NAMED_AFTER):
        yield Fact("money", f"{NAMES[hit['sign'].lower()]} {_value(hit)}")
    for hit in sheet.take(PERCENT):
        yield Fact("percent", canonical(hit[1]))
    for hit in sheet.take(SCALED):
        yield Fact("number", _value(hit))
    for hit in sheet.take(SPELLED):
        value = str(_spelled(hit))
        yield Fact("money", f"{NAMES[hit['sign'].lower()]} {value}") if hit["sign"] else Fact("number", value)


def grouped_numbers(sheet: Sheet) -> Iterator[Fact]:
    """`1.250.000`, read after what has a unit of its own."""
    for hit in sheet.take(GROUPED):
        yield Fact("number", canonical(hit["n"]))


def money_of(amount: int, currency: str) -> Fact:
    """Of minor units."""
    return Fact("money", f"{currency} {_plain(Decimal(amount).scaleb(-exponent(currency)))}")


def canonical(written: str) -> str:
    """`1.250,50` is 1250.5: three digits behind the last mark are thousands, fewer are a part."""
    whole, mark, part = written, "", ""
    if marks := re.findall(r"[.,]", written):
        head, _, tail = written.rpartition(marks[-1])
        if len(tail) != 3 or (len(set(marks)) > 1 and marks.count(marks[-1]) == 1 and len(tail) < 3):
            whole, mark, part = head, ".", tail
    return _plain(Decimal(re.sub(r"[.,]", "", whole) + mark + part))


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _value(hit: re.Match[str]) -> str:
    """`1 juta 250 ribu`, `2jt500`, `1,5jt`."""
    parts = hit.groupdict()
    scale = SCALES[parts["scale"].lower()] if parts["scale"] else 1
    more = int(parts.get("apart") or parts.get("joined") or 0) * 1_000 if scale == SCALES["juta"] else 0
    return _plain(Decimal(canonical(hit["n"])) * scale + more)


def _spelled(hit: re.Match[str]) -> int:
    more = (count_of(hit["more"]) or 0) * 1_000 if hit["more"] else 0
    if hit["one"]:
        return SCALES[hit["one"].lower().removeprefix("se")] + more
    return (count_of(hit["words"]) or 0) * SCALES[hit["scale"].lower()] + more
