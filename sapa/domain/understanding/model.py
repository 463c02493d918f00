"""A small model of intents or reasons: an averaged perceptron, and beside it what agents have corrected.

It is learnt from our own utterances in seconds, without libraries, and is the same for the same seed.
"""

import json
import random
import sys
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp, sqrt
from typing import TypeVar, overload

from sapa.domain.understanding.features import SIZE, features_of, read_words
from sapa.domain.understanding.types import INTENTS, Example

ROUNDS = 8
MARGIN = 1.0
COARSEST = 127
NEAREST, ALIKE = 5, 0.5
MOST_LEARNT = 1_000
VERSION = 2

Row = Sequence[int]
Rows = Mapping[int, Row]
Seen = tuple[tuple[int, ...], int]
Other = TypeVar("Other")


class PackedRows(Rows):
    """Rows of `width` numbers one behind the other, by places that rise: a tenth of what a dictionary of them takes."""

    def __init__(self, places: "array[int]", packed: bytes, width: int) -> None:
        self.places, self.width = places, width
        self.packed = memoryview(packed).cast("b")

    def __getitem__(self, place: int) -> Row:
        row = self.get(place)
        if row is None:
            raise KeyError(place)
        return row

    @overload
    def get(self, place: int) -> Row | None: ...
    @overload
    def get(self, place: int, default: Row | Other) -> Row | Other: ...
    def get(self, place: int, default: object = None) -> object:
        at = bisect_left(self.places, place)
        known = at < len(self.places) and self.places[at] == place
        return self.packed[at * self.width : (at + 1) * self.width] if known else default

    def __iter__(self) -> Iterator[int]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


@dataclass(slots=True)
class Model:
    """`rows`: of each feature seen, a whole number for every intent, times `scale`; `words`: those met often."""

    rows: Rows
    words: frozenset[str]
    scale: float
    temperature: float
    learnt: list[Example]
    learnt_features: list[frozenset[int]]
    slope: float = 1.0
    bias: float = 0.0
    labels: tuple[str, ...] = INTENTS

    def scores(self, text: str, context: str | None) -> dict[str, float]:
        """How likely each label is; they sum to 1."""
        features = features_of(text, context)
        likely = softmax(self.raw(features), self.temperature)
        alike, votes = self.neighbours(features)
        if not votes:
            return dict(zip(self.labels, likely, strict=True))
        return {
            intent: (1 - alike) * chance + alike * votes.get(intent, 0.0)
            for intent, chance in zip(self.labels, likely, strict=True)
        }

    def raw(self, features: Sequence[int]) -> list[float]:
        rows = [row for place in features if (row := self.rows.get(place)) is not None]
        if not rows:
            return [0.0] * len(self.labels)
        share = self.scale / sqrt(len(features))
        return [total * share for total in map(sum, zip(*rows, strict=True))]

    def learn(self, example: Example) -> None:
        """A correction counts from the next message on; of very many the oldest are forgotten."""
        self.learnt.append(example)
        self.learnt_features.append(frozenset(features_of(example.text, example.context)))
        del self.learnt[:-MOST_LEARNT], self.learnt_features[:-MOST_LEARNT]

    def neighbours(self, features: Sequence[int]) -> tuple[float, dict[str, float]]:
        """How alike the nearest correction is (0..1), and how the nearest ones vote."""
        here = frozenset(features)
        near: list[tuple[float, int]] = []
        for place, there in enumerate(self.learnt_features):
            likeness = len(here & there) / sqrt(len(here) * len(there))
            if likeness > ALIKE:
                near.append((likeness, place))
        if not near:
            return 0.0, {}
        votes: defaultdict[str, float] = defaultdict(float)
        for likeness, place in sorted(near, reverse=True)[:NEAREST]:
            votes[self.learnt[place].intent] += likeness**4
        total = sum(votes.values())
        best = max(near)[0]
        return ((best - ALIKE) / (1 - ALIKE)) ** 0.5, {intent: vote / total for intent, vote in votes.items()}


def softmax(raw: Sequence[float], temperature: float) -> list[float]:
    highest = max(raw)
    parts = [exp((one - highest) / temperature) for one in raw]
    total = sum(parts)
    return [part / total for part in parts]


