"""The import in a process of its own: as `sapa import orders`, with what it took of time and memory."""

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from time import perf_counter

import django

CHUNK = 1 << 20


def main(path: Path, workspace_id: int, now: datetime) -> None:
    """Waits for a line, imports, prints one JSON object."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapa.config.settings")
    django.setup()
    from sapa.base.scope import workspace_scope
    from sapa.commerce import importers

    print("ready", flush=True)
    sys.stdin.readline()
    begun, used = perf_counter(), os.times()
    with workspace_scope(workspace_id):
        with path.open("rb") as source:
            chunks = iter(lambda: source.read(CHUNK), b"")
            kept = importers.keep_upload(chunks=chunks, filename=path.name, now=now)
        mapping = importers.known_mapping(tuple(kept.header))
        importers.begin_import(run_id=kept.pk, mapping=mapping, now=now)
    done = importers.run_import(workspace_id=workspace_id, run_id=kept.pk, now=now)
    ended = os.times()
    told = {"state": done.state, "rows": done.rows, "created": done.created, "seconds": perf_counter() - begun,
            "cpu": ended.user + ended.system - used.user - used.system, "most_mb": most_mb()}  # fmt: skip
    print(json.dumps(told), flush=True)


def most_mb() -> float:
    """The most memory that this program ever had in use."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return round(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024, 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), datetime.fromisoformat(sys.argv[3]))
