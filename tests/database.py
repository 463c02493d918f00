"""The database of the tests: made from one that has all tables already, emptied after each test that commits."""

import functools

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from sapa.base.instance import instance
from sapa.base.postgres.address import SUPERUSER, params
from sapa.base.postgres.connection import connect
from sapa.base.postgres.secrets import passwords
from tests.prepared import lay, template

NAME = "test_sapa"
# Neither references nor row security are asked: everything goes. Deleted, not truncated: new files for two
# hundred relations take a second and more.
EMPTY = """
SET LOCAL session_replication_role = replica;
DO $$ DECLARE one text; BEGIN
  FOR one IN
    SELECT oid::regclass FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
      AND relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission')
  LOOP EXECUTE 'DELETE FROM ' || one; END LOOP;
END $$
"""


def prepare_home() -> None:
    """Before the server starts; does nothing in a home that has data."""
    home = instance().home
    if not (home / "postgres/data").exists():
        lay(home)
        with (home / "postgres/data/postgresql.auto.conf").open("a") as file:
            file.write("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n")


def create() -> None:
    if template() not in _names():
        _make_template()
    _run(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)", f"CREATE DATABASE {NAME} TEMPLATE {template()}")
    _use(NAME)


def _make_template() -> None:
    """In a server that tests did not begin: what makes the tables has changed meanwhile."""
    for old in ("making", *_names()):
        _run(f"DROP DATABASE IF EXISTS {old} WITH (FORCE)")
    _run("CREATE DATABASE making")
    before = _use("making")
    call_command("migrate", database="owner", verbosity=0)
    _use(before)
    _run(f"ALTER DATABASE making RENAME TO {template()}")


def _names() -> list[str]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname ^@ 'made_'")
        return [str(name) for (name,) in cursor.fetchall()]


def _run(*statements: str) -> None:
    with connections["owner"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _use(name: str) -> str:
    """All aliases speak to this database from now on, unpooled; gives the one before."""
    connections.close_all()
    before = str(connections["owner"].settings_dict["NAME"])
    for alias in settings.DATABASES:
        for known in (settings.DATABASES[alias], connections[alias].settings_dict):
            known["NAME"] = name
            known["OPTIONS"].pop("pool", None)
    return before


def empty() -> None:
    with _mighty().transaction():
        _mighty().execute(EMPTY)


@functools.cache
def _mighty() -> "psycopg.Connection[tuple[object, ...]]":
    home = instance().home
    return connect(params(home, SUPERUSER, passwords(home).superuser, NAME), autocommit=True)


def close() -> None:
    connections.close_all()
    if _mighty.cache_info().currsize:
        _mighty().close()
        _mighty.cache_clear()
