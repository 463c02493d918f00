"""The library of recipes: why and when a customer is followed up, with which words (`domain.md` §3)."""

from sapa.domain.recipes.house import HOUSE, LATER, NEWS
from sapa.domain.recipes.library import LIBRARY, source_of

__all__ = ["HOUSE", "LATER", "LIBRARY", "NEWS", "source_of"]
