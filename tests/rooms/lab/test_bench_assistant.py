"""`sapa bench assistant` for a moment: messages through one worker, every one answered once, an index of articles."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sapa.domain.knowledge.index import Index
from sapa.lab.bench.assistant.knowledge import written
from sapa.lab.bench.assistant.shop import body, phone_of
from sapa.messaging.channels.whatsapp.parse import parse

HOUSE = Path(__file__).parents[3]
UNDERSTANDING = {"ceiling", "system", "ratio", "unique", "duplicate", "missing", "memory_mb", "other_cpu_pct"}


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.made", "bench", "assistant", "--json", "--anyway"]
    sizes = ["--cases", "20", "--repeats", "2", "--turns", "10", "--customers", "40", "--passages", "20"]
    environment = {**os.environ, "PYTHONPATH": str(HOUSE)}
    done = subprocess.run([*command, *sizes], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.slow
def test_every_message_gets_one_turn_beside_a_ceiling_of_the_same_run(figures: dict[str, Any]) -> None:
    assert set(figures) >= UNDERSTANDING
    assert (figures["turn_messages"], figures["turn_missing"], figures["turn_duplicate"]) == (10, 0, 0)
    assert figures["turn_ceiling"] > figures["turn_system"] > 0
    assert sum(figures["turn_outcomes"].values()) >= 10


@pytest.mark.slow
def test_each_part_tells_its_time_and_statements_and_the_worker_its_memory(figures: dict[str, Any]) -> None:
    parts = ("heard", "handled", "turn", "after")
    assert all(figures["turn_parts_ms"][part] == sorted(figures["turn_parts_ms"][part]) for part in parts)
    assert figures["turn_statements"]["turn"][0] < figures["turn_statements"]["handled"][0]
    assert figures["turn_p50_ms"] <= figures["turn_p95_ms"] <= figures["turn_p99_ms"]
    assert figures["turn_rss_mb"] > figures["turn_rss_start_mb"] > 0
    (index,) = figures["indexes"]
    assert (index["passages"], index["articles"]) == (20, 10)


def test_the_articles_of_the_benchmark_are_two_passages_each_and_the_same_for_a_seed() -> None:
    articles = list(written(20, 1))
    assert len(Index.of(articles).passages) == 20
    assert articles == list(written(20, 1)) != list(written(20, 2))


def test_what_customers_write_is_read_as_meta_sends_it() -> None:
    sent = json.loads(body(phone_of(3), "wamid.x", "kak, sampai mana?", datetime(2026, 11, 3, tzinfo=UTC)))
    (message,) = parse(sent).messages
    assert (message.text, message.id) == ("kak, sampai mana?", "wamid.x")
    assert len({phone_of(customer) for customer in range(1, 1000)}) == 999
