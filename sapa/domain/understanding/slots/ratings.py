"""Scores: stars and marks that words name, and plain numbers where a survey asked for one."""

import re

from sapa.domain.scores import read_score
from sapa.domain.understanding.slots.remaining import Remaining

I = re.IGNORECASE  # noqa: E741 (as in re)
WORDS = {
    "nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9, "sepuluh": 10, "siji": 1, "loro": 2, "telu": 3, "papat": 4, "limo": 5, "nem": 6, "pitu": 7,
    "wolu": 8, "songo": 9, "sedoso": 10, "hiji": 1, "tilu": 3, "opat": 4, "genep": 6, "salapan": 9, "zero": 0,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
NUMBER = rf"(\d{{1,2}}|{'|'.join(sorted(WORDS, key=len, reverse=True))})"
NOT_COUNTED = (
    r"(?![\w/:%-]|[.,]\d|\s?(?:hari|hr\b|jam|menit|minggu|bulan|tahun|pcs|rb\b|ribu|jt\b|juta|k\b|kali"
    r"|x\b|barang|pesanan|orang"
    r"|biji|buah|days?|hours?|items?|weeks?|times|lagi\b|persen))"
)
FILLING = (
    r"(?:\s(?:it|you|this|saya|aku|dari saya|buat|untuk|cuma|kasih|ya|nya|of|is|a|an|cukup|sekitar"
    r"|penuh|tak kasih))"
)
NAMED = re.compile(
    rf"\b(?:bintang|nilai|rating|skor|score|rated?|stars?)(?:nya|e"
    rf"|ku)?{FILLING}{{0,3}}\s?[:=]?\s?{NUMBER}{NOT_COUNTED}",
    I,
)
STARRED = re.compile(rf"\b{NUMBER}[ -](?:stars?|bintang)\b", I)
OUT_OF = re.compile(
    r"(?<![\w/.,-])(?<!tgl )(?<!tanggal )(?<!rt )(?<!rw )(10|\d)\s?(?:/|dari|out of)\s?(?:5|10)(?![\w/-]"
    r"|[.,]\d"
    r"|\s?(?:pcs|barang|item|buah|orang|paket|pesanan))",
    I,
)
STARS = re.compile("[⭐★🌟]")
ALONE = re.compile(rf"(?<![\w.,/:#+-]){NUMBER}{NOT_COUNTED}", I)
SCALES = {"csat_survey": (1, 5), "nps_survey": (0, 10)}
READ = 400


def rating(rest: Remaining, context: str | None) -> int | None:
    """0..10; a bare number only where `context` is a survey, within its scale."""
    named = _named(rest)
    scale = SCALES.get(context or "")
    return named if named is not None or scale is None else _in_survey(rest.whole, *scale)


def _in_survey(text: str, lowest: int, highest: int) -> int | None:
    score = read_score(text, lowest, highest)
    if score is not None:
        return score
    values = (_value(hit[1]) for hit in ALONE.finditer(text[:READ]))
    return next((value for value in values if lowest <= value <= highest), None)


def _named(rest: Remaining) -> int | None:
    for pattern in (OUT_OF, NAMED, STARRED):
        if (found := pattern.search(rest.text)) and _value(found[1]) <= 10:
            rest.blot(*found.span())
            return _value(found[1])
    stars = len(STARS.findall(rest.whole))
    return stars if 1 <= stars <= 5 else None


def _value(written: str) -> int:
    return int(written) if written.isdecimal() else WORDS[written.lower()]