def train(examples: Iterable[Example], *, seed: int, labels: tuple[str, ...] = INTENTS) -> Model:
    """The perceptron over `examples`, as they are; what makes them noisy is `noise.noisy`.

    `labels`: what an example may be told to be.
    """
    told = list(examples)
    seen = [(features_of(one.text, one.context), labels.index(one.intent)) for one in told]
    learning = Learning(labels)
    order = random.Random(seed)  # noqa: S311 (an order, not a secret)
    for _ in range(ROUNDS):
        order.shuffle(seen)
        for features, truth in seen:
            learning.see(features, truth)
    return learning.model(met(told))


def met(told: Iterable[Example]) -> frozenset[str]:
    """Words of more than one utterance: a slip of the thumb stands alone."""
    counted = Counter(word for one in told for word in set(read_words(one.text)))
    return frozenset(word for word, times in counted.items() if times > 1 and not word.isdigit())


class Learning:
    """Weights that change with every mistake, and their sum over time."""

    def __init__(self, labels: tuple[str, ...]) -> None:
        self.labels = labels
        self.weights: dict[int, list[float]] = {}
        self.sums: dict[int, list[float]] = {}
        self.step = 1

    def see(self, features: Sequence[int], truth: int) -> None:
        self.step += 1
        share = 1 / sqrt(len(features))
        rows = [self.row(place) for place in features]
        totals = [total * share for total in map(sum, zip(*rows, strict=True))]
        right = totals[truth]
        totals[truth] = float("-inf")
        rival = max(range(len(totals)), key=totals.__getitem__)
        if right < totals[rival] + MARGIN:
            self.move(features, truth, rival, share)

    def row(self, place: int) -> list[float]:
        row = self.weights.get(place)
        if row is None:
            row = self.weights[place] = [0.0] * len(self.labels)
            self.sums[place] = [0.0] * len(self.labels)
        return row

    def move(self, features: Sequence[int], truth: int, rival: int, share: float) -> None:
        late = share * self.step
        for place in features:
            row, total = self.weights[place], self.sums[place]
            row[truth] += share
            row[rival] -= share
            total[truth] += late
            total[rival] -= late

    def model(self, words: frozenset[str]) -> Model:
        average = {
            place: [weight - total / self.step for weight, total in zip(row, self.sums[place], strict=True)]
            for place, row in sorted(self.weights.items())
        }
        highest = max((abs(one) for row in average.values() for one in row), default=0.0) or 1.0
        scale = highest / COARSEST
        rows = {place: array("b", (round(one / scale) for one in row)) for place, row in average.items()}
        kept: dict[int, Row] = {place: row for place, row in rows.items() if any(row)}
        return Model(kept, words, scale, 1.0, [], [], labels=self.labels)


def dump(model: Model) -> bytes:
    """A line of JSON, then the rows as they lie in memory; the same for the same model, some megabytes."""
    places = sorted(model.rows)
    packed = b"".join(array("b", model.rows[place]).tobytes() for place in places)
    gaps = [place - before for before, place in zip([0, *places], places, strict=False)]
    told = json.dumps(
        {
            "version": VERSION,
            "size": SIZE,
            "intents": model.labels,
            "scale": model.scale,
            "temperature": model.temperature,
            "slope": model.slope,
            "bias": model.bias,
            "words": sorted(model.words),
            "places": gaps,
            "learnt": [[one.text, one.context, one.intent, one.family] for one in model.learnt],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return told.encode() + b"\n" + packed


def load(dumped: bytes, labels: tuple[str, ...] = INTENTS) -> Model:
    """ValueError for a model of another make: its numbers would mean something else."""
    line, _, packed = dumped.partition(b"\n")
    told = json.loads(line)
    if (told["version"], told["size"], tuple(told["intents"])) != (VERSION, SIZE, labels):
        raise ValueError("a model of another make")
    rows = PackedRows(array("I", accumulate(told["places"])), packed, len(labels))
    words = frozenset(map(sys.intern, told["words"]))  # the models have most of them in common
    model = Model(
        rows, words, told["scale"], told["temperature"], [], [], told["slope"], told["bias"], labels
    )
    for text, context, intent, family in told["learnt"]:
        model.learn(Example(text, context, intent, family))
    return model
