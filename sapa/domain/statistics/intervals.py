"""How sure a share or a net score is (measurement.md 1: CSAT, NPS), 95 % unless said."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """`value` with its bounds: a share from 0 to 1, or net points from -100 to 100. `n`: answers."""

    value: float
    low: float
    high: float
    n: int


def quantile(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)


def wilson(hits: int, n: int, confidence: float = CONFIDENCE) -> Estimate | None:
    """Share of `hits` in `n` with Wilson's interval; None without an answer."""
    if not 0 <= hits <= n:
        raise ValueError("intervals: hits between 0 and n expected")
    if n == 0:
        return None
    z, share = quantile(confidence), hits / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return Estimate(share, max(0.0, middle - half), min(1.0, middle + half), n)


def net_promoters(promoters: int, detractors: int, n: int, confidence: float = CONFIDENCE) -> Estimate | None:
    """%(9-10) minus %(0-6) in points; variance p + d - (p - d)². None without an answer.

    Few answers of one kind have no variance of their own, so half an answer of each end is added for the bounds.
    """
    if min(promoters, detractors) < 0 or promoters + detractors > n:
        raise ValueError("intervals: promoters and detractors within n expected")
    if n == 0:
        return None
    p, d = (promoters + 0.5) / (n + 1), (detractors + 0.5) / (n + 1)
    half = 100 * quantile(confidence) * sqrt((p + d - (p - d) ** 2) / n)
    value, middle = 100 * (promoters - detractors) / n, 100 * (p - d)
    low, high = max(-100.0, middle - half), min(100.0, middle + half)
    return Estimate(value, min(low, value), max(high, value), n)
