"""Files with secrets: made once, complete from the first moment, read by their owner only."""

import contextlib
import os
import secrets
from pathlib import Path


def write_once(path: Path, content: str) -> None:
    """Does nothing when the file is there: of several processes that come at once, the first one wins."""
    path.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    aside = _written_aside(path, content)
    try:
        with contextlib.suppress(FileExistsError):
            os.link(aside, path)
    finally:
        aside.unlink()


def replace(path: Path, content: str) -> None:
    _written_aside(path, content).replace(path)


def is_private(path: Path) -> bool:
    return path.stat().st_mode & 0o077 == 0


def _written_aside(path: Path, content: str) -> Path:
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return aside
