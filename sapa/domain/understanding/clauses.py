"""A message in several wishes: its parts, in order."""

import re

from sapa.domain.understanding.features import shortened

BREAK = re.compile(
    r"\s*[\n;!?]+\s*|\s*[.,]+\s+|\s+(?:terus|trs|trus|sama|sekalian|skalian|tapi|tp|padahal|dan|and|but|also|oh iya"
    r"|btw|oiya|lalu|kalau gitu|then|plus|teras|tros|terus juga)\s+",
    re.IGNORECASE,
)
MOST, FEWEST_LETTERS = 8, 4


def clauses_of(text: str) -> tuple[str, ...]:
    """At least two parts, else nothing: a single one is the message itself, unless a score stands before it."""
    split = BREAK.split(shortened(text))
    parts = [part for part in split if len(part) >= FEWEST_LETTERS]
    scored = len(parts) == 1 and split[0] != parts[0] and split[0].strip().isdecimal()
    return tuple(parts[:MOST]) if len(parts) > 1 or scored else ()
