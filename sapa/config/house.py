"""How `sapa serve` and `sapa demo` run: database, web and workers under one supervisor."""

import contextlib
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sapa.base.child import ChildProcess
from sapa.base.file_lock import FileLock
from sapa.base.instance import Instance, instance
from sapa.base.postgres import (
    SharedServer,
    connection_url,
    ensure_roles,
    grants_sql,
    is_embedded,
    missing_roles,
)
from sapa.base.postgres.address import parse_url
from sapa.base.postgres.server import in_use
from sapa.base.process import dies_with_parent
from sapa.base.sentences import SentenceError
from sapa.base.supervisor import Supervised, Supervisor
from sapa.config.words import said

PYTHON = (sys.executable, "-P")  # nothing is imported from the folder we happen to be in
SAPA = Path(__file__).resolve().parent.parent


class HouseError(SentenceError):
    """Something around us keeps Sapa from starting."""


@dataclass(frozen=True)
class House:
    """What to run. `prepare` comes after the migrations, `announce` when everything answers."""

    host: str
    port: int
    workers: int
    reload: bool = False
    neighbours: Sequence[Supervised] = ()
    prepare: Callable[[], None] = lambda: None
    announce: Callable[[], None] = lambda: None


def serve(house: House) -> int:
    """Exit code: 0 after a stop that was asked for, 1 with a sentence on stderr otherwise."""
    logging.basicConfig(
        level=instance().log_level.upper(), format="{asctime} {levelname} {name}: {message}", style="{"
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # until the supervisor takes the signals over
    try:
        with only_one(instance()):
            return _serve_alone(house)
    except SentenceError as error:
        print(said(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def _serve_alone(house: House) -> int:
    check_port(house.host, house.port)
    with started_database() as database:
        migrate()
        house.prepare()
        children = [*database, web(house), *workers(house.workers), *house.neighbours]
        reload_from = SAPA if house.reload else None
        return Supervisor(children, on_ready=house.announce, reload_from=reload_from).run()


@contextlib.contextmanager
def only_one(settings: Instance) -> Iterator[None]:
    settings.home.mkdir(mode=0o711, parents=True, exist_ok=True)
    lock = FileLock(settings.home / "serve.lock")
    if not lock.take():
        raise in_use(settings.home, lock.note())
    lock.write_note(str(os.getpid()))
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def started_database() -> Iterator[list[Supervised]]:
    """The embedded server as the supervisor's first child; with DATABASE_URL none, only its roles."""
    if not is_embedded():
        see_to_roles(connection_url())
        yield []
        return
    server = SharedServer(wait_for_others=False)
    server.start()
    try:
        yield [server]
    finally:
        server.stop()


def see_to_roles(url: str) -> None:
    import psycopg

    try:
        if missing_roles(url):
            ensure_roles(url)
    except psycopg.errors.InsufficientPrivilege:
        known = parse_url(url)
        raise HouseError(
            "Pengguna basis data tidak boleh membuat peran Sapa. Minta administrator menjalankan SQL ini.",
            "The database user may not make Sapa's roles. Let the administrator run this SQL once:\n\n"
            + grants_sql(known["dbname"], known["user"]),
        ) from None
    except psycopg.OperationalError as error:
        raise HouseError(
            f"DATABASE_URL: basis data tidak menjawab: {error}",
            f"DATABASE_URL: the database does not answer: {error}",
        ) from None


def migrate() -> None:
    """In a process of its own, so that the supervisor stays small."""
    options = ["--database", "owner", "--no-input", "--skip-checks", "--verbosity", "0"]
    command = [*PYTHON, "-m", "django", "migrate", *options]
    done = subprocess.run(
        command,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "sapa.config.settings"},
        check=False,
        preexec_fn=dies_with_parent(signal.SIGTERM),
    )
    if done.returncode:
        raise HouseError(
            "Basis data tidak bisa diperbarui; sebabnya tertulis di atas.",
            "The database could not be brought up to date; the reason stands above.",
        )


def web(house: House) -> ChildProcess:
    """No access log: addresses carry tokens of customers' pages."""
    command = [*PYTHON, "-m", "uvicorn", "sapa.config.asgi:application"]
    command += ["--host", house.host, "--port", str(house.port), "--loop", "uvloop", "--http", "httptools"]
    command += ["--lifespan", "on", "--no-access-log", "--no-server-header", "--log-level", "warning"]
    command += ["--timeout-graceful-shutdown", "8"]
    return ChildProcess("web", command, ready=lambda: answers(house.host, house.port), stop_seconds=15)


def workers(count: int) -> list[ChildProcess]:
    command = [*PYTHON, "-m", "sapa.config.cli", "worker", "--attached"]
    return [ChildProcess(f"worker {number}", command, stop_seconds=30) for number in range(1, count + 1)]


def check_port(host: str, port: int) -> None:
    """Raises HouseError when something listens there already."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise HouseError(
            f"Alamat {host}:{port} tidak bisa dipakai ({error.strerror}); pilih lain dengan --port.",
            f"Address {host}:{port} cannot be used ({error.strerror}); choose another with --port.",
        ) from None


def answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((reachable(host), port), timeout=1).close()
    except OSError:
        return False
    return True


def reachable(host: str) -> str:
    """Where to call a server that listens on every address."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
