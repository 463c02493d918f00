"""One worker process: applies raw deliveries in a loop as `sapa worker` does, until none is left."""

import json
import os
import sys
from time import perf_counter

import django

from sapa.base.process import spare_collector


def main() -> None:
    """Waits for a line, applies, prints what it took as one JSON object."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapa.config.settings")
    django.setup()
    from sapa.base.clock import business_now
    from sapa.events.services import process_raw
    from sapa.lab.bench.meter import memory_mb

    spare_collector()
    business_now()
    print("ready", flush=True)
    sys.stdin.readline()
    begun, used = perf_counter(), os.times()
    while process_raw(now=business_now()):
        pass
    spent, ended = perf_counter() - begun, os.times()
    cpu = ended.user + ended.system - used.user - used.system
    print(json.dumps({"seconds": spent, "cpu": cpu, "memory_mb": memory_mb()}), flush=True)
    sys.stdin.read()  # while it lives, so does its connection, whose processor time is read now


if __name__ == "__main__":
    main()
