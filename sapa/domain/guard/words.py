"""The word lists and how a whole word or phrase is found, whatever its letters' case."""

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
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


@lru_cache(maxsize=512)
def whole(phrases: tuple[str, ...], suffix: str = "") -> re.Pattern[str]:
    """Any of the phrases as whole words; the longest wins; blanks between words may be any."""
    longest_first = sorted(filter(str.strip, phrases), key=len, reverse=True)
    parts = [expression(phrase.strip(), suffix) for phrase in longest_first]
    return re.compile("|".join(parts) or NOTHING, re.IGNORECASE)


def expression(phrase: str, suffix: str) -> str:
    """One phrase; an edge that is a sign, as in 100%, needs no border of a word."""
    start = START + ("" if not phrase[0].isdigit() else NO_NUMBER) if phrase[0].isalnum() else ""
    body = r"\s+".join(re.sub("['’]", "['’]", re.escape(word)) for word in phrase.split())
    end = suffix + END if phrase[-1].isalnum() else ""
    return start + body + end


@lru_cache(maxsize=8192)
def name_pattern(name: str) -> re.Pattern[str]:
    """A name in a text, also with -nya and its like behind it."""
    return whole((name,), CLITIC)


def listed(name: str) -> re.Pattern[str]:
    return whole(LISTS[name])


def covered(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with these places filled by a sign that is no letter, so that positions stay true."""
    for start, end in spans:
        text = text[:start] + COVER * (end - start) + text[end:]
    return text
