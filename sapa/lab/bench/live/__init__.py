"""`sapa bench live`: from a customer's message to the screens of everybody who has a page open.

Everything happens in a database of its own that is gone afterwards. The web process and the worker are the programs
that `sapa serve` starts; messages come as signed webhooks at a fixed rate, whether or not the ones before were
answered; people are logged in and read the stream over sockets of their own. Pages that are told of a change ask for
it as the browser does, and a message is visible when such an answer holds it.
"""

import signal
from collections.abc import Callable, Sequence
from typing import Any

from sapa.lab.bench.settle import Told

__all__ = ["bench_live"]


def bench_live(
    *,
    web: Callable[[str | None, int], Sequence[str]],
    worker: Sequence[str],
    clients: int,
    pages: int,
    rate: float,
    seconds: float,
    told: Told,
) -> dict[str, Any]:
    """Figures by the names of `contracts.md`.

    `web(application, port)`: the server's command line with that application. `clients`: open streams, `pages` of
    which are whole pages at a conversation. `rate`: messages a second. `told` hears what is being done.
    """
    from sapa.lab.bench.settle.home import throw_away_database

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end, it still tidies up
    with throw_away_database():
        import django

        django.setup()
        from sapa.lab.bench.live.run import Bench, Wanted

        return Bench(Wanted(web, worker, clients, min(pages, clients), rate, seconds), told).run()
