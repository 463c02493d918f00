"""What the words of a message say by themselves, whatever the whole was taken for."""

from sapa.domain.dialogue.kinds import COURTESIES
from sapa.domain.understanding.clauses import clauses_of
from sapa.domain.understanding.rules import ruled

SAID_OUTRIGHT = 0.8


def surest(text: str) -> tuple[float, str]:
    """The intent that the words themselves say most surely."""
    found = [(weight, intent) for intent, weight in _said_in(text) if intent not in COURTESIES]
    return max(found, default=(0.0, ""))


def _said_in(text: str) -> list[tuple[str, float]]:
    return [each for part in (text, *clauses_of(text)) for each in ruled(part, None)]
