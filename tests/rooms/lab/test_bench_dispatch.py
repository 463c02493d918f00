"""`sapa bench dispatch` with a few messages: real worker processes, a real endpoint, a database of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sapa.lab.bench.dispatch.endpoint import Counts

HOUSE = Path(__file__).parents[3]
BODY = b'{"to": "+6281200000001", "text": {"body": "Halo"}, "biz_opaque_callback_data": "%s"}'


def run(*options: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.made", "bench", "dispatch", "--json", "--anyway"]
    done = subprocess.run(
        [*command, "--repeats", "1", *options],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(HOUSE)},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.slow
def test_every_follow_up_is_settled_decided_again_and_seen_once() -> None:
    figures = run("--messages", "600", "--workers", "2")
    assert (figures["unique"], figures["duplicate"], figures["missing"]) == (600, 0, 0)
    assert figures["outcomes"] == {"accepted": 600}
    assert figures["ratio"] == round(figures["system"] / figures["ceiling"], 4)


@pytest.mark.slow
def test_answers_by_a_person_leave_through_the_same_engine() -> None:
    figures = run("--messages", "300", "--workers", "1", "--replies")
    assert (figures["unique"], figures["duplicate"], figures["missing"]) == (300, 0, 0)


def test_a_second_try_of_the_same_message_counts_as_a_duplicate() -> None:
    counts = Counts()
    counts.take(BODY % b"AAAA")
    counts.take(BODY % b"BBBB")
    told = counts.told()
    assert (told["requests"], told["tokens"], told["contents"]) == (2, 2, 1)
