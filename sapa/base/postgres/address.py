"""Where the database is: from DATABASE_URL, else the embedded one in the home folder. Starts nothing."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from sapa.base.instance import SettingsError, instance

from .secrets import passwords

DATABASE = "sapa"
LOGIN = "sapa_login"
SUPERUSER = "postgres"
PORT = 5432
LONGEST_SOCKET_PATH = 103  # macOS; Linux takes 107


def database_params(home: Path | None = None, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """host (a folder for a unix socket), port, user, password, dbname, and further libpq words (sslmode …).

    Raises SettingsError when DATABASE_URL is not a PostgreSQL address.
    """
    if url := environ.get("DATABASE_URL", "").strip():
        return parse_url(url)
    home = home or instance().home
    return params(home, LOGIN, passwords(home).login)


def params(home: Path, user: str, password: str, dbname: str = DATABASE) -> dict[str, str]:
    host = str(socket_folder(home))
    return {"host": host, "port": str(PORT), "user": user, "password": password, "dbname": dbname}


def parse_url(url: str) -> dict[str, str]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise SettingsError(
            "DATABASE_URL: harus berbentuk postgresql://pengguna:sandi@host:port/nama",
            "DATABASE_URL: postgresql://user:password@host:port/name is expected",
        )
    try:
        port = str(parts.port or PORT)
    except ValueError:
        raise SettingsError(
            "DATABASE_URL: port bukan angka", "DATABASE_URL: the port is not a number"
        ) from None
    named = {
        "host": unquote(parts.hostname or ""),
        "port": port,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "dbname": unquote(parts.path.strip("/")),
    }
    return {**{word: value for word, value in named.items() if value}, **dict(parse_qsl(parts.query))}


def connection_url(home: Path | None = None, environ: Mapping[str, str] = os.environ) -> str:
    """The same as one `postgresql://` address; holds the password, so never print it."""
    if url := environ.get("DATABASE_URL", "").strip():
        return url
    known = database_params(home, environ)
    return f"postgresql:///{known.pop('dbname')}?{urlencode(known)}"


def is_embedded(environ: Mapping[str, str] = os.environ) -> bool:
    return not environ.get("DATABASE_URL", "").strip()


def socket_folder(home: Path) -> Path:
    """`run` in the home folder; a short private one in /tmp, the same for every command, if that is too long."""
    folder = home.absolute() / "run"
    if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
        return folder
    digest = hashlib.sha256(os.fsencode(home.absolute())).hexdigest()[:16]
    return Path(f"/tmp/sapa-{os.geteuid()}-{digest}")  # noqa: S108
