"""Uploaded files under SAPA_HOME/imports: random names, readable only by us, gone after 30 days."""

import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

LARGEST_FILE = 200_000_000
KEPT_SECONDS = 30 * 86_400


class FileTooLargeError(ValueError):
    """More bytes than an import takes."""


@dataclass(frozen=True, slots=True)
class Kept:
    name: str
    sha256: str
    size: int


def folder() -> Path:
    path: Path = settings.SAPA.home / "imports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def keep(chunks: Iterable[bytes]) -> Kept:
    """Writes the bytes as they come. Raises FileTooLargeError and then keeps nothing."""
    name = f"{secrets.token_hex(16)}.csv"
    digest, size = hashlib.sha256(), 0
    handle = os.open(folder() / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "wb") as target:  # noqa: PTH123 (a descriptor)
        for chunk in chunks:
            size += len(chunk)
            if size > LARGEST_FILE:
                drop(name)
                raise FileTooLargeError
            digest.update(chunk)
            target.write(chunk)
    return Kept(name, digest.hexdigest(), size)


def open_upload(name: str) -> BinaryIO:
    return (folder() / Path(name).name).open("rb")


def drop(name: str) -> None:
    (folder() / Path(name).name).unlink(missing_ok=True)


def delete_old_uploads(*, machine_time: float) -> int:
    """Deletes what was uploaded more than 30 days before that second of the machine; returns how many."""
    old = [path for path in folder().glob("*.csv") if path.stat().st_mtime < machine_time - KEPT_SECONDS]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
