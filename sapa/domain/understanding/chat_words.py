"""Chat spellings, and everyday words of Javanese and Sundanese, to standard Indonesian: our own dictionary."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType


@lru_cache(maxsize=1)
def chat_words() -> Mapping[str, str]:
    """`data/chat_words.txt`: lower case, one word or two to one word or more; no value is a key itself."""
    text = files("sapa.domain.understanding").joinpath("data/chat_words.txt").read_text("utf-8")
    return MappingProxyType(dict(line.split("\t") for line in text.splitlines() if line))
