"""What a customer's message asks for, without a language model; see assistant.md of the design."""

from sapa.domain.understanding.normalising import normalise, words_of
from sapa.domain.understanding.slots import slots_of
from sapa.domain.understanding.stemming import stem
from sapa.domain.understanding.types import (
    CONTEXTS,
    HANDLINGS,
    INTENTS,
    REASONS,
    SLOTS,
    Example,
    Understood,
)

__all__ = [
    "CONTEXTS",
    "HANDLINGS",
    "INTENTS",
    "REASONS",
    "SLOTS",
    "Example",
    "Understood",
    "normalise",
    "slots_of",
    "stem",
    "words_of",
]
