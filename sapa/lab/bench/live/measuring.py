"""What is measured of one server: listeners connect, letters are posted, and memory is looked at meanwhile."""

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import urlopen

from sapa.base.process import dies_with_parent
from sapa.lab.bench.live.bodies import Letter
from sapa.lab.bench.live.shop import SECRET, Shop
from sapa.lab.bench.meter import seconds_of
from sapa.lab.bench.programs import Program

STREAM, LOOKS = "/langsung/", "/bench/looks"
SAMPLE_SECONDS = 1.0
REST_SECONDS = 3.0


class Posted(NamedTuple):
    """When the first letter was due (monotonic seconds), letters that were not answered 200, how late the sender
    was at most, and the server's memory over time.
    """

    begin: float
    refused: int
    late: float
    samples: Sequence[float]


class Listening:
    """The listeners' process; `pages` as `shop.pages` tells them."""

    def __init__(
        self, port: int, streams: Sequence[Sequence[object]], pages: Sequence[tuple[list[str], int]]
    ) -> None:
        self.program = Program(f"{__package__}.listening")
        drawn, shops = [one for one, _shop in pages], [shop for _one, shop in pages]
        self._say({"port": port, "streams": streams, "pages": drawn, "shops": shops})
        self.program.hear()

    def connect(self) -> None:
        self._say("all")
        self.program.hear()

    def judge(self, sent: Mapping[int, object]) -> dict[str, Any]:
        self._say(sent)
        told: dict[str, Any] = self.program.hear()
        self.program.stop()
        return told

    def _say(self, what: object) -> None:
        self.program.say(json.dumps(what))


@contextlib.contextmanager
def working(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[int]:
    """The worker program until the block ends; its process id."""
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, preexec_fn=dies_with_parent(signal.SIGTERM)
    )
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def post(port: int, shops: Sequence[Shop], letters: Sequence[Letter], rate: float, pid: int) -> Posted:
    sender = Program(f"{__package__}.posting")
    paths = [(one.path, one.number_id) for one in shops]
    given = {"port": port, "secret": SECRET, "rate": rate, "shops": paths, "letters": letters}
    sender.say(json.dumps(given))
    sender.hear()
    sender.say()
    samples = list(sampled(pid, len(letters) / rate))
    told = sender.finish()
    return Posted(told["begin"], told["refused"], told["late"], [*samples, rss_mb(pid)])


def sampled(pid: int, seconds: float) -> Iterator[float]:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(left, SAMPLE_SECONDS))
        yield rss_mb(pid)


def rss_mb(pid: int) -> float:
    """All memory that a process has in use, pages that it shares with others too."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 2)


def looks(port: int) -> int:
    """How often the server has looked at what changed since it was started."""
    with urlopen(f"http://127.0.0.1:{port}{LOOKS}", timeout=30) as answer:
        return int(answer.read())


class Processors:
    """Processor seconds of programs since they were first looked at."""

    def __init__(self, **pids: int) -> None:
        self._pids = pids
        self._first = self._now()

    def spent(self) -> dict[str, float]:
        return {name: seconds - self._first[name] for name, seconds in self._now().items()}

    def _now(self) -> dict[str, float]:
        return {name: seconds_of(pid) for name, pid in self._pids.items()}
