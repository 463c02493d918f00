"""What a promotion owes: a way out, an end date, true exclusivity, other messages between."""

import re

from sapa.domain.guard.codes import NUDGES
from sapa.domain.guard.pressure import describes_a_material
from sapa.domain.guard.reading import Hit, Reading, sentences
from sapa.domain.guard.words import END, LISTS, START, Places, listed, whole

DISCOUNT = whole(LISTS["discount"], "(?:-?nya)?")
FORBIDDEN = whole(LISTS["never_in_utility"], "(?:-?nya)?")
MONTH = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|mar(?:et)?|apr(?:il)?|mei|jun(?:i)?|jul(?:i)?|agu(?:stus|s)?|agt|ags"
    r"|sep(?:t(?:ember)?)?|okt(?:ober)?|nov(?:ember)?|des(?:ember)?)\.?"
)
DAY, MONTH_NUMBER = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
DATE = (
    rf"(?:{DAY}(?:\s*[-–]\s*{DAY})?\s*-?\s*{MONTH}{END}|{MONTH}\s+\d{{1,4}}{END}"
    rf"|{DAY}/{MONTH_NUMBER}(?:/\d{{2,4}})?{END}|{DAY}-{MONTH_NUMBER}-\d{{2,4}}{END}"
    rf"|{DAY}\.{MONTH_NUMBER}(?:\.\d{{2,4}})?(?![.,]?\d)|\d{{4}}-\d{{2}}-\d{{2}}|(?:tanggal|tgl)\.?\s*{DAY}{END})"
    r"(?!\s*(?:%|persen|ribu|rb|juta|jt|harga|k\b))"
)
BEGINS = r"(?!(?:mulai|sejak|dari|per|setelah|sesudah)\b)"
FEW_WORDS = rf"(?:{BEGINS}(?:[^\s\d%.!?;]+|\d{{1,2}}[.:]\d{{2}})\s+){{0,4}}?"
END_DATE = re.compile(
    rf"{START}(?:berlaku|sampai|hingga|s\s?[./]\s?d\.?|sd)\s*:?\s*{FEW_WORDS}{DATE}"
    rf"|{START}berlaku\s+(?:selama\s+|dalam\s+|hanya\s+)*\d+\s+(?:hari|jam|minggu|pekan|bulan){END}",
    re.IGNORECASE,
)
REFUSAL = re.compile(
    r"\b(?:tidak|tak|ga|gak|nggak|enggak)\s+(?:ingin|mau|berkenan|bersedia|perlu|butuh)\b", re.IGNORECASE
)
EXCLUSIVE = re.compile(
    rf"{START}(?:(?:hanya\s+(?:untuk|buat|bagi)|(?:khusus|eksklusif)(?:\s+(?:untuk|buat|bagi))?)"
    rf"\s+(?:kakak|kak|anda|kamu|bapak|ibu)|(?:hanya|khusus|eksklusif)\s+(?:untukmu|buatmu|bagimu)){END}",
    re.IGNORECASE,
)


def missing_opt_out(reading: Reading) -> Hit | None:
    way_out = reading.case.opt_out_button or listed("way_out").search(reading.bare)
    return None if way_out else Hit()


def promo_streak(reading: Reading) -> Hit | None:
    last = [klass for klass in reading.case.recent if klass in NUDGES][:2]
    return Hit() if reading.case.promo_streak and last == ["promo", "promo"] else None


def no_terms(reading: Reading) -> Hit | None:
    found = discount(reading)
    return Hit(found) if found and not END_DATE.search(reading.linkless) else None


def discount(reading: Reading) -> tuple[int, int] | None:
    """Where a discount is named, outside the sentence that tells how to stop; `100% katun` is none."""
    materials = {
        end for start, end in wholes(reading.linkless) if describes_a_material(reading.linkless, start, end)
    }
    ways_out = Places(
        (start, start + len(sentence))
        for start, sentence in sentences(reading.bare)
        if tells_how_to_stop(sentence, reading.bare)
    )
    for found in reading.said(DISCOUNT):
        is_way_out = ways_out.hold(found.start(), found.start() + 1)
        if not is_way_out and found.end() not in materials:
            return found.span()
    return None


def wholes(text: str) -> list[tuple[int, int]]:
    return [one.span() for one in re.finditer(r"(?<!\d)100\s?%", text)]


def tells_how_to_stop(sentence: str, text: str) -> bool:
    """Also a refusal beside it: `Tidak ingin info promo? Balas STOP.`"""
    way_out = listed("way_out")
    return bool(way_out.search(sentence) or (REFUSAL.search(sentence) and way_out.search(text)))


def false_exclusive(reading: Reading) -> Hit | None:
    if reading.case.audience <= 1 or reading.case.personal_code:
        return None
    found = reading.said(EXCLUSIVE)
    return Hit(found[0].span()) if found else None


def utility_with_promo(reading: Reading) -> Hit | None:
    if reading.case.wa_category != "utility":
        return None
    found = reading.said(FORBIDDEN)
    return Hit(found[0].span()) if found else None
