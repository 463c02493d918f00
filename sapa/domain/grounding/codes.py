"""Numbers that name things: orders, parcels, invoices, telephones, accounts, addresses of pages and mailboxes."""

import re
from collections.abc import Iterator

from sapa.domain.grounding.sheet import Fact, Sheet
from sapa.domain.guard.reading import MAIL, links_in

FEWEST_DIGITS, FEWEST_OF_A_PHONE = 4, 7
CODE = re.compile(r"(?<![\w@.])#?[^\W_]+(?:[/_-][^\W_]+)*(?![@])")
PLAIN_WORDS = re.compile(
    r"ke-\d{1,2}|\d{1,3}x|\d+(?:st|nd|rd|th|an)|[a-z]+2(?:nya)?|covid-?19|\d{1,3}(?:-\d{1,3})?", re.I
)
DIGITS = re.compile(r"(?<![\w.,/-])\(?\+?\d+\)?(?:[ .()-]{1,2}\d{2,})*(?![\w])")
YEAR = re.compile(r"(?:19|20)\d\d")
UNIT = (
    r"(?:g|gr|gram|kg|mg|ml|liter|litre|ltr|l|cm|mm|m|meter|watt|w|volt|v|ampere|mah|derajat|degrees?|°c|°|inci|inch"
    r"|oz|gb|tb|klik)"
)
MEASURE = re.compile(
    rf"(?<![\w.,/])(\d{{1,3}}(?:\.\d{{3}})+|\d{{1,6}}(?:[.,]\d{{1,2}})?)\s?({UNIT})(?!\w)", re.IGNORECASE
)
SAME_UNIT = {
    "gr": "g",
    "gram": "g",
    "litre": "liter",
    "ltr": "liter",
    "l": "liter",
    "meter": "m",
    "watt": "w",
}
SAME_UNIT |= {"volt": "v", "degree": "°", "degrees": "°", "derajat": "°", "°c": "°", "inci": "inch"}
PIECES = r"(?:pcs|pc|pieces?|buah|unit|units|biji|left)"
COUNTED = re.compile(rf"(?<![\w.,/-])(\d{{1,6}})\s?{PIECES}(?!\w)", re.IGNORECASE)
STOCK = re.compile(
    r"\b(?:stok|stock|sisa|tersisa|tinggal|remaining)(?:nya)?\s?(?:ada|masih|saat ini|is|:|=|kami|hanya|only|\s){0,4}"
    r"\s?(\d{1,6})(?![\w.,])"
    r"|(?<![\w.,/-])(\d{1,6})\s(?:in stock|left in stock|remaining)\b",
    re.IGNORECASE,
)


def links(sheet: Sheet) -> Iterator[Fact]:
    mails = sheet.take(MAIL)
    yield from (Fact("email", hit[0].lower()) for hit in mails)
    found = links_in(sheet.text)
    for hit in found:
        yield Fact("link", link_of(hit[0]))
    for hit in reversed(found):
        sheet.text = sheet.text[: hit.start()] + " " * len(hit[0]) + sheet.text[hit.end() :]


def link_of(address: str) -> str:
    return (
        re.sub(r"^https?://(?:www\.)?|^www\.", "", address.strip(), flags=re.IGNORECASE)
        .rstrip("/")
        .casefold()
    )


def measures(sheet: Sheet) -> Iterator[Fact]:
    for hit in sheet.take(MEASURE):
        unit = hit[2].lower()
        number = (
            hit[1].replace(".", "") if re.fullmatch(r"\d+(?:\.\d{3})+", hit[1]) else hit[1].replace(",", ".")
        )
        yield Fact("measure", f"{float(number):g} {SAME_UNIT.get(unit, unit)}")


def counts(sheet: Sheet) -> Iterator[Fact]:
    for pattern in (STOCK, COUNTED):
        yield from (Fact("count", str(int(hit[hit.lastindex or 1]))) for hit in sheet.take(pattern))


def references(sheet: Sheet) -> Iterator[Fact]:
    """Letters and digits in one word; digits alone are `numbers`."""
    for hit in CODE.finditer(sheet.text):
        code = hit[0].lstrip("#")
        mixed = any(sign.isdecimal() for sign in code) and any(sign.isalpha() for sign in code)
        if mixed and not PLAIN_WORDS.fullmatch(code):
            yield Fact("reference", reference_of(code))


def numbers(sheet: Sheet) -> Iterator[Fact]:
    """Of a telephone, an account, a parcel, or the bare number of an order."""
    for hit in DIGITS.finditer(sheet.text):
        groups = re.findall(r"\d+", hit[0])
        if len("".join(groups)) >= FEWEST_OF_A_PHONE:
            yield Fact("digits", digits_of(hit[0]))
        else:
            yield from (
                Fact("digits", one) for one in groups if len(one) >= FEWEST_DIGITS and not YEAR.fullmatch(one)
            )


def reference_of(code: str) -> str:
    return "".join(sign for sign in code if sign.isalnum()).upper()


def digits_of(written: str) -> str:
    """A telephone is the same with 0 and with +62."""
    digits = "".join(sign for sign in written if sign.isdecimal())
    return f"62{digits[1:]}" if re.match(r"0[1-9]", digits) and len(digits) >= FEWEST_OF_A_PHONE else digits


def parts_of(fact: Fact) -> Iterator[Fact]:
    """`SARI-1041` may be called 1041."""
    if fact.kind == "reference":
        yield from (
            Fact("digits", one) for one in re.findall(r"\d+", fact.value) if len(one) >= FEWEST_DIGITS
        )
