"""How likely it is that sentences answer a question: their signs, weighed as learnt from questions to shops of ours."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

FILE = "judge.json"
ENOUGH = 0.61


@dataclass(frozen=True, slots=True)
class Judge:
    """`weights`: of each sign; `words`: of those that were met often enough, all others weigh nothing."""

    bias: float
    weights: Mapping[str, float]
    words: Mapping[str, float]

    def chance(self, signs: Mapping[str, float], words: Iterable[str]) -> float:
        """0..1."""
        odds = self.bias + sum(self.weights[name] * value for name, value in signs.items())
        odds += sum(self.words.get(word, 0.0) for word in words)
        return 1 / (1 + exp(-max(min(odds, 50.0), -50.0)))


@cache
def shipped_judge() -> Judge:
    told = json.loads(files("sapa.domain.knowledge").joinpath("data", FILE).read_text("utf-8"))
    return Judge(told["bias"], told["weights"], told["words"])
