"""Numbers in words and digits: Indonesian, English, Javanese and Sundanese, as amounts and counts need them."""

import re

UNITS = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "sepuluh": 10, "sebelas": 11, "seratus": 100,
    "siji": 1, "loro": 2, "rong": 2, "ro": 2, "telu": 3, "telung": 3, "papat": 4, "patang": 4, "limo": 5,
    "limang": 5, "enem": 6, "nem": 6, "pitu": 7, "pitung": 7, "wolu": 8, "wolung": 8, "songo": 9, "sangang": 9,
    "sedoso": 10, "sepuluhe": 10, "satus": 100, "seket": 50, "selawe": 25, "swidak": 60, "kalih": 2, "tigang": 3,
    "hiji": 1, "tilu": 3, "opat": 4, "genep": 6, "dalapan": 8, "salapan": 9, "sapuluh": 10, "saratus": 100,
    "salawe": 25,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "a": 1, "an": 1,
}  # fmt: skip
TENS = {"puluh": 10, "belas": 10, "ratus": 100, "hundred": 100, "atus": 100}
WORD = "(?:" + "|".join(sorted((*UNITS, *TENS), key=len, reverse=True)) + ")"
INDONESIAN = "(?:" + "|".join(sorted(({*UNITS, *TENS} - {"a", "an", "ro"}), key=len, reverse=True)) + ")"
PHRASE = rf"{INDONESIAN}(?:[ -]{{1,2}}{INDONESIAN}){{0,5}}"
COUNT = rf"(?:\d{{1,4}}|{WORD}(?:[ -]{WORD}){{0,2}})"


def count_of(text: str) -> int | None:
    """«5», «dua puluh lima», «telung», «a»; None for what is no number."""
    text = text.strip().lower()
    if text.isdecimal():
        return int(text)
    total, last = 0, 0
    for word in re.split(r"[ -]+", text):
        if word in UNITS:
            total, last = total + last, UNITS[word]
        elif word == "belas":
            last += 10
        elif word in TENS:
            last = max(last, 1) * TENS[word]
        else:
            return None
    return total + last


def decimal_of(digits: str) -> tuple[int, int]:
    """A decimal as whole number and power of ten: «1,5» is 15 and 10; signs of thousands are left out."""
    if grouped := re.fullmatch(r"\d{1,3}((?:[.,]\d{3})+)(?:[.,]\d{1,2})?", digits):
        whole = digits[: grouped.end(1)]
        return int(re.sub(r"[.,]", "", whole)), 1
    whole, _, part = digits.replace(",", ".").partition(".")
    part = re.sub(r"\D", "", part)[:6]
    return int(whole + part), 10 ** len(part)
