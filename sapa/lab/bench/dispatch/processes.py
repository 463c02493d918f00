"""The programs of a measurement: started, told to go, heard."""

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import Any
from urllib.request import urlopen

from sapa.base.process import dies_with_parent

PACKAGE = __package__


class Program:
    """One of the modules beside this one, in a process of its own that ends with us."""

    def __init__(self, module: str, *words: object) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", f"{PACKAGE}.{module}", *map(str, words)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=dies_with_parent(signal.SIGTERM),
        )
        self.pid = self._process.pid

    def say(self, line: str = "go") -> None:
        self._process.stdin.write(line + "\n")  # type: ignore[union-attr]
        self._process.stdin.flush()  # type: ignore[union-attr]

    def hear(self) -> Any:
        """The next line as JSON, or as it is. Raises RuntimeError when the program has ended."""
        line = self._process.stdout.readline()  # type: ignore[union-attr]
        if not line:
            raise RuntimeError(f"A program of the benchmark ended with {self._process.wait()}")
        return line.strip() if line == "ready\n" else json.loads(line)

    def finish(self) -> Any:
        """Ends its input and hears its last line."""
        self._process.stdin.close()  # type: ignore[union-attr]
        told = self.hear()
        self._process.wait()
        return told

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


class Endpoint:
    """The counting endpoint of this benchmark, answering after `latency` milliseconds."""

    def __init__(self, latency: float) -> None:
        self.program = Program("endpoint", latency)
        self.address = f"127.0.0.1:{self.program.hear()}"

    def ask(self, word: str) -> Any:
        with urlopen(f"http://{self.address}/{word}", timeout=60) as answer:
            return json.load(answer)

    def environment(self) -> dict[str, str]:
        return {
            "SAPA_GRAPH_URL": f"http://{self.address}",
            "SAPA_EGRESS_ALLOW": self.address,
            "SAPA_DEMO": "1",
        }


def ready(programs: Sequence[Program]) -> None:
    for program in programs:
        program.hear()
