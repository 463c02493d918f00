"""One PostgreSQL server as our direct child: started, made ready, stopped; it never outlives us."""

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import BinaryIO

import psycopg

from sapa.base.file_lock import FileLock
from sapa.base.instance import instance
from sapa.base.process import dies_with_parent

from .address import LOGIN, SUPERUSER, params
from .binaries import Binaries, find_binaries
from .cluster import ENVIRONMENT, Cluster
from .connection import connect
from .errors import InUseError, StartError
from .roles import bootstrap
from .secrets import passwords
from .stale import put_aside_stale_lock
from .user import server_user

RETRY_SECONDS = 60
REFUSE_SECONDS = 5
RECOVERY_SECONDS = 600
STOP_SECONDS = 60
# Said while the server before us, or the backends it left behind, are still ending.
STILL_ENDING = ("lock file", "pre-existing shared memory block")


class Server:
    """Holds the lock of its data from `start` to `stop`; both are called from the same thread."""

    def __init__(self, home: Path | None = None) -> None:
        self.home = (home or instance().home).absolute()
        data = self.home / "postgres" / "data"
        self.cluster = Cluster(self.home, server_user(data, instance().pg_user))
        self.lock = FileLock(self.home / "postgres.lock")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Ready for connections when it returns. Raises InUseError, NoBinariesError, StartError."""
        self.home.mkdir(mode=0o711, parents=True, exist_ok=True)
        if not self.lock.take():
            raise in_use(self.home, self.lock.note())
        try:
            self.lock.write_note(str(os.getpid()))
            self._start_locked()
        except BaseException:
            self.stop()
            raise

    def _start_locked(self) -> None:
        cluster = self.cluster
        cluster.prepare_folders()
        binaries = self.binaries()
        if cluster.version() is None:
            cluster.initialise(binaries)
        self._launch_until_ready(cluster.command(binaries))
        bootstrap(self.home)

    def binaries(self) -> Binaries:
        """Those that fit the data. Raises NoBinariesError."""
        cluster = self.cluster
        copies, chosen = self.home / "binaries", instance().pg_bin
        return find_binaries(cluster.user, copies, chosen=chosen, version=cluster.version())

    def _launch_until_ready(self, command: list[str]) -> None:
        """A killed server may still be ending: asked again for a minute, its lock file left alone."""
        began = time.monotonic()
        while (problem := self._launch(command)) is not None:
            waited = time.monotonic() - began
            if not any(words in problem for words in STILL_ENDING) or waited > RETRY_SECONDS:
                raise _failed(self.cluster, problem)
            if put_aside_stale_lock(self.cluster.data):
                continue
            if waited > REFUSE_SECONDS and answers(self.home):
                raise in_use(self.home, postmaster_pid(self.cluster.data))
            time.sleep(0.2)

    def _launch(self, command: list[str]) -> str | None:
        """None when ready, else what the server wrote before it ended."""
        with open_log(self.cluster.log) as log:
            begins = log.seek(0, os.SEEK_END)
            self._process = subprocess.Popen(
                command,
                cwd="/",
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C in the terminal is for us, who stop it last
                preexec_fn=dies_with_parent(signal.SIGINT),
                **self.cluster.user.identity(),
            )
        deadline = time.monotonic() + RECOVERY_SECONDS
        while self._process.poll() is None and time.monotonic() < deadline:
            if postmaster_pid(self.cluster.data) == str(self._process.pid) and answers(self.home, SUPERUSER):
                return None
            time.sleep(0.02)
        self._end_process()
        return self.cluster.log.read_bytes()[begins:].decode(errors="replace")

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, everything committed is on disk."""
        self._end_process()
        self.lock.release()

    def _end_process(self) -> None:
        """SIGINT, then harder: nothing committed is lost either way, only the next start takes longer."""
        process, self._process = self._process, None
        if process is None:
            return
        for number, patience in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
            if process.poll() is None:
                process.send_signal(number)
            try:
                process.wait(patience)
            except subprocess.TimeoutExpired:
                continue
            return


def answers(home: Path, user: str = LOGIN) -> bool:
    """Does a server accept connections there?"""
    word = passwords(home)
    known = params(home, user, word.login if user == LOGIN else word.superuser, "postgres")
    try:
        connect(known, timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def postmaster_pid(data: Path) -> str:
    try:
        return (data / "postmaster.pid").read_text().split("\n")[0].strip()
    except (OSError, UnicodeDecodeError):
        return ""


def open_log(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def in_use(home: Path, pid: str) -> InUseError:
    who = f" (proses {pid})" if pid else ""
    whom = f" (process {pid})" if pid else ""
    return InUseError(
        f"Data di {home} sedang dipakai server Sapa lain{who}. Hentikan dulu, atau pilih SAPA_HOME lain.",
        f"The data in {home} is in use by another Sapa server{whom}. Stop it or choose another SAPA_HOME.",
    )


def _failed(cluster: Cluster, problem: str) -> StartError:
    last = [line for line in problem.splitlines() if "FATAL" in line or "PANIC" in line or "ERROR" in line]
    said = last[-1].strip() if last else problem.strip()[-300:]
    return StartError(
        f"PostgreSQL tidak mau jalan; lihat {cluster.log}. Katanya: {said}",
        f"PostgreSQL did not start; see {cluster.log}. It said: {said}",
    )
