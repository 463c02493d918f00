"""A text before it goes out: its sentences, and which of them only cite what the shop wrote."""

import re
from collections.abc import Iterable
from functools import cached_property

from sapa.domain.grounding.sheet import Sheet
from sapa.domain.guard.reading import links_in as links_of
from sapa.domain.guard.reading import sentences, without_addresses

LONGEST_READ = 6000
FEWEST_CITED_WORDS = 3
NOT_LETTERS = re.compile(r"[^\w%]+")


class Draft:
    """`quoted`: texts of the shop that may be cited whole. What lies beyond `LONGEST_READ` is too long anyway."""

    def __init__(self, text: str, quoted: Iterable[str]) -> None:
        self.text = Sheet(text[:LONGEST_READ]).whole
        self.source = " | ".join(plain_line(one) for one in quoted)

    @cached_property
    def sentences(self) -> list[str]:
        return [said for _place, said in sentences(self.text) if said.strip()]

    @cached_property
    def own(self) -> list[str]:
        """Sentences that are the assistant's own words."""
        return [said for said in self.sentences if not self.cites(said)]

    @cached_property
    def linkless(self) -> str:
        own = "\n".join(self.own)
        return without_addresses(own, links_of(own))

    def cites(self, sentence: str) -> bool:
        line = plain_line(sentence)
        return line.count(" ") + 1 >= FEWEST_CITED_WORDS and f" {line} " in f" {self.source} "


def plain_line(text: str) -> str:
    return NOT_LETTERS.sub(" ", text).strip().casefold()
