"""Figures of understanding, on a handful of messages."""

from sapa.lab.bench.assistant.understanding import bench_understanding, messages

FIGURES = [
    "ceiling",
    "system",
    "ratio",
    "unique",
    "duplicate",
    "missing",
    "memory_mb",
    "other_cpu_pct",
    "repeats",
]


def test_it_measures_the_whole_beside_its_ceiling() -> None:
    figures = bench_understanding(cases=20, repeats=2, seed=3)
    assert list(figures)[: len(FIGURES)] == FIGURES
    assert (figures["unique"], figures["missing"], figures["repeats"]) == (20, 0, 2)
    assert figures["ceiling"] > figures["system"] > 0
    assert figures["p50_ms"] <= figures["p95_ms"] <= figures["p99_ms"]


def test_the_same_seed_asks_the_same() -> None:
    assert messages(50, 1) == messages(50, 1) != messages(50, 2)
