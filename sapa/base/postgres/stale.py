"""A lock file whose process number now belongs to somebody else, as after a power cut (Linux).

PostgreSQL sees a living process and refuses for ever. The file is put aside only when that process is no
PostgreSQL and no process at all works in the data folder; the caller holds our own lock of the data.
"""

from pathlib import Path


def put_aside_stale_lock(data: Path) -> bool:
    file = data / "postmaster.pid"
    try:
        number = int(file.read_text().split("\n")[0])
        name = Path(f"/proc/{number}/comm").read_text().strip()
    except (OSError, ValueError):
        return False
    if name in {"postgres", "postmaster"} or _somebody_works_in(data):
        return False
    file.replace(data / "postmaster.pid.stale")
    return True


def _somebody_works_in(data: Path) -> bool:
    """Every PostgreSQL process has the data as its working folder; what we may not see counts as one."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == data:
                return True
        except PermissionError:
            if process.stat().st_uid == data.stat().st_uid:
                return True
        except OSError:
            continue
    return False
