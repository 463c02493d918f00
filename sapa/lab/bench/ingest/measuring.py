"""What is measured: one server under load, and one worker behind it."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sapa.base.process import dies_with_parent
from sapa.lab.bench.ingest.shop import SECRET, Shop
from sapa.lab.bench.meter import database_seconds, memory_mb, seconds_of
from sapa.lab.bench.programs import Program, ready

START_SECONDS = 60.0
FASTEST = {1: 40_000, 100: 800}


class Answered(NamedTuple):
    """Requests per second, milliseconds, those not answered 200, processor seconds of the load generator, of the
    server and of the database, megabytes of the server."""

    rate: float
    p50_ms: float
    p99_ms: float
    requests: int
    refused: int
    load_cpu: float
    server_cpu: float
    database_cpu: float
    server_mb: float


class Applied(NamedTuple):
    """Statuses per second; processor seconds of the worker and of the database."""

    rate: float
    worker_cpu: float
    database_cpu: float
    memory_mb: float


@contextlib.contextmanager
def serving(command: Sequence[str], port: int, environment: Mapping[str, str]) -> Iterator[int]:
    """The server program until the block ends; its process id."""
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, preexec_fn=dies_with_parent(signal.SIGTERM)
    )
    try:
        _wait_for(port, process)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError("The server of the benchmark did not start")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def load(port: int, pid: int, shop: Shop, connections: int, seconds: float, batch: int) -> Answered:
    most = max(int(seconds * FASTEST[batch]), connections)
    words = [port, shop.path, SECRET, connections, seconds, batch, most]
    caller = Program(f"{__package__}.load", *words)
    ready([caller])
    database, server = database_seconds(), seconds_of(pid)
    caller.say()
    told = caller.finish()
    return Answered(
        rate=told["requests"] / told["seconds"],
        p50_ms=told["p50_ms"],
        p99_ms=told["p99_ms"],
        requests=told["requests"],
        refused=told["refused"],
        load_cpu=told["cpu"],
        server_cpu=seconds_of(pid) - server,
        database_cpu=database_seconds() - database,
        server_mb=memory_mb(str(pid)),
    )


def apply(shop: Shop, batch: int) -> Applied:
    """One worker applies statuses about messages that exist, `batch` in each body."""
    shop.empty()
    shop.send()
    statuses = shop.hear(batch)
    worker = Program(f"{__package__}.worker")
    ready([worker])
    used = database_seconds()
    worker.say()
    told = worker.hear()
    used = database_seconds() - used
    worker.close()
    return Applied(statuses / told["seconds"], told["cpu"] / statuses, used / statuses,
                   told["memory_mb"])  # fmt: skip
