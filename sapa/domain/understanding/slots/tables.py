"""Tables of words and patterns under `data/slots/`."""

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=32)
def lines_of(name: str) -> tuple[str, ...]:
    text = files("sapa.domain.understanding").joinpath("data", "slots", f"{name}.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line)


@lru_cache(maxsize=32)
def word_set(name: str) -> frozenset[str]:
    return frozenset(word for line in lines_of(name) for word in line.split())


@lru_cache(maxsize=32)
def patterns_of(name: str) -> Mapping[str, tuple[re.Pattern[str], ...]]:
    """Lines `value<TAB>pattern`; values in the order in which they come first."""
    table: dict[str, tuple[re.Pattern[str], ...]] = {}
    for line in lines_of(name):
        value, pattern = line.split("\t")
        table[value] = (*table.get(value, ()), re.compile(pattern, re.IGNORECASE))
    return table


@lru_cache(maxsize=32)
def names_of(name: str) -> Mapping[str, re.Pattern[str]]:
    """Lines `value<TAB>spellings`, each spelling a whole word."""
    rows = (line.split("\t") for line in lines_of(name))
    return {value: re.compile(rf"(?<![\w.&-])(?:{words})(?![\w-])", re.IGNORECASE) for value, words in rows}


def named_in(text: str, name: str) -> list[str]:
    """In the order of the text; as the table has it where only capitals differ, else as written."""
    hits = [(hit, value) for value, pattern in names_of(name).items() if (hit := pattern.search(text))]
    ordered = sorted(hits, key=lambda pair: pair[0].start())
    return [value if hit[0].casefold() == value.casefold() else hit[0] for hit, value in ordered]
