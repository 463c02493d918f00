"""`sapa bench search`: questions to the one search box over a million customers, beside one look-up by an index.

Everything happens in a database of its own that is gone afterwards. Every question asks for people, orders, parcels
and messages, as the page does, with row security on and another shop beside; what it must find is counted.
"""

import signal
from collections.abc import Callable
from typing import Any


def bench_search(*, contacts: int, questions: int, told: Callable[[str], None]) -> dict[str, Any]:
    """Figures by the names of `contracts.md`; `questions` of each kind. `told` hears what is being done."""
    from sapa.lab.bench.settle.home import throw_away_database

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end, it still tidies up
    with throw_away_database():
        import django

        django.setup()
        from sapa.lab.bench.search.run import Bench

        return Bench(contacts, questions, told).run()
