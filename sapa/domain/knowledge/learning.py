"""What the signs of an answer weigh, learnt from questions to shops of our own: logistic regression by Newton steps."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from math import exp
from pathlib import Path
from typing import Any

from sapa.domain.knowledge.answering import Window, nearest_window, parts_of
from sapa.domain.knowledge.index import Index
from sapa.domain.knowledge.judging import FILE, Judge
from sapa.domain.knowledge.types import Article

HOME = Path(__file__).parent
SHOPS = HOME / "data" / "shops"
JUDGE_FILE = HOME / "data" / FILE
RIDGE = 33.0
STEPS = 12
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Seen:
    """`signs` of the nearest sentences to a question, `right`: whether they answer it; `weight`: of this case."""

    signs: dict[str, float]
    right: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Question:
    """`cites`: the articles that answer it, none where none does; `must_include`: any of it stands in an answer."""

    text: str
    cites: tuple[str, ...]
    must_include: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shop:
    """`weight`: less than 1 where the words of the tables were written for its questions."""

    name: str
    articles: tuple[Article, ...]
    questions: tuple[Question, ...]
    weight: float


@cache
def shops() -> tuple[Shop, ...]:
    return tuple(
        shop_of(path.stem, json.loads(path.read_text("utf-8"))) for path in sorted(SHOPS.glob("*.json"))
    )


def shop_of(name: str, told: dict[str, Any]) -> Shop:
    """ValueError or KeyError where the file is no shop's."""
    answered = [
        Question(one["question"], tuple(one["cites"]), tuple(one["must_include"])) for one in told["asked"]
    ]
    unknown = [Question(one, (), ()) for one in told["unknown"]]
    articles = tuple(Article(row["id"], row["title"], row["text"]) for row in told["kb"])
    return Shop(name, articles, (*answered, *unknown), told.get("weight", 1.0))


def seen_in(shop: Shop) -> Iterator[Seen]:
    index = Index.of(shop.articles)
    for question in shop.questions:
        window = nearest_window(parts_of(question.text, index)[0], index)
        if window is not None:
            yield Seen(dict(window.signs), is_right(window, question), shop.weight)


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
    rows = [
        [1.0, *((one.signs[name] - means[at]) / spreads[at] for at, name in enumerate(names))] for one in seen
    ]
    fitted = fit(rows, [one.right for one in seen], [one.weight for one in seen])
    weights = {
        name: round(weight / spreads[at], DIGITS)
        for at, (name, weight) in enumerate(zip(names, fitted[1:], strict=True))
    }
    bias = fitted[0] - sum(weight * mean for weight, mean in zip(weights.values(), means, strict=True))
    return Judge(round(bias, DIGITS), weights)


def spread(column: Sequence[float], mean: float) -> float:
    return (sum((one - mean) ** 2 for one in column) / len(column)) ** 0.5 or 1.0


def fit(rows: Sequence[Sequence[float]], right: Sequence[bool], weights: Sequence[float]) -> list[float]:
    """Of the most likely weights under the ridge, which leaves the first, the bias, alone."""
    size = len(rows[0])
    found = [0.0] * size
    for _step in range(STEPS):
        slope = [0.0] + [-RIDGE * one for one in found[1:]]
        curve = [[RIDGE if at == other and at else 0.0 for other in range(size)] for at in range(size)]
        for row, truth, weight in zip(rows, right, weights, strict=True):
            chance = 1 / (1 + exp(-sum(one * other for one, other in zip(found, row, strict=True))))
            error, bend = weight * (truth - chance), weight * chance * (1 - chance)
            for at, value in enumerate(row):
                slope[at] += error * value
                bent, line = bend * value, curve[at]
                for other in range(at + 1):
                    line[other] += bent * row[other]
        for at in range(size):
            for other in range(at):
                curve[other][at] = curve[at][other]
        found = [one + step for one, step in zip(found, solved(curve, slope), strict=True)]
    return found


def solved(matrix: list[list[float]], target: list[float]) -> list[float]:
    """Of `matrix` x = `target`, by elimination."""
    size = len(target)
    rows = [[*line, value] for line, value in zip(matrix, target, strict=True)]
    for at in range(size):
        pivot = max(range(at, size), key=lambda one: abs(rows[one][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        for below in range(at + 1, size):
            factor = rows[below][at] / rows[at][at]
            rows[below] = [one - factor * other for one, other in zip(rows[below], rows[at], strict=True)]
    found = [0.0] * size
    for at in reversed(range(size)):
        rest = sum(rows[at][other] * found[other] for other in range(at + 1, size))
        found[at] = (rows[at][size] - rest) / rows[at][at]
    return found


def write_judge() -> int:
    """Learns from all shops and writes the file; its size in bytes."""
    judge = learnt([one for shop in shops() for one in seen_in(shop)])
    text = json.dumps({"origin": origin(), "bias": judge.bias, "weights": judge.weights}, indent=1) + "\n"
    JUDGE_FILE.write_text(text, "utf-8")
    return len(text)


def origin() -> str:
    """Of the shops; the words of the tables may grow between two lessons."""
    named = sha256()
    for path in sorted(SHOPS.glob("*.json")):
        named.update(path.name.encode() + b"\0" + sha256(path.read_bytes()).digest())
    return named.hexdigest()


def is_current() -> bool:
    """Whether the judge on file was learnt from the shops that stand here."""
    return bool(json.loads(JUDGE_FILE.read_text("utf-8"))["origin"] == origin())
