"""Passwords of the embedded database: made once, kept in one file only its owner reads."""

import json
import os
import secrets
from pathlib import Path
from typing import NamedTuple

FILE = "postgres.json"


class Passwords(NamedTuple):
    superuser: str
    login: str


def passwords(home: Path) -> Passwords:
    """Reads the file, making it on first use; safe when several processes come first at once."""
    path = home / FILE
    if not path.exists():
        _write_once(path)
    return Passwords(**json.loads(path.read_text()))


def _write_once(path: Path) -> None:
    """Written aside and linked into place, so that nobody ever reads half a file and the first one wins."""
    path.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    fresh = Passwords(secrets.token_urlsafe(24), secrets.token_urlsafe(24))
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(fresh._asdict(), file)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(aside, path)
    except FileExistsError:
        return
    finally:
        aside.unlink()
