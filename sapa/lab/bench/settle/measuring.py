"""What is measured: the raw claim of the rows, the settling of them by worker processes, the planning."""

import json
import signal
import subprocess
import sys
from datetime import datetime
from time import perf_counter
from typing import Any, NamedTuple

from django.db import connections

from sapa.base.process import dies_with_parent
from sapa.base.scope import workspace_scope
from sapa.events.models import Event
from sapa.journeys.services import plan
from sapa.lab.bench.meter import family_seconds
from sapa.lab.bench.settle.people import NOW

BATCH = 500
EVENTS_AT_ONCE = 500
# What any program that takes due rows from a queue must do, and nothing else.
CLAIM = """
UPDATE journeys_followup f SET state = 'queued', next_at = NULL FROM (
    SELECT id FROM journeys_followup WHERE state = 'waiting' AND next_at <= %s
    ORDER BY next_at, id LIMIT %s FOR UPDATE SKIP LOCKED) AS due
WHERE f.id = due.id RETURNING f.id, f.workspace_id, f.contact_id
"""


class Settled(NamedTuple):
    """Follow-ups per second of all workers together; processor seconds of the workers and of the database;
    memory of the largest worker, early and at the end."""

    rate: float
    worker_cpu: float
    database_cpu: float
    first_mb: float
    last_mb: float


def claim_rate() -> float:
    """Rows per second by one connection in batches, each committed."""
    begun, taken = perf_counter(), 0
    with connections["dispatch"].cursor() as cursor:
        while True:
            cursor.execute(CLAIM, [NOW, BATCH])
            if not (rows := cursor.fetchall()):
                return taken / (perf_counter() - begun)
            taken += len(rows)


def settle_rate(rows: int, workers: int, now: datetime = NOW) -> Settled:
    processes = [_worker(now) for _ in range(workers)]
    for process in processes:
        _heard(process)
    begun, used = perf_counter(), family_seconds()
    for process in processes:
        process.stdin.write("go\n")  # type: ignore[union-attr]
        process.stdin.flush()  # type: ignore[union-attr]
    told: list[dict[str, Any]] = [json.loads(_heard(process)) for process in processes]
    seconds, used = perf_counter() - begun, family_seconds() - used
    for process in processes:
        process.communicate()
    biggest = max(told, key=lambda one: one["last_mb"])
    cpu = sum(one["cpu"] for one in told)
    return Settled(rows / seconds, cpu, used - cpu, biggest["first_mb"], biggest["last_mb"])


def _worker(now: datetime) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "sapa.lab.bench.settle.worker", now.isoformat()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=dies_with_parent(signal.SIGTERM),
    )


def _heard(process: "subprocess.Popen[str]") -> str:
    line = process.stdout.readline()  # type: ignore[union-attr]
    if not line:
        raise RuntimeError(f"A worker of the benchmark ended with {process.wait()}")
    return line


def plan_rate(workspace_id: int, events: int) -> tuple[float, float]:
    """(events, follow-ups) per second: deliveries that were not asked about yet, handed over as the worker does."""
    begun, planned, handed = perf_counter(), 0, 0
    first = 0
    while handed < events:
        with workspace_scope(workspace_id):
            due = Event.objects.filter(name="shipment.delivered", contact_id__gt=first).order_by("contact_id")
            batch = list(due[:EVENTS_AT_ONCE])
            if not batch:
                break
            planned += plan(events=batch, now=NOW)
        handed, first = handed + len(batch), batch[-1].contact_id or first
    seconds = perf_counter() - begun
    return handed / seconds, planned / seconds
