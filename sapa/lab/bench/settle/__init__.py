"""`sapa bench settle`: due follow-ups of a whole shop are decided, beside the raw claim of the same rows.

Everything happens in a database of its own that is gone afterwards. Nothing is left out to be fast: every
commit waits for the disk, row security is on, every decision is kept with its trace, and each follow-up,
message and gap is counted after each measurement.
"""

import signal
import statistics
from collections.abc import Callable, Sequence
from typing import Any

Told = Callable[[str], None]


def bench_settle(
    *, contacts: int, follow_ups: int, workers: Sequence[int], repeats: int, events: int, told: Told
) -> dict[str, Any]:
    """Figures by the names of `contracts.md`; `system` is that of the largest number of workers.

    `told` hears what is being done. `events`: how many are planned from, measured apart.
    """
    from sapa.lab.bench.settle.home import throw_away_database

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end, it still tidies up
    with throw_away_database():
        import django

        django.setup()
        from sapa.lab.bench.settle.run import Bench

        return Bench(contacts, follow_ups, repeats, told).run(workers, events)


def median(values: Sequence[float]) -> int:
    return round(statistics.median(values))
