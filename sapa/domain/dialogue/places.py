"""Which line of a list an answer points at: «2», «yang kedua», «nomer siji», «the last one»."""

import re

from sapa.domain.understanding.normalising import normalise

ORDINALS = {
    "pertama": 0, "satu": 0, "kesatu": 0, "siji": 0, "hiji": 0, "kahiji": 0, "first": 0, "atas": 0,
    "kedua": 1, "dua": 1, "loro": 1, "dua-duanya": -2, "kadua": 1, "second": 1, "two": 1, "tengah": 1,
    "ketiga": 2, "tiga": 2, "telu": 2, "tilu": 2, "katilu": 2, "third": 2, "three": 2,
    "bawah": -1, "terakhir": -1, "akhir": -1, "last": -1, "bottom": -1,
}  # fmt: skip
DIGIT = re.compile(
    r"(?<![\w.,/#-])(?:no\.?|nomor|nomer|#)?\s?([1-9])(?![\w/]|[.,-]\d|\s?(?:x|pcs|buah|hari|kg|jam))"
)
LONGEST_ANSWER = 6


def chosen_place(text: str, count: int) -> int | None:
    """From 0; None where no place of a list of `count` is meant."""
    said = normalise(text)
    words = re.findall(r"[\w-]+", said)
    if not words or len(words) > LONGEST_ANSWER:
        return None
    found = [int(digit) - 1 for digit in DIGIT.findall(said)]
    found += [ORDINALS[word] for word in words if word in ORDINALS]
    places = {place if place >= 0 else count + place for place in found if place > -2}
    place = places.pop() if len(places) == 1 else -1
    return place if 0 <= place < count else None
