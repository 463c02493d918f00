"""`sapa bench ingest` for a moment: the real web process, a load generator, one worker, a database of its own."""

import hashlib
import hmac
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sapa.lab.bench.ingest.bodies import bodies, request
from sapa.messaging.channels.whatsapp.parse import parse

HOUSE = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.made", "bench", "ingest", "--json", "--anyway"]
    sizes = ["--seconds", "0.3", "--messages", "200", "--repeats", "1", "--connections", "8"]
    environment = {**os.environ, "PYTHONPATH": str(HOUSE)}
    done = subprocess.run([*command, *sizes], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.slow
def test_every_acknowledged_body_is_in_the_database_once_and_applied(figures: dict[str, Any]) -> None:
    assert figures["unique"] > 0
    assert (figures["duplicate"], figures["missing"]) == (0, 0)


@pytest.mark.slow
def test_all_parts_are_measured_beside_their_ceiling(figures: dict[str, Any]) -> None:
    assert figures["ratio"] == round(figures["system"] / figures["ceiling"], 4)
    parts = ("bare_server", "plain_view", "updates_in_batches", "applied_singly", "applied_in_batches")
    assert all(figures[name] > 0 for name in parts)


def test_the_load_is_what_meta_sends_and_signs() -> None:
    (body,) = bodies(1, 100, 1_790_000_000)
    head, _, sent = request("/hooks/whatsapp/x/", "127.0.0.1", "rahasia", body).partition(b"\r\n\r\n")
    signature = hmac.new(b"rahasia", sent, hashlib.sha256).hexdigest()
    assert f"X-Hub-Signature-256: sha256={signature}".encode() in head
    statuses = parse(json.loads(sent)).statuses
    assert len({(one.id, one.status) for one in statuses}) == 100


def test_no_two_bodies_say_the_same() -> None:
    assert len(set(bodies(50, 2, 1_790_000_000))) == 50
