"""A throw-away home: its own database, key ring and media, and a simulator; nothing of it is left at the end."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from sapa.base.instance import instance
from sapa.base.postgres import running_database
from sapa.base.process import dies_with_parent
from sapa.base.sentences import SentenceError

LOOPBACK = "127.0.0.1"
PATIENCE_SECONDS = 20
SIGTERM = 15


class SimulatorError(SentenceError):
    """The simulated phones did not start."""


@contextlib.contextmanager
def throw_away_home(port: int) -> Iterator[Path]:
    """Sets the environment of this process: a real shop's home or DATABASE_URL is never touched."""
    home = Path(tempfile.mkdtemp(prefix="sapa-replay-"))
    home.chmod(0o711)
    given = {
        "SAPA_DEMO": "1",
        "SAPA_HOME": str(home),
        "SAPA_GRAPH_URL": f"http://{LOOPBACK}:{port}",
        "SAPA_EGRESS_ALLOW": f"{LOOPBACK}:{port}",
        "SAPA_LOG_LEVEL": "warning",
    }
    os.environ.update(given)
    for name in ("DATABASE_URL", "SAPA_KEYS"):
        os.environ.pop(name, None)
    instance.cache_clear()
    try:
        with running_database(wait_for_others=False):
            yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def simulated_phones(port: int, options: Sequence[str]) -> Iterator[None]:
    """The simulator as the program that it is. Raises SimulatorError when it does not answer."""
    command = [sys.executable, "-m", "simulator", "--port", str(port), "--auto", "--frozen", *options]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=dies_with_parent(SIGTERM),
    )
    try:
        _wait(process, port)
        yield
    finally:
        process.terminate()
        process.wait()


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _answers(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise SimulatorError(
                "Ponsel simulasi tidak bisa dijalankan.", "The simulated phones do not start."
            )
        time.sleep(0.05)


def _answers(port: int) -> bool:
    try:
        socket.create_connection((LOOPBACK, port), timeout=1).close()
    except OSError:
        return False
    return True
