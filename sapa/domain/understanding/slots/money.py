"""Amounts in rupiah, and means of payment."""

import re

from sapa.domain.understanding.slots.numerals import INDONESIAN, PHRASE, count_of, decimal_of
from sapa.domain.understanding.slots.remaining import Remaining
from sapa.domain.understanding.slots.tables import named_in

I = re.IGNORECASE  # noqa: E741 (as in re)
THOUSAND, MILLION, BILLION = 1_000, 1_000_000, 1_000_000_000
SCALES = dict.fromkeys(
    ("rb", "rbu", "ribu", "rebu", "ewu", "ewon", "sewu", "rebuan", "ribuan", "k", "thousand"), THOUSAND
)
SCALES |= dict.fromkeys(
    ("jt", "jtan", "juta", "jutaan", "yuta", "yuto", "yutaan", "jeti", "million", "mio"), MILLION
)
SCALES |= dict.fromkeys(("miliar", "milyar", "billion"), BILLION)
SCALE = "(?:" + "|".join(sorted(SCALES, key=len, reverse=True)) + ")"
DIGITS = r"\d{1,3}(?:[.,]\d{3}){1,4}(?:,\d{1,2})?|\d{1,12}(?:[.,]\d{1,2})?"
NOT_INSIDE = r"(?<![\w.,/+#-])"
REST = r"(?:(?P<joined>\d{3})(?!\d)|\s(?P<apart>\d{1,3})\s?(?:rb|ribu|rebu)\b|(?P<half>\s(?:se)?tengah)\b)?"
WRITTEN = re.compile(
    rf"{NOT_INSIDE}(?:rp|idr|rupiah)\.?\s?:?\s?(?P<n>{DIGITS})(?:\s?(?P<scale>{SCALE})(?:an)?(?!\w))?{REST}(?![\d/])",
    I,
)
SCALED = re.compile(rf"{NOT_INSIDE}(?P<n>{DIGITS})\s?(?P<scale>{SCALE})(?:\s?an\b)?{REST}(?![\w/])", I)
GROUPED = re.compile(
    rf"{NOT_INSIDE}(?P<n>\d{{1,3}}(?:\.\d{{3}}){{1,4}}|\d{{1,3}}(?:,\d{{3}}){{1,4}})"
    r"(?P<scale>)(?P<joined>)(?P<apart>)(?P<half>)"
    r"(?:,\d{2}|,-)?(?![\w/]|[.,]\d)"
)
SPELLED = re.compile(
    rf"\b(?:(?P<half>setengah)\s(?P<half_of>juta|jt|miliar|milyar)"
    r"|(?:se|sa|sak)(?P<one_of>juta|jt|ribu|rebu|ewu|miliar|milyar|jeti|yuta|yuto)(?P<and_half>\ssetengah)?"
    rf"|(?P<words>{PHRASE})(?P<half_before>\ssetengah)?\s(?P<of>{SCALE})"
    rf"(?:\s(?P<thousands>{PHRASE})\s(?:ribu|rb|rebu)|(?P<half_after>\ssetengah)"
    rf"|\s(?P<loose>{INDONESIAN}\s(?:ratus|atus)(?:\s{INDONESIAN}){{0,2}}))?)\b",
    I,
)
SLANG = {"gocap": 50_000, "goban": 50_000, "ceban": 10_000, "goceng": 5_000, "noban": 20_000, "seceng": 1_000}
SLANGED = re.compile(rf"\b(?:{'|'.join(SLANG)})\b", I)
RUPIAH = re.compile(rf"{NOT_INSIDE}(\d{{3,9}})\s(?:rupiah|perak)\b", I)
BARE = re.compile(
    r"\b(?:total|harga|(?:di|mem)?bayar|tf|trf|(?:di)?transfer|nominal|sebesar|seharga|ongkir|tagihan"
    r"|refund|senilai"
    r"|(?:ke|di|ter)?potong(?:an)?|uang|dana|duit|paid|saldo|dp|biaya|mbayar|kena)(?:nya)?"
    r"(?:\s(?:rp|idr|saya|aku|sebesar|jadi|cuma|sudah|udah|kok|of"
    r"|itu)){0,2}\s?[:=]?\s?(\d{4,9})(?![\w/-]|[.,]\d)",
    I,
)
MEASURE = re.compile(
    r"\s?(?:mah|rpm|km|watt|w\b|va\b|gram|gr\b|ml\b|btu|lumen|pcs|biji|buah|unit|hz|orang|lembar|jam"
    r"|poin|points?|followers)",
    I,
)
RESOLUTION = re.compile(r"[248]k", I)
BANKS = r"bca|bni|bri|btn|bsi|mandiri|permata|cimb niaga|cimb|danamon|bjb|seabank|jenius|maybank|ocbc|muamalat|panin"
BANK = re.compile(
    rf"\b(?:(va|virtual account|virtual akun)\s(?:bank\s)?)?({BANKS})(?:\s(va|virtual account))?\b", I
)
VIRTUAL = re.compile(r"\b(?:va|virtual ?account|virtual akun)\b", I)
TRANSFER = re.compile(
    r"\b(?:transfer bank|transfer manual|bank transfer|tf bank|(?:via|pakai|pake|lewat|by) (?:transfer"
    r"|tf|trf))\b",
    I,
)
SHORT_NAMES = 4
INSTALMENTS = "cicilan"
IN_PARTS = re.compile(r"(?:ny|di)?cicil(?:an)?|nyicil|instal\w+|angsuran", re.IGNORECASE)
COMPANY = re.compile(r"\b(?:PT|CV|UD|PD|Yayasan)\.?(?: \w+){0,2} $")


