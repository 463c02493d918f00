"""Passwords of the embedded database: made once, kept in one file only its owner reads."""

import json
import secrets
from pathlib import Path
from typing import NamedTuple

from sapa.base.private_file import write_once

FILE = "postgres.json"


class Passwords(NamedTuple):
    superuser: str
    login: str


def passwords(home: Path) -> Passwords:
    """Reads the file, making it on first use."""
    path = home / FILE
    if not path.exists():
        fresh = Passwords(secrets.token_urlsafe(24), secrets.token_urlsafe(24))
        write_once(path, json.dumps(fresh._asdict()))
    return Passwords(**json.loads(path.read_text()))
