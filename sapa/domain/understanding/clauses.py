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
    """At least two parts, else nothing: a single one is the message itself."""
    parts = [part for part in BREAK.split(shortened(text)) if len(part) >= FEWEST_LETTERS]
    return tuple(parts[:MOST]) if len(parts) > 1 else ()