def amounts(rest: Remaining) -> list[int]:
    """Whole rupiah, each once."""
    found = _in_digits(rest)
    found += _replaced(rest, SPELLED)
    found += _replaced(rest, SLANGED)
    found += [int(value) for value in (*rest.take(RUPIAH), *rest.take(BARE))]
    return list(dict.fromkeys(amount for amount in found if amount > 0))


def _in_digits(rest: Remaining) -> list[int]:
    found = []
    for pattern in (WRITTEN, SCALED, GROUPED):
        for hit in list(pattern.finditer(rest.text)):
            if not (
                RESOLUTION.fullmatch(hit[0]) or (pattern is GROUPED and MEASURE.match(rest.text, hit.end()))
            ):
                found.append(_value(hit))
                rest.blot(*hit.span())
    return found


def _value(hit: re.Match[str]) -> int:
    """«1,5jt», «1 juta 250 ribu», «2jt500»; a half behind the scale is half of it."""
    scale = SCALES[hit["scale"].lower()] if hit["scale"] else 1
    number, power = decimal_of(hit["n"])
    value = number * scale // power
    if scale == MILLION:
        value += int(hit["joined"] or hit["apart"] or 0) * THOUSAND
    return value + (scale // 2 if hit["half"] and scale == MILLION else 0)


def _replaced(rest: Remaining, pattern: re.Pattern[str]) -> list[int]:
    found = []
    for hit in list(pattern.finditer(rest.text)):
        found.append(_spelled(hit) if pattern is SPELLED else SLANG[hit[0].lower()])
        rest.blot(*hit.span())
    return found


def _spelled(hit: re.Match[str]) -> int:
    """«setengah juta», «sejuta setengah», «dua juta lima ratus ribu», «satu setengah juta»."""
    if hit["half"]:
        return SCALES[hit["half_of"].lower()] // 2
    scale = SCALES[(hit["one_of"] or hit["of"]).lower()]
    count = 1 if hit["one_of"] else count_of(hit["words"]) or 0
    half = hit["and_half"] or hit["half_before"] or hit["half_after"]
    loose = hit["loose"] if scale == MILLION else None
    thousands = count_of(hit["thousands"] or loose or "") or 0
    return count * scale + (scale // 2 if half else 0) + thousands * THOUSAND


def payment_methods(text: str) -> list[str]:
    """Usual names: «BCA», «VA BCA», «QRIS», «COD»; «transfer» where no bank is named."""
    found = [_bank(hit) for hit in BANK.finditer(text) if not COMPANY.search(text[: hit.start()])] + named_in(
        text, "payment_methods"
    )
    if not any(one.startswith("VA ") for one in found) and VIRTUAL.search(text):
        found.append("virtual account")
    if not found and TRANSFER.search(text):
        found.append("transfer")
    read = [INSTALMENTS if IN_PARTS.fullmatch(one) else one for one in found]
    return [one for one in dict.fromkeys(read) if one != INSTALMENTS or len(read) == 1]


def _bank(hit: re.Match[str]) -> str:
    name = hit[2].upper() if len(hit[2]) <= SHORT_NAMES else hit[2].title()
    return f"VA {name}" if hit[1] or hit[3] else name
