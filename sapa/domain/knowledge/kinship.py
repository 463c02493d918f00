"""How near the words of a question are to those of sentences, as learnt from questions to shops of ours.

Words that both hold count by how rare they are. Beside that each word has a place of its own among the words that
are asked with and another among those that tell, so that «tidak jadi» lies near «uang kembali».
"""

import json
from array import array
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Self

from sapa.domain.knowledge.index import Ready
from sapa.domain.knowledge.types import Article

FILE = "kinship.json"
SIZE = 48
SHORTEST = 2
MOST_KEPT = 2048


@dataclass(frozen=True, slots=True)
class Bag:
    """Words that are known: their rows, what each weighs (together 1 long), and where they lie together."""

    rows: "array[int]"
    weights: "array[float]"
    place: "array[float]"


@dataclass(frozen=True, slots=True)
class Near:
    """`shared`: words that both hold, `meant`: what lies near; both about 0..1, the second also below."""

    shared: float
    meant: float

    @property
    def whole(self) -> float:
        return self.shared + self.meant


NOT_NEAR = Near(0.0, 0.0)


@dataclass(frozen=True, eq=False)
class Kinship:
    """`rows`: of each word; `rare`: how rare it is; `asked` and `told`: its places, `SIZE` steps of 1/`fine` each;
    `silent` and `silences`: how much speaks for no answer at all, always and by each word asked with;
    `kept`: articles that were read."""

    rows: Mapping[str, int]
    rare: "array[float]"
    asked: "array[int]"
    told: "array[int]"
    fine: float
    silent: float
    silences: "array[float]"
    kept: dict[Article, tuple[Bag, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self:
        """As it stands on file."""
        rows = {word: row for row, word in enumerate(told["words"])}
        asked, answered = (array("b", b64decode(told[name])) for name in ("asked", "told"))
        rare, silences = array("f", told["rare"]), array("f", told["silences"])
        return cls(rows, rare, asked, answered, told["fine"], told["silent"], silences)

    def question(self, keys: Iterable[str]) -> Bag:
        return self._bag(keys, self.asked)

    def silence(self, question: Bag) -> float:
        return self.silent + sum(
            heavy * self.silences[row] for row, heavy in zip(question.rows, question.weights, strict=True)
        )

    def nearest(self, question: Bag, ready: Ready) -> Near:
        """Of the article's sentences, each read with its title and the next."""
        heavy = dict(zip(question.rows, question.weights, strict=True))
        found = [near(question, heavy, one) for one in self._windows(ready)]
        return max(found, default=NOT_NEAR, key=lambda one: one.whole)

    def _windows(self, ready: Ready) -> tuple[Bag, ...]:
        windows = self.kept.get(ready.article)
        if windows is None:
            if len(self.kept) >= MOST_KEPT:
                self.kept.clear()
            windows = tuple(self._bag(keys, self.told) for keys in windows_of(ready))
            self.kept[ready.article] = windows
        return windows

    def _bag(self, keys: Iterable[str], table: "array[int]") -> Bag:
        known = sorted({self.rows[key] for key in keys if key in self.rows})
        length = sum(self.rare[row] ** 2 for row in known) ** 0.5 or 1.0
        weights = array("f", (self.rare[row] / length for row in known))
        place = [0.0] * SIZE
        for row, heavy in zip(known, weights, strict=True):
            steps = table[row * SIZE : (row + 1) * SIZE]
            place = [at + heavy * step for at, step in zip(place, steps, strict=True)]
        return Bag(array("H", known), weights, array("f", (at / self.fine for at in place)))


def near(question: Bag, heavy: Mapping[int, float], told: Bag) -> Near:
    shared = sum(heavy.get(row, 0.0) * weight for row, weight in zip(told.rows, told.weights, strict=True))
    meant = sum(one * other for one, other in zip(question.place, told.place, strict=True))
    return Near(shared, meant)


def windows_of(ready: Ready) -> Iterator[frozenset[str]]:
    """The keys of each sentence with its title and the next sentence."""
    told = [one.keys | one.about for one in ready.sentences]
    for at, keys in enumerate(told):
        following = told[at + 1] if at + 1 < len(told) else frozenset()
        yield telling(ready.title | keys | following)


def telling(keys: Iterable[str]) -> frozenset[str]:
    """Without places, which are a matter of rules, and signs."""
    return frozenset(key for key in keys if len(key) >= SHORTEST and key[0] != "@")


@cache
def shipped_kinship() -> Kinship:
    told = json.loads(files("sapa.domain.knowledge").joinpath("data", FILE).read_text("utf-8"))
    return Kinship.of(told)
