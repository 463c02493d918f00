"""From what stands in a cell to digits: spellings, links, labels, and the many ways a number gets lost."""

import re
import unicodedata
from functools import lru_cache

from sapa.domain.phones.numbers import Phone, indonesian, international, of_region, refused, region_of
from sapa.domain.phones.usual import usual_mobile

LONGEST_CELL = 300
MASK_SIGNS = {ord(sign): "*" for sign in "…•●∙▪■█"}
NEW_LINES = re.compile(r"[\r\n\v\f\u2028\u2029]+")
WRAPPING = "'\"`’‘“”´= "
LINK = re.compile(
    r"(?:https?://)?(?:www\.)?"
    r"(?:wa\.me/|(?:api|web)\.whatsapp\.com/send/?\?(?:\S*&)?phone=|whatsapp://send/?\?phone=)"
    r"(\+?[\d-]+)(?:[/?&#]\S*)?",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"(?:no|nomor|nmr)?[.: ]*"
    r"(?:hp|wa|whatsapp|tel|telp|tlp|telepon|telpon|phone|mobile|ponsel|handphone|seluler)"
    r"(?:/wa)?[.: ]*(?=[+(\d])",
    re.IGNORECASE,
)
EXTENSION = re.compile(r"[\s,;]*(?:ext|extension|pes|pesawat)[.: ]*\d{1,6}$", re.IGNORECASE)
DECIMALS = re.compile(r"(\+?\d{8,})[.,]0{1,2}")
EXPONENT = re.compile(r"[+-]?\d+(?:[.,]\d+)?e[+-]?\d+", re.IGNORECASE)
CELL_ERROR = re.compile(r"#+|#(?:value|ref|name|num|null|div/0|n/a|spill)[!?]?", re.IGNORECASE)
ROUNDED = re.compile(r"(?:8|62)\d+0{6}")
CODE_DIALLED = re.compile(r"\*[\d*]+#")
MASKED = re.compile(r"\*|\d[\s.-]*[x#_]{2,}|[x#_]{2,}[\s.-]*\d", re.IGNORECASE)
BETWEEN_NUMBERS = re.compile(r"[/;,|&\n]|\b(?:atau|dan|or|and)\b", re.IGNORECASE)
NUMBER_START = re.compile(r"(?<!\d)(?:\+?62|0)[\s().-]*\d")
LONG_ENOUGH = 7
TWO_NUMBERS = 18


@lru_cache(maxsize=4096)
def normalise(raw: str, country: str = "ID") -> Phone:
    """One number for one cell; never raises. `country`: where numbers without a country code are at home."""
    return usual_mobile(raw, country) or read_any(raw, country)


def read_any(raw: str, country: str = "ID") -> Phone:
    """`normalise` for whatever is written in a cell."""
    text = _plain(raw)
    if not any(sign.isalnum() or sign in "*#" for sign in text):
        return refused("empty_input")
    if len(text) > LONGEST_CELL:
        return refused("too_long")
    if _is_damaged(text):
        return refused("spreadsheet_damage")
    if CODE_DIALLED.fullmatch(text):
        return refused("service_code")
    if MASKED.search(text):
        return refused("masked")
    return _several(text, country) or _single(text, country)


def _plain(raw: str) -> str:
    lines = NEW_LINES.sub("\n", raw.translate(MASK_SIGNS).strip())
    text = "".join(_plain_sign(sign) for sign in unicodedata.normalize("NFKC", lines))
    text = text.strip(WRAPPING + "\n")
    if decimals := DECIMALS.fullmatch(text):
        return decimals[1]
    if link := LINK.fullmatch(text):
        return link[1]
    return EXTENSION.sub("", LABEL.sub("", text.removeprefix("whatsapp:").removeprefix("tel:"), count=1))


def _plain_sign(sign: str) -> str:
    if sign == "\n":
        return sign
    match unicodedata.category(sign):
        case "Nd":
            return str(unicodedata.decimal(sign))
        case "Pd":
            return "-"
        case "Zs" | "Cc":
            return " "
        case "Cf" | "So" | "Mn" | "Cs" | "Co":
            return ""
        case _:
            return sign


def _is_damaged(text: str) -> bool:
    return any(shape.fullmatch(text) for shape in (EXPONENT, CELL_ERROR, ROUNDED))


def _several(text: str, country: str) -> Phone | None:
    parts = [part.strip() for part in BETWEEN_NUMBERS.split(text)]
    numbers = [part for part in parts if _digit_count(part) >= LONG_ENOUGH]
    if len(numbers) > 1:
        found = {normalise(part, country) for part in numbers}
        return found.pop() if len(found) == 1 else refused("several_numbers")
    if numbers and sum(map(_has_digit, parts)) > 1 and normalise(numbers[0], country).e164:
        return refused("several_numbers")
    if _digit_count(text) >= TWO_NUMBERS and len(NUMBER_START.findall(text)) > 1:
        return refused("several_numbers")
    return None


def _single(text: str, country: str) -> Phone:
    if any(sign.isalpha() for sign in text):
        return refused("letters")
    digits = "".join(sign for sign in text if sign.isdecimal())
    if not digits:
        return refused("empty_input")
    region = region_of(country)
    if text.lstrip("( ").startswith("+"):
        return _written_abroad(digits, region)
    if digits.startswith("00"):
        return _written_abroad(digits[2:], region)
    if region is None:
        return refused("unknown_country")
    return _written_at_home(digits) if region == "ID" else _first_valid(of_region(digits, region), digits)


def _written_abroad(digits: str, region: str | None) -> Phone:
    if digits.startswith("0"):
        return _written_at_home(digits) if region == "ID" else refused("unknown_country")
    found = international(digits)
    forgotten_code = not found.e164 and digits.startswith("8") and region == "ID"
    return _better(found, indonesian(digits)) if forgotten_code else found


def _written_at_home(digits: str) -> Phone:
    if digits.startswith("0"):
        return indonesian(digits)
    if digits.startswith("62"):
        return _better(international(digits), indonesian(digits))
    return _first_valid(indonesian(digits), digits)


def _first_valid(found: Phone, digits: str) -> Phone:
    """A number of another country is often written without its plus; service codes never are."""
    if found.e164 or found.reason == "service_code" or len(digits) < LONG_ENOUGH + 2:
        return found
    return _better(found, international(digits))


def _better(first: Phone, second: Phone) -> Phone:
    return second if second.e164 and not first.e164 else first


def _has_digit(text: str) -> bool:
    return _digit_count(text) > 0


def _digit_count(text: str) -> int:
    return sum(sign.isdecimal() for sign in text)
