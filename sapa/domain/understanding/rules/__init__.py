"""What the words of a message say outright, by patterns of ours in four languages."""

from sapa.domain.understanding.rules.reading import ruled, surely

__all__ = ["ruled", "surely"]
