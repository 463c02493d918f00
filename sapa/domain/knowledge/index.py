"""Articles made ready to be searched: BM25 over words and meanings, and likeness of spelling, joined by rank."""

import math
import sys
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from typing import Self

from sapa.domain.knowledge.sentences import Sentence, sentences_of
from sapa.domain.knowledge.terms import grams, keys_of, read, sound_of, terms_of
from sapa.domain.knowledge.types import Article

WORDS_OF_PASSAGE = 120
K1 = 1.2
B = 0.6
RRF = 20
GRAM_TOO_COMMON = 0.35
BEST = 60
MOST_KEPT = 4096
Places = tuple["array[int]", "array[float]"]
NOWHERE: Places = (array("I"), array("f"))


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence with its words and the keys it is found by; `about`: the keys of its heading."""

    text: str
    plain: str
    words: tuple[str, ...]
    keys: frozenset[str]
    about: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ready:
    """An article: its sentences, and the words and keys of its title."""

    article: Article
    sentences: tuple[Told, ...]
    words: tuple[str, ...]
    title: frozenset[str]
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences `first` to `last` (exclusive) of article number `article`."""

    article: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Found:
    """`score`: of rank, comparable within one search only."""

    article: Article
    score: float


class Index:
    """Of all articles at one time; never changed, so that threads share it."""

    def __init__(self, ready: Sequence[Ready]) -> None:
        self.ready = tuple(ready)
        self.passages = [part for number, one in enumerate(ready) for part in passages_of(number, one)]
        self.vocabulary = frozenset(chain.from_iterable(one.keys for one in ready))
        self.titled = frozenset(chain.from_iterable(one.title for one in ready))
        self.sounds = sounds(self.vocabulary)
        self._by_key = counted(lambda: map(self._keys, self.passages))
        self._by_gram = weighed(len(self.passages), self._grams)
        self._lengths = [self._length(part) for part in self.passages]
        self._usual = sum(self._lengths) / max(len(self._lengths), 1)
        self._holding = Counter(chain.from_iterable(one.keys for one in ready))

    @classmethod
    def of(cls, articles: Iterable[Article]) -> Self:
        return cls([made_ready(article) for article in articles])

    def search(self, question: str, limit: int = 5) -> list[Found]:
        """The articles nearest to a question, best first; no judgement whether they answer it."""
        ranks = self.ranked(
            [term.keys for term in terms_of(question)], grams(term.word for term in terms_of(question))
        )
        return [Found(self.ready[number].article, score) for number, score in ranks[:limit]]

    def rarity(self, keys: Iterable[str]) -> float:
        """0..1: how few articles hold any of these; 1 where none does."""
        holding = max((self._holding[key] for key in keys), default=0)
        count = len(self.ready) + 1
        return math.log(count / (holding + 0.5)) / math.log(count / 0.5)

    def ranked(self, groups: Sequence[frozenset[str]], spelled: Sequence[str]) -> list[tuple[int, float]]:
        """Numbers of articles with their joined score, best first."""
        joined: dict[int, float] = {}
        for scores in (self._bm25(groups), self._alike(spelled)):
            seen: set[int] = set()
            for place in sorted(scores, key=lambda one: (-scores[one], one))[:BEST]:
                number = self.passages[place].article
                if number not in seen:
                    seen.add(number)
                    joined[number] = joined.get(number, 0.0) + 1 / (RRF + len(seen))
        return sorted(joined.items(), key=lambda pair: (-pair[1], pair[0]))

    def _bm25(self, groups: Sequence[frozenset[str]]) -> dict[int, float]:
        """Words of one group are one word: the best of them counts."""
        scores: dict[int, float] = {}
        for group in groups:
            best: dict[int, float] = {}
            for key in group:
                where, often = self._by_key.of(key)
                rare = math.log(1 + (len(self.passages) - len(where) + 0.5) / (len(where) + 0.5))
                for place, count in zip(where, often, strict=True):
                    length = 1 - B + B * self._lengths[place] / self._usual
                    best[place] = max(best.get(place, 0.0), rare * count * (K1 + 1) / (count + K1 * length))
            for place, score in best.items():
                scores[place] = scores.get(place, 0.0) + score
        return scores

    def _alike(self, spelled: Sequence[str]) -> dict[int, float]:
        scores: dict[int, float] = {}
        for gram in set(spelled):
            for place, weight in zip(*self._by_gram.of(gram), strict=True):
                scores[place] = scores.get(place, 0.0) + weight
        return scores

    def _keys(self, part: Passage) -> Counter[str]:
        ready = self.ready[part.article]
        told = ready.sentences[part.first : part.last]
        keys = Counter(chain.from_iterable(one.keys for one in told))
        for key in chain.from_iterable(one.about for one in told[:1]):
            keys[key] += 1
        for key in ready.title:
            keys[key] += 2
        return keys

    def _words(self, part: Passage) -> Iterator[str]:
        ready = self.ready[part.article]
        return chain(ready.words, *(one.words for one in ready.sentences[part.first : part.last]))

    def _grams(self) -> Iterator[set[str]]:
        """Of each passage in turn, so that those of all are never held together."""
        return (set(grams(self._words(part))) for part in self.passages)

    def _length(self, part: Passage) -> int:
        return sum(len(one.keys) for one in self.ready[part.article].sentences[part.first : part.last])


