"""The seven reasons for which a person takes over at once; displeasure alone is none of them."""

from sapa.domain.understanding.escalation.reading import escalation_of

__all__ = ["escalation_of"]
