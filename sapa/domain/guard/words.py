"""The word lists and how a whole word or phrase is found, whatever its letters' case."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate
from types import MappingProxyType

LISTS: MappingProxyType[str, tuple[str, ...]] = MappingProxyType(
    {
        name: tuple(words)
        for name, words in json.loads(
            files("sapa.domain.data").joinpath("guard_words.json").read_text(encoding="utf-8")
        ).items()
    }
)
START = r"(?<![^\W_])"
END = r"(?![^\W_])"
NO_NUMBER = r"(?<!\d[.,])"
NOTHING = r"(?!)"
CLITIC = r"(?:-?(?:nya|mu|ku|kah|lah|pun))?"
COVER = "\ue000"


class Phrases:
    """Any of some phrases as whole words; the longest wins; blanks between words may be any."""

    def __init__(self, phrases: tuple[str, ...], suffix: str = "") -> None:
        longest_first = sorted((one.strip() for one in phrases if one.strip()), key=len, reverse=True)
        words = "|".join(expression(one, suffix) for one in longest_first if one[0].isalpha())
        signs = "|".join(expression(one, suffix) for one in longest_first if not one[0].isalpha())
        parts = [f"{START}(?:{words})" if words else "", signs]
        self.pattern = re.compile("|".join(filter(None, parts)) or NOTHING, re.IGNORECASE)
        self.begun_by: dict[str, list[list[str]]] = {}
        for phrase in longest_first:
            first, *others = [re.split("['’]", word)[0] for word in folded(phrase).split()]
            self.begun_by.setdefault(first, []).append(others)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Most texts hold none: looking for their words is ten times faster than the expression."""
        return self.pattern.finditer(text) if self.may_stand(folded(text)) else iter(())

    def may_stand(self, text: str) -> bool:
        """`text` in small letters: whether it holds all words of a phrase, wherever they are."""
        begun = filter(text.__contains__, self.begun_by)
        return any(all(map(text.__contains__, others)) for first in begun for others in self.begun_by[first])

    def search(self, text: str) -> re.Match[str] | None:
        return next(self.finditer(text), None)


@lru_cache(maxsize=64)
def folded(text: str) -> str:
    """Small letters, as expressions compare them: the long s is an s, and every i an i."""
    small = text.lower()
    return small if small.isascii() else small.replace("ſ", "s").replace("ı", "i").replace("i̇", "i")


@lru_cache(maxsize=512)
def whole(phrases: tuple[str, ...], suffix: str = "") -> Phrases:
    return Phrases(phrases, suffix)


def expression(phrase: str, suffix: str) -> str:
    """One phrase; an edge that is a sign, as in 100%, needs no border of a word. Letters: the border is set."""
    start = START + NO_NUMBER if phrase[0].isdigit() else ""
    body = r"\s+".join(re.sub("['’]", "['’]", re.escape(word)) for word in phrase.split())
    end = suffix + END if phrase[-1].isalnum() else ""
    return start + body + end


@cache
def listed(name: str) -> Phrases:
    return whole(LISTS[name])


@lru_cache(maxsize=512)
def listed_with(name: str, more: tuple[str, ...]) -> Phrases:
    """A list and a shop's own phrases."""
    return whole((*LISTS[name], *more))


def covered(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with these places filled by a sign that is no letter, so that positions stay true."""
    found = list(spans)
    signs = list(text) if found else []
    for start, end in found:
        signs[start:end] = COVER * (end - start)
    return "".join(signs) if found else text


class Places:
    """Spans of a text, asked whether one of them holds another span: long texts hold thousands of both."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self.starts = [start for start, _ in ordered]
        self.reach = list(accumulate((end for _, end in ordered), max))

    def hold(self, start: int, end: int) -> bool:
        before = bisect_right(self.starts, start)
        return before > 0 and self.reach[before - 1] >= end
