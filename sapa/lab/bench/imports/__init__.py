"""`sapa bench import`: a file of orders is imported as `sapa import orders` does, beside a plain COPY of the same file.

Everything happens in a database of its own that is gone afterwards. Each repeat is another shop; every order is
counted after it.
"""

import signal
from collections.abc import Callable
from typing import Any


def bench_import(*, rows: int, repeats: int, told: Callable[[str], None]) -> dict[str, Any]:
    """Figures by the names of `contracts.md`, rows per second; `told` hears what is being done."""
    from sapa.lab.bench.settle.home import throw_away_database

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end, it still tidies up
    with throw_away_database() as home:
        import django

        django.setup()
        from sapa.lab.bench.imports.run import Bench

        return Bench(home / "orders.csv", rows, told).run(repeats)
