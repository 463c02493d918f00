"""`sapa bench settle` on a tiny shop: a whole run, in a database of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HOUSE = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.made", "bench", "settle", "--json", "--anyway"]
    sizes = ["--contacts", "300", "--follow-ups", "500", "--workers", "2", "--events", "50"]
    environment = {**os.environ, "PYTHONPATH": str(HOUSE)}
    done = subprocess.run([*command, *sizes], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.slow
def test_every_follow_up_is_decided_once_and_nobody_is_crowded(figures: dict[str, Any]) -> None:
    assert (figures["unique"], figures["duplicate"], figures["missing"]) == (500, 0, 0)


@pytest.mark.slow
def test_the_shop_is_mixed_sent_held_and_dropped(figures: dict[str, Any]) -> None:
    states = {outcome.split(" ")[0] for outcome in figures["outcomes"]}
    assert {"queued", "waiting", "dropped"} <= states
    assert {"dropped exit_paid", "waiting quiet_hours", "waiting yield_higher"} <= set(figures["outcomes"])


@pytest.mark.slow
def test_the_figures_have_the_names_of_every_benchmark(figures: dict[str, Any]) -> None:
    names = [
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
    assert set(names) <= set(figures)
    assert figures["ratio"] == round(figures["system"] / figures["ceiling"], 4)
