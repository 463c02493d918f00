"""Kinship of words, learnt: of an article's rivals in its shop the right one shall lie nearest to the question, and
no article nearer than silence to a question that none answers.

Gradient steps (Adagrad) on the cross-entropy of a whole shop at once. Numpy is there where Sapa is built, not where
it runs.
"""

from array import array
from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sapa.domain.knowledge.index import Index
from sapa.domain.knowledge.kinship import SIZE, Kinship, telling, windows_of
from sapa.domain.knowledge.shops import Shop
from sapa.domain.knowledge.terms import keys_of, terms_of

Matrix = NDArray[np.float64]
OFTEN = 3
TURNS = 6
STEP = 0.03
RIDGE = 0.03
SHARPNESS = 20.0
DROPPED = 0.3
BEGUN = 0.1
SILENT, SILENT_STEP = 0.3, 0.002
WORD_STEP = 0.5
PUSH = 8.0
TINY = 1e-8
DIGITS = 4
FINEST = 127


@dataclass(frozen=True)
class Read:
    """A shop in words: of each question, of each window of its articles, and whose article that is; `cites`: by
    question."""

    questions: tuple[frozenset[str], ...]
    windows: tuple[frozenset[str], ...]
    owners: tuple[str, ...]
    cites: tuple[tuple[str, ...], ...]
    weight: float


@dataclass(frozen=True)
class Lesson:
    """The same in numbers: `asked` and `told` over the columns `of_asked` and `of_told`; `shared`: what both hold;
    `right`: the windows that answer, the last stands for silence."""

    asked: Matrix
    told: Matrix
    of_asked: NDArray[np.intp]
    of_told: NDArray[np.intp]
    shared: Matrix
    right: NDArray[np.bool_]
    weight: float


@dataclass
class Learning:
    """`asked`, `told`, `silences`: what is learnt; the others: the squares of its steps until now."""

    asked: Matrix
    told: Matrix
    silences: Matrix
    silent: float
    past_asked: Matrix
    past_told: Matrix
    past_silences: Matrix


def read(shop: Shop) -> Read:
    index = Index.of(shop.articles)
    windows = [(keys, one.article.id) for one in index.ready for keys in windows_of(one)]
    return Read(
        tuple(telling(keys_of(terms_of(one.text))) for one in shop.questions),
        tuple(keys for keys, _owner in windows),
        tuple(owner for _keys, owner in windows),
        tuple(one.cites for one in shop.questions),
        shop.weight,
    )


def associated(shops: Sequence[Read], seed: int = 0) -> dict[str, Any]:
    """What stands on file of a `Kinship`."""
    texts = [keys for shop in shops for keys in (*shop.questions, *shop.windows)]
    often = Counter(key for keys in texts for key in keys)
    words = sorted(key for key, count in often.items() if count >= OFTEN)
    rows = {word: row for row, word in enumerate(words)}
    rare = np.array([log(len(texts) / often[word]) for word in words])
    lessons = [lesson_of(shop, rows, rare) for shop in shops]
    learnt = taught(lessons, len(words), np.random.default_rng(seed))
    return on_file(words, rare, learnt)


def lesson_of(shop: Read, rows: dict[str, int], rare: Matrix) -> Lesson:
    asked, told = in_numbers(shop.questions, rows, rare), in_numbers(shop.windows, rows, rare)
    of_asked, of_told = np.flatnonzero(asked.any(axis=0)), np.flatnonzero(told.any(axis=0))
    right = np.array([[*(owner in cited for owner in shop.owners), not cited] for cited in shop.cites])
    shared = asked @ told.T
    return Lesson(asked[:, of_asked], told[:, of_told], of_asked, of_told, shared, right, shop.weight)


def in_numbers(texts: Sequence[frozenset[str]], rows: dict[str, int], rare: Matrix) -> Matrix:
    found = np.zeros((len(texts), len(rows)))
    for at, keys in enumerate(texts):
        known = sorted(rows[key] for key in keys if key in rows)
        found[at, known] = rare[known]
    found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), TINY)
    return found


def taught(lessons: Sequence[Lesson], words: int, dice: np.random.Generator) -> Learning:
    asked, told = (dice.normal(0, BEGUN / SIZE**0.5, (words, SIZE)) for _ in range(2))
    past = (np.full((words, SIZE), TINY), np.full((words, SIZE), TINY), np.full(words, TINY))
    learning = Learning(asked, told, np.zeros(words), SILENT, *past)
    for _turn in range(TURNS):
        for at in dice.permutation(len(lessons)):
            learn(lessons[at], learning, dice)
    return learning


def learn(lesson: Lesson, learning: Learning, dice: np.random.Generator) -> None:
    """One step, some words of the questions left out each time."""
    kept = dice.random(lesson.asked.shape) > DROPPED
    asked = lesson.asked * kept / (1 - DROPPED)
    lie_asked, lie_told = asked @ learning.asked[lesson.of_asked], lesson.told @ learning.told[lesson.of_told]
    silence = learning.silent + asked @ learning.silences[lesson.of_asked]
    near = np.hstack([lesson.shared + lie_asked @ lie_told.T, silence[:, None]])
    odds = np.exp(SHARPNESS * (near - near.max(axis=1, keepdims=True)))
    chances, truth = odds / odds.sum(axis=1, keepdims=True), odds * lesson.right
    truth /= np.maximum(truth.sum(axis=1, keepdims=True), 1e-12)
    wrong = SHARPNESS * (chances - truth) * lesson.weight / len(asked) * PUSH
    silent, wrong = wrong[:, -1], wrong[:, :-1]
    step(learning.asked, learning.past_asked, lesson.of_asked, asked.T @ (wrong @ lie_told), STEP)
    step(learning.told, learning.past_told, lesson.of_told, lesson.told.T @ (wrong.T @ lie_asked), STEP)
    step(learning.silences, learning.past_silences, lesson.of_asked, asked.T @ silent, STEP * WORD_STEP)
    learning.silent -= SILENT_STEP * float(silent.sum())


def step(learnt: Matrix, past: Matrix, rows: NDArray[np.intp], slope: Matrix, length: float) -> None:
    slope = slope + RIDGE * learnt[rows]
    past[rows] += slope**2
    learnt[rows] -= length * slope / np.sqrt(past[rows])


def on_file(words: Sequence[str], rare: Matrix, learnt: Learning) -> dict[str, Any]:
    fine = FINEST / float(max(np.abs(learnt.asked).max(), np.abs(learnt.told).max()))
    return {
        "fine": round(fine, DIGITS),
        "silent": round(learnt.silent, DIGITS),
        "words": list(words),
        "rare": [round(float(one), DIGITS) for one in rare],
        "silences": [round(float(one), DIGITS) for one in learnt.silences],
        "asked": in_bytes(learnt.asked, fine),
        "told": in_bytes(learnt.told, fine),
    }


def in_bytes(places: Matrix, fine: float) -> str:
    whole = np.rint(places * fine).astype(int).ravel().tolist()
    return b64encode(array("b", whole).tobytes()).decode()


def kinship_of(shops: Sequence[Read]) -> Kinship:
    return Kinship.of(associated(shops))
