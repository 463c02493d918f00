"""`sapa bench inbox`: a million conversations looked through, opened, searched and answered by the real pages.

Everything happens in a database of its own that is gone afterwards. The pages are asked inside this process, with
every middleware, row security and another shop beside; queries are counted where the driver sends them.
"""

import signal
from collections.abc import Callable
from typing import Any


def bench_inbox(
    *, conversations: int, messages: int, visits: int, told: Callable[[str], None]
) -> dict[str, Any]:
    """Figures by the names of `contracts.md`; `visits` of each kind. `told` hears what is being done."""
    from sapa.lab.bench.settle.home import throw_away_database

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end, it still tidies up
    with throw_away_database():
        import django

        django.setup()
        from sapa.lab.bench.inbox.run import Bench

        return Bench(conversations, messages, visits, told).run()
