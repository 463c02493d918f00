"""A text of which each part is read once: what one slot took is blank for the next."""

import re
import unicodedata
from collections.abc import Callable

from sapa.domain.disguises import plain

TAKEN = "¤"


class Remaining:
    """`whole`: as written, NFKC, without hidden signs; `text`: of the same length, taken parts blotted out."""

    def __init__(self, text: str) -> None:
        self.whole = unicodedata.normalize("NFKC", plain(text))
        self.text = self.whole

    def take(self, pattern: re.Pattern[str], fits: Callable[[str], bool] = bool) -> list[str]:
        """What the last group holds (or the whole hit without groups) where it fits, each once; blots it out."""
        values = []
        for found in list(pattern.finditer(self.text)):
            group = found.lastindex or 0
            value = found[group].strip(" .,;:-")
            if fits(value):
                values.append(value)
                self.blot(found.start(group), found.end(group))
        return list(dict.fromkeys(values))

    def blot(self, start: int, end: int) -> None:
        self.text = self.text[:start] + TAKEN * (end - start) + self.text[end:]

    def says(self, pattern: re.Pattern[str]) -> bool:
        return bool(pattern.search(self.whole))
