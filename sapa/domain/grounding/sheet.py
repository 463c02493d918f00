"""A text of which each part is read once: what one shape took is blank for the next; one pass a shape."""

import re
import unicodedata
from dataclasses import dataclass

from sapa.domain.disguises import plain

TAKEN = "¤"
NOT_ASCII_DIGIT = re.compile(r"[^\D0-9]")


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """What can be true or false of an order or a shop. `value`: the same for every way of writing it.

    Kinds: reference, digits (telephone, account, parcel), money (`IDR 405000`), number (without a currency), percent,
    date (`2026-09-16`, `09-16`), month, day_of_month, weekday, time (`14:05`, `14:05 WIB`), duration, measure, count,
    link, email, and state (`refunded`), which only records give.
    """

    kind: str
    value: str


class Sheet:
    """`whole`: as written, in plain digits, without hidden signs; `text`: of that length, taken parts blank."""

    def __init__(self, text: str) -> None:
        seen = unicodedata.normalize("NFKC", plain(text))
        self.whole = NOT_ASCII_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), seen)
        self.text = self.whole

    def take(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """Every place of it, blotted out from now on."""
        found: list[re.Match[str]] = []

        def blot(hit: re.Match[str]) -> str:
            found.append(hit)
            return TAKEN * len(hit[0])

        self.text = pattern.sub(blot, self.text)
        return found
