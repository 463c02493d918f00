"""A database server with all tables and no rows, made once and copied: making the tables anew takes seconds.

Made by the same start and the same migrations as a shop's. Kept in the folder of temporary files for as long as
nothing that makes tables changes; a home of tests gets a copy of its files.
"""

import functools
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sapa.base.file_lock import FileLock
from sapa.base.postgres import Server
from sapa.base.postgres.secrets import FILE, passwords
from sapa.base.private_file import replace

HOUSE = Path(__file__).parents[1]
MAKES_TABLES = (
    "requirements*.lock",
    "sapa/config/settings.py",
    "sapa/base/scope.py",
    "sapa/base/tenancy.py",
    "sapa/base/postgres/*.py",
    "sapa/*/migrations/*.py",
)
MAKE = """
import django; django.setup()
from django.core.management import call_command
from django.db import connections
from sapa.base.postgres import running_database
with running_database():
    call_command("migrate", database="owner", verbosity=0)
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE DATABASE {template} TEMPLATE sapa")
    connections.close_all()
"""


@functools.cache
def stamp() -> str:
    """Changes with whatever makes tables."""
    known = hashlib.sha256()
    for path in sorted(path for pattern in MAKES_TABLES for path in HOUSE.glob(pattern)):
        known.update(path.relative_to(HOUSE).as_posix().encode() + path.read_bytes())
    return known.hexdigest()[:12]


def template() -> str:
    """Name of the database that a database of tests is made from."""
    return f"made_{stamp()}"


def lay(home: Path) -> None:
    """A copy of the server's data in a home that has none; its own password to log in stays."""
    cluster, login = Server(home).cluster, passwords(home).login
    cluster.prepare_folders()
    copied = cluster.folder / "data.new"
    with _made() as made:
        subprocess.run(["cp", "-a", made / "postgres/data", copied], check=True)
        known = {"superuser": passwords(made).superuser, "login": login}
    replace(home / FILE, json.dumps(known))
    copied.rename(cluster.data)


@contextmanager
def _made() -> Iterator[Path]:
    """Stays while the block runs, however many processes of tests there are."""
    here = hashlib.sha256(bytes(HOUSE)).hexdigest()[:8]
    root = Path(tempfile.gettempdir()) / f"sapa-tests-{os.getuid()}-{here}-made"
    root.mkdir(mode=0o711, exist_ok=True)
    made, lock = root / stamp(), FileLock(root / "lock")
    lock.take(wait=True)
    try:
        if not made.exists():
            for old in (path for path in root.iterdir() if path.is_dir()):
                shutil.rmtree(old)
            _make(root / "new")
            (root / "new").rename(made)
        yield made
    finally:
        lock.release()


def _make(home: Path) -> None:
    home.mkdir(mode=0o711)
    environ = {**os.environ, "SAPA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "sapa.config.settings"}
    subprocess.run(
        [sys.executable, "-c", MAKE.format(template=template())], cwd=HOUSE, env=environ, check=True
    )
