"""The database: found, started, watched and stopped here. Knows nothing of Django.

Data lives in the home folder (`SAPA_HOME`; `/var/lib/sapa` for root, `~/.local/share/sapa` otherwise).
As root the server runs as an unprivileged user (`SAPA_PG_USER`, else sapa, postgres or nobody).
"""

from .address import connection_url, database_params, is_embedded
from .errors import DatabaseError, InUseError, NoBinariesError, StartError
from .roles import ROLES, ensure_roles, extensions, grants_sql, missing_roles
from .running import SharedServer, running_database
from .server import Server

__all__ = [
    "ROLES",
    "DatabaseError",
    "InUseError",
    "NoBinariesError",
    "Server",
    "SharedServer",
    "StartError",
    "connection_url",
    "database_params",
    "ensure_roles",
    "extensions",
    "grants_sql",
    "is_embedded",
    "missing_roles",
    "running_database",
]
