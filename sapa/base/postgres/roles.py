"""Database roles (decisions.md 9): nobody is superuser, nobody bypasses row security.

One log-in role may become any of the others by SET ROLE and is nothing by itself.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

from .address import DATABASE, LOGIN, SUPERUSER, params, parse_url
from .connection import connect
from .secrets import passwords

OWNER = "sapa_owner"
SEARCH = "sapa_search"
ROLES = (OWNER, "sapa_app", "sapa_ingest", "sapa_dispatch", "sapa_search")
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist", "btree_gin")
HARMLESS = "NOSUPERUSER NOBYPASSRLS NOREPLICATION"


def bootstrap(home: Path) -> None:
    """Roles, database and extensions of the embedded server; may be repeated at every start."""
    word = passwords(home)
    with _connected(home, "postgres") as db:
        for role in ROLES:
            _create_role(db, role)
            # CREATEDB is for test databases; the embedded server holds nothing but ours.
            _run(db, "ALTER ROLE {} NOLOGIN NOCREATEROLE " + HARMLESS, role)
        _run(db, "ALTER ROLE {} CREATEDB", OWNER)
        _create_role(db, LOGIN)
        change = sql.SQL("ALTER ROLE {} LOGIN NOINHERIT NOCREATEDB NOCREATEROLE " + HARMLESS + " PASSWORD {}")
        db.execute(change.format(sql.Identifier(LOGIN), sql.Literal(word.login)))
        for role in ROLES:
            _run(db, "GRANT {} TO {}", role, LOGIN)
        _run(db, "GRANT {} TO {}", SEARCH, OWNER)  # it hands its look-up functions over
        if not db.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            _run(db, "CREATE DATABASE {} OWNER {}", DATABASE, OWNER)
    for database in ("template1", DATABASE):
        with _connected(home, database) as db:
            create_extensions(db)
    with _connected(home, DATABASE) as db:
        for statement in schema_grants(DATABASE):
            db.execute(statement)


def schema_grants(database: str) -> list[sql.Composed]:
    names = {"database": sql.Identifier(database), "owner": sql.Identifier(OWNER)}
    names["others"] = sql.SQL(", ").join(map(sql.Identifier, ROLES[1:]))  # type: ignore[assignment]
    statements: Iterable[LiteralString] = (
        "ALTER SCHEMA public OWNER TO {owner}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {others}",
        "GRANT TEMPORARY ON DATABASE {database} TO {owner}, {others}",
    )
    return [sql.SQL(text).format(**names) for text in statements]


def create_extensions(db: "psycopg.Connection[tuple[object, ...]]") -> None:
    """Those that this PostgreSQL brings; search works without them, only slower."""
    available = {str(row[0]) for row in db.execute("SELECT name FROM pg_available_extensions")}
    for name in EXTENSIONS:
        if name in available:
            _run(db, "CREATE EXTENSION IF NOT EXISTS {} SCHEMA public", name)


def extensions(url: str) -> dict[str, bool]:
    """Which of the optional extensions the database has."""
    with connect(parse_url(url)) as db:
        there = {str(row[0]) for row in db.execute("SELECT extname FROM pg_extension")}
    return {name: name in there for name in EXTENSIONS}


def missing_roles(url: str) -> list[str]:
    """Roles that do not exist or that the database user may not become."""
    question = (
        "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND pg_has_role(session_user, oid, 'MEMBER')"
    )
    with connect(parse_url(url)) as db:
        there = {str(row[0]) for row in db.execute(question, [list(ROLES)])}
    return [role for role in ROLES if role not in there]


def ensure_roles(url: str) -> None:
    """On somebody else's server: makes what is missing. Raises psycopg.errors.InsufficientPrivilege."""
    known = parse_url(url)
    with connect(known) as db:
        db.execute(grants_sql(known["dbname"], known["user"]).encode())


def grants_sql(database: str, user: str) -> str:
    """The same as text, for the administrator of a server on which we may not create roles."""
    for name in (database, user):
        if not re.fullmatch(r"[\w.\-]+", name):
            raise ValueError(f"{name!r} is not a plain name")
    roles = ", ".join(ROLES)
    create = "\n".join(
        f"  IF to_regrole('{role}') IS NULL THEN CREATE ROLE {role} NOLOGIN {HARMLESS}; END IF;"
        for role in ROLES
    )
    schema = ";\n".join(statement.as_string() for statement in schema_grants(database))
    trust = "\n".join(f"CREATE EXTENSION IF NOT EXISTS {name} SCHEMA public;" for name in EXTENSIONS)
    grants = f'GRANT {roles} TO "{user}";\nGRANT {SEARCH} TO {OWNER};'
    return f"DO $$ BEGIN\n{create}\nEND $$;\n{grants}\n{trust}\n{schema};\n"


def _create_role(db: "psycopg.Connection[tuple[object, ...]]", role: str) -> None:
    if not db.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
        _run(db, "CREATE ROLE {}", role)


def _run(db: "psycopg.Connection[tuple[object, ...]]", statement: LiteralString, *names: str) -> None:
    db.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _connected(home: Path, database: str) -> "psycopg.Connection[tuple[object, ...]]":
    known = params(home, SUPERUSER, passwords(home).superuser, database)
    return connect(known, autocommit=True)
