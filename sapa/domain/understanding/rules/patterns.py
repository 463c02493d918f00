"""Reads the pattern files: `<name>` stands for a line of words.txt, a space for any gap between words,
` ?` for a gap or none, ` .. ` for up to four words between, `@kind` for what holds after such a message of ours.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sapa.domain.understanding.normalising import normalise
from sapa.domain.understanding.types import CONTEXTS, INTENTS

GROUPS = ("delivery", "payment", "products", "problems", "changes", "conversation")
NAME = re.compile(r"<([a-z]+)>")
WHOLE_WORD = re.compile(r"(?<![\\\w<@?])[a-z]{2,}(?![\w>?*+\[]|\\w)")
# What these mean in a chat is another word than the one meant here.
OTHER_WORDS = frozenset(("ka", "cok", "lbh"))
GAP = r"(?:\W+[\w&-]+){0,4}?\W+"


@dataclass(frozen=True, slots=True)
class Pattern:
    """`needs`: names of words.txt that must stand in the message for the rest to be worth a look."""

    intent: str
    weight: float
    context: str | None
    needs: frozenset[str]
    said: re.Pattern[str]


@cache
def words() -> dict[str, str]:
    named = (line.split("\t", 1) for line in lines_of("words"))
    return {name: f"(?:{normal_too(alternatives)})" for name, alternatives in named}


@cache
def concepts() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(rf"\b{spaced(said)}\b") for name, said in words().items()}


@cache
def patterns() -> tuple[Pattern, ...]:
    """ValueError names a line that is no pattern."""
    return tuple(one for group in GROUPS for one in patterns_of(group))


def patterns_of(group: str) -> Iterator[Pattern]:
    intent = ""
    for line in lines_of(group):
        if line.startswith("["):
            intent = line.strip("[]")
            continue
        told, said = line.split("\t", 1)
        weight, _, context = told.partition(" @")
        if intent not in INTENTS or context not in ("", *CONTEXTS):
            raise ValueError(f"{group}: {line}")
        yield Pattern(intent, float(weight), context or None, needs_of(said), compiled(said))


def lines_of(group: str) -> list[str]:
    told = files("sapa.domain.understanding.rules").joinpath("data", f"{group}.txt").read_text("utf-8")
    return [line for line in told.splitlines() if line.strip() and not line.startswith("#")]


def compiled(said: str) -> re.Pattern[str]:
    whole = NAME.sub(lambda found: words()[found[1]], normal_too(said))
    edged = whole if whole.startswith("^") else rf"\b(?:{whole})\b"
    return re.compile(spaced(edged))


def normal_too(said: str) -> str:
    """A word of a pattern is also met as the normaliser leaves it: `udah` as `sudah`."""
    return WHOLE_WORD.sub(lambda found: _either(found[0]), said)


def _either(word: str) -> str:
    usual = normalise(word)
    return word if usual == word or not usual or word in OTHER_WORDS else f"(?:{word}|{usual})"


def spaced(said: str) -> str:
    return said.replace(" .. ", GAP).replace(" ?", r"\W*").replace(" ", r"\W+")


def needs_of(said: str) -> frozenset[str]:
    """Names outside every group: what stands in a group may be one of several."""
    return frozenset(NAME.findall(outside_groups(said)))


def outside_groups(said: str) -> str:
    depth, kept = 0, []
    for letter in said:
        depth += (letter == "(") - (letter == ")")
        kept.append(letter if depth == 0 else " ")
    return "".join(kept)
