"""What else the machine was doing while something was measured, and how much memory that took."""

import os
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

NOISE_LIMIT = 10.0
TICKS = os.sysconf("SC_CLK_TCK")
# Fields of /proc/<pid>/stat after the name, which may hold blanks: state is 0, parent 1.
PARENT, TIMES = 1, slice(11, 15)


class Meter:
    """Share of one processor that other programs used since the meter was made."""

    def __init__(self, own: "Callable[[], float] | None" = None) -> None:
        self.own = own or own_seconds
        self.busy, self.mine, self.at = busy_seconds(), self.own(), perf_counter()

    def others(self) -> float:
        spent = perf_counter() - self.at
        others = busy_seconds() - self.busy - (self.own() - self.mine)
        return round(max(others, 0.0) / spent * 100, 1)


def busy_seconds() -> float:
    """Processor seconds of the whole machine since it started, idle and waiting ones left out."""
    ticks = [int(part) for part in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(ticks) - ticks[3] - ticks[4]) / TICKS


def own_seconds() -> float:
    used = os.times()
    return used.user + used.system


def family_seconds() -> float:
    """Of this process and everything it started, with what has already ended."""
    return sum(_family().values())


def database_seconds() -> float:
    """Of the embedded database that this process has started."""
    return sum(seconds for pid, seconds in _family().items() if _name(pid) == "postgres")


def seconds_of(pid: int) -> float:
    """Of one process. Raises ProcessLookupError when it has ended."""
    if (found := _stat(Path(f"/proc/{pid}/stat"))) is None:
        raise ProcessLookupError(pid)
    return sum(int(tick) for tick in found[1][TIMES]) / TICKS


def _family() -> dict[int, float]:
    known = dict(filter(None, map(_stat, Path("/proc").glob("[0-9]*/stat"))))
    mine = {os.getpid()}
    while more := {pid for pid, stat in known.items() if int(stat[PARENT]) in mine} - mine:
        mine |= more
    return {pid: sum(int(tick) for tick in known[pid][TIMES]) / TICKS for pid in mine}


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:  # it has just ended
        return ""


def _stat(file: Path) -> tuple[int, list[str]] | None:
    try:
        words = file.read_text()
    except OSError:  # it has just ended
        return None
    return int(file.parent.name), words.rpartition(")")[2].split()


def resident_mb() -> float:
    """Memory of this process, shared pages counted whole."""
    pages = Path("/proc/self/statm").read_text().split()[1]
    return round(int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


def memory_mb(pid: str = "self") -> float:
    """Proportional memory of a process: shared pages are told in parts."""
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return round(next(int(row.split()[1]) for row in rows if row.startswith("Pss:")) / 1024, 1)
