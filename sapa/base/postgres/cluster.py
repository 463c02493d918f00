"""The data folder, its neighbours in the home folder, and how PostgreSQL is set up for it."""

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .address import PORT, SUPERUSER, socket_folder
from .binaries import Binaries
from .errors import StartError
from .secrets import passwords
from .user import ServerUser

LOG_BYTES = 10_000_000
MEGABYTE = 1024 * 1024
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
# Statements, parameters and DETAIL lines hold names and numbers of customers: they stay out of the log.
QUIET = {
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_line_prefix": "%m [%p] ",
    "lc_messages": "C",
}


class Cluster(NamedTuple):
    """In the home folder: postgres/ (data, owned by the server's user), run/ (socket), postgres.log."""

    home: Path
    user: ServerUser

    @property
    def folder(self) -> Path:
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def sockets(self) -> Path:
        return socket_folder(self.home)

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"

    def version(self) -> int | None:
        """Major version that made the data, None before the first start."""
        marker = self.data / "PG_VERSION"
        return int(marker.read_text()) if marker.exists() else None

    def prepare_folders(self) -> None:
        self.home.mkdir(mode=0o711, parents=True, exist_ok=True)
        self._check_reachable()
        for folder in (self.folder, self.sockets):
            make_private(folder, self.user)
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_name("postgres.log.1"))

    def _check_reachable(self) -> None:
        """Parents are never opened for the server's user; a home behind a closed door is refused instead."""
        try:
            subprocess.run(["/bin/sh", "-c", "cd .."], cwd=self.home, check=True, **self.user.identity())
            subprocess.run(["test", "-x", self.home], cwd="/", check=True, **self.user.identity())
        except (OSError, subprocess.CalledProcessError):
            who = self.user.name or f"#{self.user.uid}"
            raise StartError(
                f"Folder {self.home} tidak bisa dicapai oleh pengguna {who} yang menjalankan PostgreSQL.",
                f"User {who}, who runs PostgreSQL, cannot reach {self.home}; choose another SAPA_HOME.",
            ) from None

    def initialise(self, binaries: Binaries) -> None:
        """Made aside and renamed, so that an interrupted first start leaves nothing half done."""
        aside = self.folder / "data.new"
        shutil.rmtree(aside, ignore_errors=True)
        word = self.folder / "password.new"
        word.unlink(missing_ok=True)
        with os.fdopen(os.open(word, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(passwords(self.home).superuser)
        self.user.own(word)
        try:
            self._initdb(binaries, aside, word)
        finally:
            word.unlink()
        aside.rename(self.data)

    def _initdb(self, binaries: Binaries, target: Path, word: Path) -> None:
        problem = ""
        for locale in locales(binaries.version):
            command = [binaries.program("initdb"), f"--pgdata={target}", f"--pwfile={word}", *FIXED, *locale]
            done = subprocess.run(
                command,
                cwd="/",
                env=ENVIRONMENT,
                capture_output=True,
                text=True,
                check=False,
                **self.user.identity(),
            )
            if done.returncode == 0:
                return
            problem = done.stderr.strip()
            shutil.rmtree(target, ignore_errors=True)
        raise StartError(
            f"Basis data baru tidak bisa dibuat di {self.folder}: {problem}",
            f"A new database could not be made in {self.folder}: {problem}",
        )

    def command(self, binaries: Binaries) -> list[str]:
        words = {**places(self.sockets), **sizes(memory_bytes()), **QUIET}
        options = [part for name, value in words.items() for part in ("-c", f"{name}={value}")]
        return [binaries.program("postgres"), "-D", str(self.data), *options]


FIXED = (
    f"--username={SUPERUSER}",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--data-checksums",
    "--no-instructions",
)


def locales(version: int) -> Iterator[list[str]]:
    """The built-in provider sorts alike everywhere and for ever; older versions take what the system has."""
    if version >= 17:
        yield ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        return
    for name in ("C.UTF-8", "en_US.UTF-8", "C"):
        yield [f"--locale={name}"]


def places(sockets: Path) -> dict[str, str]:
    return {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": str(sockets),
        "unix_socket_permissions": "0700",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "max_connections": "120",
    }


def sizes(memory: int) -> dict[str, str]:
    """A quarter of the memory, at most 1 GB, for the shared buffers (stack.md §1)."""
    quarter = max(16, min(1024, memory // MEGABYTE // 4))
    return {
        "shared_buffers": f"{quarter}MB",
        "effective_cache_size": f"{2 * quarter}MB",
        "max_wal_size": "2GB",
        "wal_compression": "on",
        "random_page_cost": "1.1",
        "jit": "off",
        "max_parallel_workers_per_gather": "0",  # on two cores a page's helpers wait for one another
    }


def memory_bytes() -> int:
    """Of the machine, or of the container we are in when that is less."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = Path("/sys/fs/cgroup/memory.max")
    try:
        return min(machine, int(limit.read_text()))
    except (OSError, ValueError):
        return machine


def make_private(folder: Path, user: ServerUser) -> None:
    """Ours alone, mode 0700. Raises StartError when somebody else put it there first."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), user.uid}:
        raise StartError(f"Folder {folder} milik orang lain.", f"Folder {folder} belongs to somebody else.")
    user.own(folder)
    folder.chmod(0o700)