@lru_cache(maxsize=MOST_KEPT)
def made_ready(article: Article) -> Ready:
    """Kept, so that a changed article does not make all the others be read again."""
    sentences = tuple(told(one) for one in sentences_of(article.text))
    terms = read(article.title)
    title = kept(keys_of(terms))
    keys = title.union(*(one.keys | one.about for one in sentences))
    return Ready(article, sentences, tuple(term.word for term in terms), title, keys)


def told(sentence: Sentence) -> Told:
    terms = read(sentence.text)
    words = tuple(sys.intern(term.word) for term in terms)
    about = kept(keys_of(terms_of(sentence.heading))) if sentence.heading else frozenset()
    return Told(sentence.text, sentence.text.lower(), words, kept(keys_of(terms)), about)


def kept(keys: frozenset[str]) -> frozenset[str]:
    """In the room that they need: a set that grew key by key has up to four times as much."""
    return frozenset(set(keys))


def passages_of(number: int, ready: Ready) -> list[Passage]:
    """About 120 words each, two sentences shared with the one before."""
    parts: list[Passage] = []
    first = words = 0
    for place, one in enumerate(ready.sentences):
        words += len(one.text.split())
        if words >= WORDS_OF_PASSAGE or place == len(ready.sentences) - 1:
            parts.append(Passage(number, first, place + 1))
            first, words = max(first + 1, place - 1), 0
    return parts or [Passage(number, 0, 0)]


def sounds(vocabulary: frozenset[str]) -> dict[str, frozenset[str]]:
    """How words of the articles sound to the words."""
    found: dict[str, frozenset[str]] = {}
    for word in vocabulary:
        if len(word) >= 5 and word.isalpha():
            found[sound_of(word)] = found.get(sound_of(word), frozenset()) | {word}
    return found


class Postings:
    """Keys to the passages that hold them, with a number for each; all in two arrays, for the keys are very many."""

    def __init__(self, often: Mapping[str, int]) -> None:
        """`often`: of how many passages each key will be told."""
        self._numbers = {key: number for number, key in enumerate(often)}
        self._begins = array("I", accumulate(often.values(), initial=0))
        self._ends = self._begins[:-1]
        self._where = array("I", bytes(4 * self._begins[-1]))
        self._heavy = array("f", bytes(4 * self._begins[-1]))

    def add(self, key: str, place: int, heavy: float) -> None:
        at = self._ends[self._numbers[key]]
        self._where[at], self._heavy[at] = place, heavy
        self._ends[self._numbers[key]] += 1

    def of(self, key: str) -> Places:
        if (number := self._numbers.get(key)) is None:
            return NOWHERE
        part = slice(self._begins[number], self._ends[number])
        return self._where[part], self._heavy[part]


def counted(keys: Callable[[], Iterable[Counter[str]]]) -> Postings:
    """Keys to the passages that hold them and how often."""
    found = Postings(Counter(chain.from_iterable(keys())))
    for place, held in enumerate(keys()):
        for key, count in held.items():
            found.add(key, place, count)
    return found


def weighed(count: int, spelled: Callable[[], Iterable[set[str]]]) -> Postings:
    """Runs of letters to passages, with idf² over the length of each; those that nearly all have are left out."""
    held = Counter(chain.from_iterable(spelled()))
    most = max(count * GRAM_TOO_COMMON, 3)
    often = {gram: times for gram, times in held.items() if times <= most}
    found = Postings(often)
    for place, runs in enumerate(spelled()):
        rare = {gram: math.log(1 + count / often[gram]) ** 2 for gram in runs & often.keys()}
        norm = math.sqrt(sum(rare.values())) or 1.0
        for gram, heavy in rare.items():
            found.add(gram, place, heavy / norm)
    return found
