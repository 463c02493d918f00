"""What the words of a message say outright, by patterns of ours in four languages."""

from sapa.domain.understanding.rules.reading import CERTAIN, ruled, speaks_of_people, surely

__all__ = ["CERTAIN", "ruled", "speaks_of_people", "surely"]
