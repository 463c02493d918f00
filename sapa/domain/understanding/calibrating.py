"""Makes a confidence say how often such a reading is right."""

from collections.abc import Iterable, Sequence
from math import exp, log

from sapa.domain.understanding.model import softmax

TEMPERATURES = tuple(0.02 * 1.15**step for step in range(40))
STEPS, PACE = 400, 0.5
EDGE = 1e-6


def temperature_of(seen: Sequence[tuple[Sequence[float], int]]) -> float:
    """The temperature that makes the truth most likely; `seen`: raw scores and the place of the truth."""
    return min(TEMPERATURES, key=lambda temperature: surprise(seen, temperature))


def surprise(seen: Iterable[tuple[Sequence[float], int]], temperature: float) -> float:
    return sum(-log(max(softmax(raw, temperature)[truth], EDGE)) for raw, truth in seen)


def platt_of(seen: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Slope and bias over the log-odds, by plain descent; `seen`: a raw confidence and whether it was right."""
    slope, bias = 1.0, 0.0
    odds = [(log_odds(raw), 1.0 if right else 0.0) for raw, right in seen]
    for _ in range(STEPS if odds else 0):
        errors = [(squashed(slope * one + bias) - truth, one) for one, truth in odds]
        slope -= PACE * sum(error * one for error, one in errors) / len(odds)
        bias -= PACE * sum(error for error, _ in errors) / len(odds)
        slope = max(slope, EDGE)
    return slope, bias


def calibrated(raw: float, slope: float, bias: float) -> float:
    return squashed(slope * log_odds(raw) + bias)


def log_odds(chance: float) -> float:
    kept = min(max(chance, EDGE), 1 - EDGE)
    return log(kept / (1 - kept))


def squashed(odds: float) -> float:
    return 1 / (1 + exp(-max(min(odds, 50.0), -50.0)))
