"""Benchmarks that measure a ceiling and the system in the same run, turn by turn."""

from sapa.lab.bench.meter import NOISE_LIMIT
from sapa.lab.bench.policy import answer, bench_policy, questions

__all__ = ["NOISE_LIMIT", "answer", "bench_policy", "questions"]
