"""The programs of a measurement: started, told to go, heard."""

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from sapa.base.process import dies_with_parent


class Program:
    """A module run in a process of its own that ends with us."""

    def __init__(self, module: str, *words: object) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *map(str, words)],
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

    def close(self) -> None:
        """Ends its input, at which it ends itself."""
        self._process.stdin.close()  # type: ignore[union-attr]
        self._process.wait()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


def ready(programs: Sequence[Program]) -> None:
    for program in programs:
        program.hear()
