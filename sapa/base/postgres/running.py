"""A running database for one command: that of a command running beside it, or one of its own."""

import contextlib
import logging
import time
from collections.abc import Iterator
from pathlib import Path

from sapa.base.instance import instance

from .address import connection_url, is_embedded
from .errors import InUseError
from .lock import FileLock
from .server import Server, answers, in_use

PATIENCE = 120
log = logging.getLogger(__name__)


@contextlib.contextmanager
def running_database(home: Path | None = None, *, wait_for_others: bool = True) -> Iterator[str]:
    """The address of a database that answers, for as long as the block runs.

    The command that finds no server starts one and is its parent; those that come later use it. Before it
    stops, it waits for them to finish (`sapa serve` does not wait). When it is killed, its server ends too,
    and they see a lost connection. Raises InUseError, NoBinariesError, StartError.
    """
    if not is_embedded():
        yield connection_url()
        return
    home = (home or instance().home).absolute()
    server, users = _own_or_join(home)
    try:
        yield connection_url(home)
    finally:
        if server is None:
            users.release()
        else:
            _stop(server, users, wait_for_others)


def _own_or_join(home: Path) -> tuple[Server | None, FileLock]:
    """Our own server, or None and our place among the users of somebody else's."""
    home.mkdir(mode=0o711, parents=True, exist_ok=True)
    server, users = Server(home), FileLock(home / "postgres.users")
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            server.start()
        except InUseError:
            if _joined(home, users):
                return None, users
            if time.monotonic() > deadline:
                raise in_use(home, server.lock.note()) from None
            time.sleep(0.1)
        else:
            return server, users


def _joined(home: Path, users: FileLock) -> bool:
    """Waits while the owner is stopping: it holds this lock alone then."""
    users.take(shared=True, wait=True)
    if answers(home):
        return True
    users.release()
    return False


def _stop(server: Server, users: FileLock, wait_for_others: bool) -> None:
    try:
        if not users.take() and wait_for_others:
            log.warning("Other Sapa commands still use this database; it stops when they have finished.")
            users.take(wait=True)
    finally:
        server.stop()
        users.release()
