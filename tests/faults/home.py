"""Home folders with short names that the database's user can reach, and programs that use them."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.prepared import lay


@contextlib.contextmanager
def short_home() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="sapa-"))
    home.chmod(0o711)
    try:
        yield home
    finally:
        shutil.rmtree(home)


@contextlib.contextmanager
def laid_home() -> Iterator[Path]:
    """One in which all tables stand already."""
    with short_home() as home:
        lay(home)
        yield home


@contextlib.contextmanager
def program(code: str, home: Path) -> Iterator["subprocess.Popen[str]"]:
    """A Python process of its own; killed at the end if it still runs."""
    environ = {**os.environ, "SAPA_HOME": str(home)}
    environ.pop("DATABASE_URL", None)
    environ.pop(
        "PYTHONUNBUFFERED", None
    )  # or a line and its end are written apart, and two processes' lines mix
    command = [sys.executable, "-c", code]
    process = subprocess.Popen(command, env=environ, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def lines(process: "subprocess.Popen[str]") -> list[str]:
    """All that is said until the end."""
    return process.communicate(timeout=60)[0].splitlines()
