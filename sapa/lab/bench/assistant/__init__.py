"""`sapa bench assistant`: what the assistant costs: reading a message, a whole turn, an index of articles.

Turns go the way of every message: a stored webhook, applied and handed to all its handlers by one worker process of
its own, in a database that is gone afterwards. Reading is measured first, before anything else is loaded.
"""

import signal
from collections.abc import Callable, Sequence
from typing import Any

from sapa.lab.bench.assistant.understanding import bench_understanding

__all__ = ["bench_assistant"]


def bench_assistant(
    *,
    holding: str,
    cases: int,
    repeats: int,
    seed: int,
    turns: int,
    customers: int,
    passages: Sequence[int],
    told: Callable[[str], None],
) -> dict[str, Any]:
    """Figures by the names of `contracts.md`; those of whole turns begin with `turn_`. `passages`: sizes of indexes.

    `holding`: the module whose `steps()` load what a worker holds, for its memory.
    `told` hears what is being done.
    """
    told("reading")
    read = bench_understanding(cases=cases, repeats=repeats, seed=seed)
    told("indexes")
    indexes = {"indexes": [_index(size) for size in passages]}
    return read | _turns(holding, turns, customers, repeats, seed, told) | indexes


def _index(passages: int) -> dict[str, Any]:
    """In a process of its own, so that its memory is the index's alone."""
    from sapa.lab.bench.programs import Program

    program = Program("sapa.lab.bench.assistant.knowledge", passages)
    found: dict[str, Any] = program.hear()
    program.close()
    return found


def _turns(
    holding: str, turns: int, customers: int, repeats: int, seed: int, told: Callable[[str], None]
) -> dict[str, Any]:
    from sapa.lab.bench.settle.home import throw_away_database

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end, it still tidies up
    with throw_away_database():
        import django

        django.setup()
        from sapa.lab.bench.assistant.turns import Bench

        return Bench(holding, turns, max(customers, turns), repeats, seed, told).run()
