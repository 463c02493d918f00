"""A question in the parts that may ask different things."""

import re

from sapa.domain.knowledge.terms import is_english
from sapa.domain.understanding.normalising import normalise

CLAUSE = re.compile(
    r"[?!;]+|\b(?:terus|lalu|trs|trus|teros|serta|sekalian|plus)\b|\b(?:sama|dan|and|karo|jeung|lan)\b|,|\. "
)
CUES = re.compile(
    r"\b(?:apa|apakah|berapa|bagaimana|kapan|di mana|mana|kenapa|siapa|bisa|boleh|ada|perlu|harus|tidak|kah"
    r"|how|what|when|where|which|who|why|can|do|does|is|are)\b"
)


def asks(piece: str) -> bool:
    """Whether a part of a question asks something by itself."""
    return bool(CUES.search(piece.lower() if is_english(piece) else normalise(piece)))


def clauses(question: str) -> list[str]:
    """Parts that may ask different things, in their order."""
    return [part.strip() for part in CLAUSE.split(question) if part.strip()]
