"""One worker process of the benchmark: settles in a loop as `sapa worker` does, until nothing is due."""

import json
import os
import sys
from datetime import datetime
from time import perf_counter

import django

from sapa.base.process import spare_collector

WARM_ROUNDS = 5


def main(now: datetime) -> None:
    """Waits for a line, settles, prints what it took as one JSON object."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapa.config.settings")
    django.setup()
    from sapa.journeys.services import settle_due
    from sapa.lab.bench.meter import memory_mb

    spare_collector()

    settle_due(now=datetime.min.replace(tzinfo=now.tzinfo))
    print("ready", flush=True)
    sys.stdin.readline()
    begun, used, rounds, people, memory = perf_counter(), os.times(), 0, 0, 0.0
    while found := settle_due(now=now):
        rounds, people = rounds + 1, people + found
        if rounds == WARM_ROUNDS:
            memory = memory_mb()
    spent, ended = perf_counter() - begun, os.times()
    told = {"rounds": rounds, "people": people, "seconds": spent, "first_mb": memory, "last_mb": memory_mb(),
            "cpu": ended.user + ended.system - used.user - used.system}  # fmt: skip
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(datetime.fromisoformat(sys.argv[1]))
