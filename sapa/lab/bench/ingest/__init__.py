"""`sapa bench ingest`: signed status webhooks at the real web process, and what a worker does with them.

Everything happens in a database of its own that is gone afterwards. The door is the program that `sapa serve`
starts; every commit waits for the disk; after each run all acknowledged bodies are counted in the database.
"""

import signal
from collections.abc import Callable, Sequence
from typing import Any

from sapa.lab.bench.settle import Told

__all__ = ["bench_ingest"]


def bench_ingest(
    *,
    command: Callable[[str | None, int], Sequence[str]],
    connections: int,
    seconds: float,
    messages: int,
    repeats: int,
    told: Told,
) -> dict[str, Any]:
    """Figures by the names of `contracts.md`.

    `command(application, port)`: the server's command line, of production for None. `messages`: how many the
    worker hears about, three statuses each. `told` hears what is being done.
    """
    from sapa.lab.bench.settle.home import throw_away_database

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end, it still tidies up
    with throw_away_database():
        import django

        django.setup()
        from sapa.lab.bench.ingest.run import Bench, Wanted

        return Bench(Wanted(command, connections, seconds, messages, repeats), told).run()


def plain_names(workspace_id: int, endpoint_id: int, secret: str) -> dict[str, str]:
    """What the plain view is told of the shop."""
    return {"BENCH_WORKSPACE": str(workspace_id), "BENCH_ENDPOINT": str(endpoint_id), "BENCH_SECRET": secret}
