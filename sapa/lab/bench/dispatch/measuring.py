"""What is measured: the engine by worker processes, and the HTTP client alone."""

import json
import time
from typing import NamedTuple

from django.db import connections

from sapa.lab.bench.dispatch.processes import Endpoint
from sapa.lab.bench.meter import database_seconds, memory_mb
from sapa.lab.bench.programs import Program, ready
from sapa.messaging.delivery.loop import IN_FLIGHT

WATCHED_SECONDS = 0.05
STILL_SECONDS = 1.0  # the database is asked only at the end: looking must not cost what is measured
PATIENCE_SECONDS = 60.0
EARLY = 0.1
MOST_REQUESTS = 100_000  # of the client alone: they are made beforehand
BUSY = """
SELECT EXISTS (SELECT 1 FROM messaging_message WHERE state = 'planned' AND channel_id > 0)
    OR EXISTS (SELECT 1 FROM messaging_message WHERE state = 'sending' AND lease_until > '-infinity')
"""
STATES = """
SELECT concat_ws(' ', state, nullif(error, ''), reasons ->> -1), count(*) FROM messaging_message
WHERE direction = 'out' AND kind <> 'panduan_pakai' GROUP BY 1 ORDER BY 1
"""


class Sent(NamedTuple):
    """Requests per second; processor seconds of the workers and of the database; memory of the largest worker
    early and at the end; what the endpoint counted; messages by state at the end."""

    rate: float
    seconds: float
    worker_cpu: float
    database_cpu: float
    first_mb: float
    last_mb: float
    counts: dict[str, int]
    states: dict[str, int]

    @property
    def unique(self) -> int:
        return self.counts["contents"]

    @property
    def duplicate(self) -> int:
        return self.counts["requests"] - self.unique

    @property
    def missing(self) -> int:
        """Written down as accepted but never seen, and what nobody knows about."""
        accepted = self.states.get("accepted", 0)
        return abs(accepted - self.unique) + sum(self.states.get(s, 0) for s in ("unknown", "sending"))


def send_all(endpoint: Endpoint, messages: int, workers: int, gated: bool) -> Sent:
    """Lets worker processes send what is planned, from the word go until the last result is written down."""
    programs = [Program(f"{__package__}.worker", "gated" if gated else "open") for _ in range(workers)]
    ready(programs)
    endpoint.ask("reset")
    database, begun = database_seconds(), time.perf_counter()
    for program in programs:
        program.say()
    first = _watched(endpoint, programs, messages)
    seconds = time.perf_counter() - begun
    last, counts = _largest(programs), endpoint.ask("counts")
    database = database_seconds() - database
    cpu = sum(program.finish()["cpu"] for program in programs)
    return Sent(
        counts["requests"] / seconds,
        seconds,
        cpu,
        database,
        first,
        last,
        counts,
        _states(),
    )


def _watched(endpoint: Endpoint, programs: list[Program], messages: int) -> float:
    """Returns when nothing is under way any more, with the memory after the first tenth."""
    first, seen, moved = 0.0, -1, time.monotonic()
    while True:
        time.sleep(WATCHED_SECONDS)
        requests, clock = endpoint.ask("counts")["requests"], time.monotonic()
        if requests >= EARLY * messages and not first:
            first = _largest(programs)
        if requests > seen:
            seen, moved = requests, clock
        if (requests >= messages or clock - moved > STILL_SECONDS) and not _busy():
            return first
        if clock - moved > PATIENCE_SECONDS:
            raise RuntimeError(f"Nothing has left for a minute: {_states()}")


def _largest(programs: list[Program]) -> float:
    return max(memory_mb(str(program.pid)) for program in programs)


def _busy() -> bool:
    with connections["dispatch"].cursor() as cursor:
        cursor.execute(BUSY)
        row = cursor.fetchone()
    return bool(row and row[0])


def _states() -> dict[str, int]:
    with connections["dispatch"].cursor() as cursor:
        cursor.execute(STATES)
        return dict(cursor.fetchall())


def ceiling_rate(endpoint: Endpoint, messages: int, workers: int, bodies: list[str]) -> tuple[float, float]:
    """(requests per second, processor seconds) of as many processes of the client alone, with the same bodies."""
    each = max(min(messages, MOST_REQUESTS) // workers, 1)
    url = f"http://{endpoint.address}/v1/1/messages"
    programs = [Program(f"{__package__}.ceiling", url, each, IN_FLIGHT, n + 1) for n in range(workers)]
    for program in programs:
        program.say(json.dumps(bodies))
    ready(programs)
    endpoint.ask("reset")
    for program in programs:
        program.say()
    told = [program.finish() for program in programs]
    counts = endpoint.ask("counts")
    if counts["requests"] != counts["tokens"] or counts["requests"] != each * workers:
        raise RuntimeError(f"The ceiling posted {counts}, not {each * workers} different bodies")
    return each * workers / max(one["seconds"] for one in told), sum(one["cpu"] for one in told)
