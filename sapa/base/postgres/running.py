"""A running database for one command: that of a command running beside it, or one of its own."""

import contextlib
import logging
import time
from collections.abc import Iterator
from pathlib import Path

from sapa.base.file_lock import FileLock
from sapa.base.instance import instance

from .address import connection_url, is_embedded
from .errors import InUseError
from .server import Server, answers, in_use, postmaster_pid

PATIENCE = 120
log = logging.getLogger(__name__)


class SharedServer:
    """The embedded server as several commands see it: the first one is its parent, the others use it.

    The parent waits at its end for the others (`sapa serve` does not). When the parent is killed, the server
    ends too, and the others see a lost connection; the next `start` begins anew.
    """

    name = "database"

    def __init__(self, home: Path | None = None, *, wait_for_others: bool = True) -> None:
        self.home = (home or instance().home).absolute()
        self._wait_for_others = wait_for_others
        self._own: Server | None = None
        self._users: FileLock | None = None

    def start(self) -> None:
        """Raises InUseError, NoBinariesError, StartError."""
        self.stop()
        self.home.mkdir(mode=0o711, parents=True, exist_ok=True)
        deadline = time.monotonic() + PATIENCE
        while not (self._started_own() or self._joined()):
            if time.monotonic() > deadline:
                raise in_use(self.home, "")
            time.sleep(0.1)

    def is_running(self) -> bool:
        if self._own:
            return self._own.is_running()
        return self._users is not None and postmaster_pid(self.home / "postgres" / "data") != ""

    def is_ready(self) -> bool:
        return self.is_running()

    def stop(self) -> None:
        own, self._own = self._own, None
        users, self._users = self._users or self._lock(), None
        try:
            if own and self._wait_for_others and not users.take():
                log.warning("Other Sapa commands still use this database; it stops when they have finished.")
                users.take(wait=True)
        finally:
            if own:
                own.stop()
            users.release()

    def _started_own(self) -> bool:
        server = Server(self.home)
        try:
            server.start()
        except InUseError:
            return False
        self._own = server
        return True

    def _joined(self) -> bool:
        """Waits while the parent is stopping: it holds this lock alone then."""
        users = self._lock()
        users.take(shared=True, wait=True)
        if answers(self.home):
            self._users = users
            return True
        users.release()
        return False

    def _lock(self) -> FileLock:
        return FileLock(self.home / "postgres.users")


@contextlib.contextmanager
def running_database(home: Path | None = None, *, wait_for_others: bool = True) -> Iterator[str]:
    """The address of a database that answers while the block runs: DATABASE_URL, else a SharedServer."""
    if not is_embedded():
        yield connection_url()
        return
    server = SharedServer(home, wait_for_others=wait_for_others)
    server.start()
    try:
        yield connection_url(server.home)
    finally:
        server.stop()
