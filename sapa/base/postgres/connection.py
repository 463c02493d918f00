"""Plain psycopg connections from libpq words; used only for the server's own care."""

from collections.abc import Mapping

import psycopg
from psycopg.conninfo import make_conninfo


def connect(
    known: Mapping[str, str], *, autocommit: bool = False, timeout: int = 10
) -> "psycopg.Connection[tuple[object, ...]]":
    """Raises psycopg.OperationalError when nobody answers or the password is wrong."""
    return psycopg.connect(make_conninfo(**known, connect_timeout=timeout), autocommit=autocommit)
