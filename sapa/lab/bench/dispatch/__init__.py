"""`sapa bench dispatch`: messages leave through the whole engine, beside its HTTP client alone.

Everything happens in a database of its own that is gone afterwards, towards a small endpoint in a process of
its own. Nothing is left out to be fast: every commit waits for the disk, row security is on, follow-ups are
settled before and decided again by the final gate, each try is committed before its request. Sixteen numbers
with WhatsApp's highest speed share the messages, so that no number's own speed is measured.
"""

import os
import signal
from typing import Any

from sapa.lab.bench.settle import Told

__all__ = ["bench_dispatch"]


def bench_dispatch(*, told: Told, **wanted: Any) -> dict[str, Any]:
    """Figures by the names of `contracts.md`; the options are those of `run.Wanted`. `told` hears what is done."""
    from sapa.base.instance import instance
    from sapa.lab.bench.dispatch.processes import Endpoint
    from sapa.lab.bench.settle.home import throw_away_database

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end, it still tidies up
    endpoint = Endpoint(wanted.get("latency", 0.0))
    try:
        with throw_away_database():
            os.environ.update(endpoint.environment())
            instance.cache_clear()
            import django

            django.setup()
            from sapa.lab.bench.dispatch.run import Bench, Wanted

            return Bench(Wanted(**wanted), endpoint, told).run()
    finally:
        endpoint.program.stop()
