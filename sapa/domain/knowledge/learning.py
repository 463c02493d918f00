"""What the signs of an answer weigh, learnt from questions to shops of our own: logistic regression by Newton steps."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import Any

from sapa.domain.knowledge import judging, kinship
from sapa.domain.knowledge.answering import Window, nearest_window, parts_of
from sapa.domain.knowledge.associating import associated, kinship_of, read
from sapa.domain.knowledge.index import Index
from sapa.domain.knowledge.judging import Judge
from sapa.domain.knowledge.kinship import Kinship
from sapa.domain.knowledge.shops import Question, Shop, origin, shops

HOME = Path(__file__).parent / "data"
JUDGE_FILE, KINSHIP_FILE = HOME / judging.FILE, HOME / kinship.FILE
FOLDS = 5
RIDGE = 33.0
STEPS = 7
TURNS = 60
NEAR = 1e-8
DIGITS = 5
OFTEN = 8
OF_WORD = 3.0
Row = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Seen:
    """`signs` and `words` of the nearest sentences to a question, `right`: whether they answer it; `weight`: of this
    case."""

    signs: Mapping[str, float]
    words: frozenset[str]
    right: bool
    weight: float


def seen_in(shop: Shop, kinship: Kinship) -> Iterator[Seen]:
    index = Index.of(shop.articles)
    for question in shop.questions:
        window = nearest_window(parts_of(question.text, index)[0], index, kinship)
        if window is not None:
            yield Seen(window.signs, window.words, is_right(window, question), shop.weight)


def is_right(window: Window, question: Question) -> bool:
    text = window.text.lower()
    told = not question.must_include or any(word.lower() in text for word in question.must_include)
    return window.ready.article.id in question.cites and told


def learnt(seen: Sequence[Seen]) -> Judge:
    """The signs are brought to one scale first, so that the ridge holds all alike."""
    names = list(seen[0].signs)
    columns = [[one.signs[name] for one in seen] for name in names]
    means = [sum(column) / len(seen) for column in columns]
    spreads = [spread(column, mean) for column, mean in zip(columns, means, strict=True)]
    met = Counter(word for one in seen for word in one.words)
    often = [word for word in sorted(met) if met[word] >= OFTEN]
    places = {word: len(names) + 1 + at for at, word in enumerate(often)}
    rows: list[Row] = []
    for one in seen:
        scaled = [(at + 1, (one.signs[name] - means[at]) / spreads[at]) for at, name in enumerate(names)]
        met_here = [(places[word], OF_WORD) for word in sorted(one.words) if word in places]
        rows.append([(0, 1.0), *scaled, *met_here])
    fitted = fit(rows, [one.right for one in seen], [one.weight for one in seen])
    weights = {name: round(fitted[at + 1] / spreads[at], DIGITS) for at, name in enumerate(names)}
    bias = fitted[0] - sum(weight * mean for weight, mean in zip(weights.values(), means, strict=True))
    words = {word: round(fitted[at] * OF_WORD, DIGITS) for word, at in places.items()}
    return Judge(round(bias, DIGITS), weights, words)


def spread(column: Sequence[float], mean: float) -> float:
    return (sum((one - mean) ** 2 for one in column) / len(column)) ** 0.5 or 1.0


def fit(rows: Sequence[Row], right: Sequence[bool], weights: Sequence[float]) -> list[float]:
    """The most likely weights under the ridge, which leaves the first, the bias, alone."""
    size = 1 + max(at for row in rows for at, _value in row)
    found = [0.0] * size
    for _step in range(STEPS):
        slope = [0.0, *(-RIDGE * one for one in found[1:])]
        bends = []
        for row, truth, weight in zip(rows, right, weights, strict=True):
            chance = 1 / (1 + exp(-sum(found[at] * value for at, value in row)))
            bends.append(weight * chance * (1 - chance))
            error = weight * (truth - chance)
            for at, value in row:
                slope[at] += error * value
        found = [one + step for one, step in zip(found, solved(rows, bends, slope), strict=True)]
    return found


def solved(rows: Sequence[Row], bends: Sequence[float], target: Sequence[float]) -> list[float]:
    """The Newton step, by conjugate gradients."""
    found, rest = [0.0] * len(target), list(target)
    way, size = list(target), product(target, target)
    for _turn in range(TURNS):
        if size < NEAR:
            break
        curve = curved(rows, bends, way)
        far = size / product(way, curve)
        found = [one + far * step for one, step in zip(found, way, strict=True)]
        rest = [one - far * step for one, step in zip(rest, curve, strict=True)]
        size, before = product(rest, rest), size
        way = [one + size / before * step for one, step in zip(rest, way, strict=True)]
    return found


def curved(rows: Sequence[Row], bends: Sequence[float], way: Sequence[float]) -> list[float]:
    found = [0.0, *(RIDGE * one for one in way[1:])]
    for row, bend in zip(rows, bends, strict=True):
        along = bend * sum(way[at] * value for at, value in row)
        for at, value in row:
            found[at] += along * value
    return found


def product(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(left * right for left, right in zip(one, other, strict=True))


def seen_by_others(folds: int = FOLDS) -> list[Seen]:
    """Each shop with a kinship that was learnt from shops of the other folds, as a new shop will be seen."""
    every = shops()
    words = [read(shop) for shop in every]
    found: list[Seen] = []
    for fold in range(folds):
        learnt_of = kinship_of([one for at, one in enumerate(words) if at % folds != fold])
        found += [seen for shop in every[fold::folds] for seen in seen_in(shop, learnt_of)]
    return found


def write_judge() -> int:
    """Learns from all shops and writes the files; their size in bytes."""
    words = associated([read(shop) for shop in shops()])
    judge = learnt(seen_by_others())
    weighed = {"bias": judge.bias, "weights": judge.weights, "words": judge.words}
    return write(KINSHIP_FILE, words) + write(JUDGE_FILE, weighed)


def write(path: Path, told: dict[str, Any]) -> int:
    text = json.dumps({"origin": origin(), **told}, indent=1, ensure_ascii=False) + "\n"
    path.write_text(text, "utf-8")
    return len(text.encode())


def is_current() -> bool:
    """Whether what is on file was learnt from the shops that stand here."""
    told = [json.loads(path.read_text("utf-8"))["origin"] for path in (JUDGE_FILE, KINSHIP_FILE)]
    return told == [origin()] * len(told)
