"""What `sapa check` looks at: each check yields findings, and one that breaks says so instead of raising."""

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sapa.base.instance import Instance, SettingsError, instance, unknown_variables
from sapa.base.keys import KeyRingError, read_ring
from sapa.base.postgres import (
    DatabaseError,
    database_params,
    extensions,
    grants_sql,
    is_embedded,
    missing_roles,
    running_database,
)
from sapa.base.postgres.connection import connect
from sapa.base.postgres.roles import ROLES
from sapa.base.postgres.server import Server

OLDEST_PYTHON = (3, 11)
LEAST_FREE = 1_000_000_000


class Finding(NamedTuple):
    good: bool
    sentence: str


def examine() -> Iterator[Finding]:
    try:
        settings = instance()
        database_params(environ={"DATABASE_URL": os.environ.get("DATABASE_URL") or "postgresql:///none"})
    except SettingsError as error:
        yield Finding(False, str(error))
        return
    for look in (python, variables, home, keys, port):
        yield from look(settings)
    yield from database(settings)


def python(_: Instance) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding(sys.version_info >= OLDEST_PYTHON, f"Python {version} (3.11 or newer is needed).")


def variables(_: Instance) -> Iterator[Finding]:
    unknown = unknown_variables(os.environ)
    for name in unknown:
        yield Finding(False, f"{name} means nothing to Sapa: is it misspelt? See docs/settings.md.")
    if not unknown:
        yield Finding(True, "Every SAPA_ variable is known and valid.")


def home(settings: Instance) -> Iterator[Finding]:
    folder = _existing(settings.home)
    if not os.access(folder, os.W_OK | os.X_OK):
        yield Finding(False, f"{settings.home} cannot be written: give it to this user or set SAPA_HOME.")
        return
    free = shutil.disk_usage(folder).free
    yield Finding(free >= LEAST_FREE, f"{settings.home} has {free / 1e9:.0f} GB free (1 GB at least).")


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)


def keys(settings: Instance) -> Iterator[Finding]:
    try:
        ring = read_ring(settings)
    except (KeyRingError, OSError) as error:
        yield Finding(False, f"Key ring: {error}.")
        return
    yield Finding(True, f"The key ring holds {len(ring.keys)} key(s) and is private.")
    passwords = settings.home / "postgres.json"
    if passwords.exists() and passwords.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Finding(False, f"{passwords} can be read by others: chmod 600 {passwords}.")


def port(settings: Instance) -> Iterator[Finding]:
    """A port that Sapa itself holds is as good as a free one."""
    from sapa.base.file_lock import FileLock
    from sapa.config.house import HouseError, answers, check_port

    where = f"{settings.host}:{settings.port}"
    lock = FileLock(settings.home / "serve.lock")
    if settings.home.exists() and not lock.take():
        there = answers(settings.host, settings.port)
        yield Finding(True, f"Sapa is running{f' and answers on {where}' if there else ''}.")
        return
    lock.release()
    try:
        check_port(settings.host, settings.port)
    except HouseError:
        yield Finding(False, f"{where} is taken by another program: set SAPA_PORT.")
    else:
        yield Finding(True, f"{where} is free.")


def database(settings: Instance) -> Iterator[Finding]:
    import psycopg

    try:
        if is_embedded():
            yield binaries(settings)
        with running_database() as url:
            for look in (server, roles, search_extensions, migrations):
                yield from look(url)
    except DatabaseError as error:
        yield Finding(False, str(error).splitlines()[-1])
    except psycopg.OperationalError as error:
        yield Finding(False, f"The database does not answer: {str(error).strip()}")


def binaries(settings: Instance) -> Finding:
    found = Server(settings.home).binaries()
    return Finding(True, f"PostgreSQL {found.version} runs from {found.folder}.")


def server(_: str) -> Iterator[Finding]:
    with connect(database_params()) as db:
        row = db.execute(
            "SELECT current_setting('server_version_num')::int, current_setting('server_version')"
        )
        number, version = row.fetchone() or (0, "")
    yield Finding(int(str(number)) >= 150000, f"The database answers: PostgreSQL {version} (15 or newer).")


def roles(url: str) -> Iterator[Finding]:
    missing = missing_roles(url)
    if missing:
        known = database_params()
        sql = grants_sql(known["dbname"], known["user"])
        yield Finding(
            False, f"Roles are missing: {', '.join(missing)}. Let the administrator run this SQL:\n\n{sql}"
        )
        return
    with connect(database_params()) as db:
        mighty = db.execute(
            "SELECT rolname FROM pg_roles WHERE (rolsuper OR rolbypassrls) AND rolname = ANY(%s)",
            [[*ROLES, database_params()["user"]]],
        ).fetchall()
    names = ", ".join(str(row[0]) for row in mighty)
    said = f"{names} may see past row security: take SUPERUSER and BYPASSRLS away." if names else ""
    yield Finding(not mighty, said or f"All {len(ROLES)} roles are there; none sees past row security.")


def search_extensions(url: str) -> Iterator[Finding]:
    absent = [name for name, there in extensions(url).items() if not there]
    said = f"Without {', '.join(absent)} search is slower or finds less." if absent else ""
    yield Finding(True, said or "Extensions for search are there.")


def migrations(_: str) -> Iterator[Finding]:
    import django

    django.setup()
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    connection = connections["owner"]
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    connection.close()
    said = f"{len(pending)} migration(s) are pending: `sapa serve` applies them." if pending else ""
    yield Finding(not pending, said or "Every migration is applied.")
