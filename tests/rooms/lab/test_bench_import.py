"""`sapa bench import` on a small file: a whole run, in a database of its own."""

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
    command = [sys.executable, "-m", "tests.made", "bench", "import", "--json", "--anyway"]
    environment = {**os.environ, "PYTHONPATH": str(HOUSE)}
    sizes = ["--rows", "600", "--repeats", "2"]
    done = subprocess.run([*command, *sizes], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.slow
def test_every_row_of_every_repeat_becomes_one_order(figures: dict[str, Any]) -> None:
    assert (figures["unique"], figures["duplicate"], figures["missing"], figures["repeats"]) == (600, 0, 0, 2)


@pytest.mark.slow
def test_the_figures_have_the_names_of_every_benchmark(figures: dict[str, Any]) -> None:
    assert {"ceiling", "system", "ratio", "memory_mb", "other_cpu_pct"} <= set(figures)
    assert 0 < figures["ratio"] < 1
