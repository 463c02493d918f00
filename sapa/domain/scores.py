"""Scores that a customer writes as an answer: «5», «9, pelayanannya cepat», «nilai 4 kak»; and «belum»."""

import re

BEFORE = r"(?:(?:nilai(?:nya)?|skor(?:nya)?|bintang|saya (?:kasih|beri)|kasih|beri)\s+)*"
SCALE = r"(?:\s*/\s*(?:5|10)|\s+dari\s+(?:5|10))?"
ENDS = (
    r"(?=\W*$|\s*[.,;:!(\n-](?!\s*\d)|\s+(?:karena|krn|soalnya|sebab|alasan(?:nya)?|bintang|kak|kakak|min|"
    r"ya|yah|mbak|mas|pak|bu|terima kasih|makasih|thanks|sangat|puas)\b)"
)
SCORE = re.compile(rf"\W*{BEFORE}(\d{{1,2}}){SCALE}{ENDS}", re.IGNORECASE)
STARS = re.compile(r"\s*((?:[⭐★]\ufe0f?){1,10})\s*")
NOT_YET = re.compile(
    r"\W*(?:masih )?belum\b(?=\W*$|\s*[.,;:!\n-]"
    r"|\s+(?:beres|selesai|bisa|kelar|teratasi|tuntas|kak|min|mbak|mas|pak|bu)\b)",
    re.IGNORECASE,
)
POLITE = re.compile(
    r"(?:\W|\b(?:kak|kakak|min|admin|ya|yah|mbak|mas|pak|bu|terima kasih|makasih|thanks|sangat|puas)\b)*",
    re.IGNORECASE,
)


def read_score(text: str, lowest: int, highest: int) -> int | None:
    """The score that the text begins with; None where it is none, such as «2 pesanan saya» or «5.000»."""
    if stars := STARS.fullmatch(text):
        score = len(re.findall("[⭐★]", stars[1]))
    elif found := SCORE.match(text):
        score = int(found[1])
    else:
        return None
    return score if lowest <= score <= highest else None


def words_beside(text: str) -> str:
    """What was said beside the score, without the signs between; blank for a score alone, however polite."""
    if STARS.fullmatch(text):
        return ""
    found = SCORE.match(text)
    words = (text[found.end() :] if found else text).strip(" \n\r\t.,;:!-()")
    return "" if POLITE.fullmatch(words) else words


def says_not_yet(text: str) -> bool:
    """BELUM: what was called solved is not."""
    return bool(NOT_YET.match(text))
