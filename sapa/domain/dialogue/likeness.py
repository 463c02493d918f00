"""Names that are like what somebody writes: whole words, beginnings of words, words mistyped."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sapa.domain.understanding.normalising import normalise, words_of

SHORTEST = 2
SHORTEST_BEGUN = 4
ALIKE = 0.5  # share of letter pairs that two spellings have in common
WORTH = 0.6  # of the best name's score, for others to be told beside it
CERTAIN = 0.99
LONGEST = 300
MOST_WORDS = 24


@dataclass(slots=True)
class Names:
    """`words`: by name's id; `holders`: which names have a word; `pairs`: which words have a pair of letters."""

    words: dict[int, frozenset[str]] = field(default_factory=dict)
    holders: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    pairs: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def like(self, text: str, *, most: int) -> list[int]:
        """Ids, the best first. Rare words count more than those that many names have."""
        scores: dict[int, float] = defaultdict(float)
        for said in dict.fromkeys(_words(text)[:MOST_WORDS]):
            for pk, worth in self._worths(said).items():
                scores[pk] += worth
        best = max(scores.values(), default=0.0)
        found = [pk for pk, score in scores.items() if score >= best * WORTH]
        return sorted(found, key=lambda pk: (-scores[pk], len(self.words[pk]), pk))[:most]

    def _worths(self, said: str) -> dict[int, float]:
        found: dict[int, float] = {}
        for word, same in self._known_as(said).items():
            worth = same * math.log(1 + len(self.words) / len(self.holders[word]))
            for pk in self.holders[word]:
                found[pk] = max(found.get(pk, 0.0), worth)
        return found

    def _known_as(self, said: str) -> dict[str, float]:
        """Words of names that this may be, with how sure that is; a word that is known means itself."""
        if said in self.holders:
            return {said: 1.0}
        shared: Counter[str] = Counter()
        pairs = _pairs(said)
        for pair in pairs:
            shared.update(self.pairs.get(pair, ()))
        likely = {word: _likeness(said, word, len(pairs), count) for word, count in shared.items()}
        return {word: same for word, same in likely.items() if same >= ALIKE}


def names_of(told: Iterable[tuple[int, str]]) -> Names:
    names = Names()
    for pk, name in told:
        names.words[pk] = frozenset(_words(name))
        for word in names.words[pk]:
            names.holders[word].add(pk)
            for pair in _pairs(word):
                names.pairs[pair].add(word)
    return names


def _likeness(said: str, word: str, pairs: int, shared: int) -> float:
    if len(said) < SHORTEST_BEGUN or said.isdecimal() or word.isdecimal():
        return 0.0
    if word.startswith(said) or (len(word) >= SHORTEST_BEGUN and said.startswith(word)):
        return CERTAIN * min(len(said), len(word)) / max(len(said), len(word))
    return 2 * shared / (pairs + len(_pairs(word)))


def _pairs(word: str) -> frozenset[str]:
    told = f" {word} "
    return frozenset(told[place : place + 2] for place in range(len(told) - 1))


def _words(text: str) -> list[str]:
    return [word for word in words_of(normalise(text[:LONGEST])) if len(word) >= SHORTEST or word.isdecimal()]
