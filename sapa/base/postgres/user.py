"""Under which system user PostgreSQL runs: it refuses to run as root."""

import os
import pwd
from pathlib import Path
from typing import NamedTuple, TypedDict

from sapa.base.instance import SettingsError

PREFERRED = ("sapa", "postgres", "nobody")


class Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


class ServerUser(NamedTuple):
    uid: int
    gid: int
    name: str

    def identity(self) -> Identity:
        """Arguments for `subprocess`; nothing to change when we already are this user."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        if self.uid != os.geteuid():
            os.chown(path, self.uid, self.gid)


def server_user(data: Path, wanted: str | None = None) -> ServerUser:
    """Ourselves; for root the owner of existing data, else the wanted user, else the first that exists."""
    if os.geteuid() != 0:
        return ServerUser(os.geteuid(), os.getegid(), "")
    if data.exists() and data.stat().st_uid != 0:
        return ServerUser(data.stat().st_uid, data.stat().st_gid, "")
    for name in (wanted,) if wanted else PREFERRED:
        if entry := _entry(name):
            return ServerUser(entry.pw_uid, entry.pw_gid, name)
    names = wanted or ", ".join(PREFERRED)
    raise SettingsError(
        f"SAPA_PG_USER: tidak ada pengguna sistem {names} selain root",
        f"SAPA_PG_USER: there is no system user {names} but root",
    )


def _entry(name: str) -> pwd.struct_passwd | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return entry if entry.pw_uid != 0 else None
