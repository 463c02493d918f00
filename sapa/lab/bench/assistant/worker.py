"""One worker process: takes messages one by one as `sapa worker` does, and between them writes the bare rows."""

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from time import perf_counter, process_time
from typing import Any

import django

from sapa.base.process import return_memory, spare_collector


class Watch:
    """Seconds, those of the processor among them, and statements of each part, message by message. `turn`: the
    assistant's own share of `handled`."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, list[float]] = defaultdict(list)
        self.cpu: defaultdict[str, list[float]] = defaultdict(list)
        self.statements: defaultdict[str, list[int]] = defaultdict(list)

    @contextmanager
    def part(self, name: str, counts: list[int]) -> Iterator[None]:
        before, begun, used = counts[0], perf_counter(), process_time()
        yield
        self.cpu[name].append(process_time() - used)
        self.seconds[name].append(perf_counter() - begun)
        self.statements[name].append(counts[0] - before)


class Worker:
    """`other`: the shop that the bare rows are written in."""

    def __init__(self, other: int) -> None:
        self.other, self.watch, self.bare = other, Watch(), list[float]()

    def take(self, count: int) -> float:
        """Seconds that so many messages took, with everything that follows from them."""
        begun = perf_counter()
        for _ in range(count):
            self._take_one()
        return perf_counter() - begun

    def _take_one(self) -> None:
        """Told, handled once by everybody, then what that brought about."""
        from sapa.base.clock import business_now
        from sapa.events.services import process_raw, run_handlers
        from sapa.lab.bench.inbox.visits import counted

        with counted() as counts, self._turns(counts):
            with self.watch.part("heard", counts):
                process_raw(now=business_now(), limit=1)
            with self.watch.part("handled", counts):
                run_handlers(now=business_now())
            with self.watch.part("after", counts):
                while run_handlers(now=business_now()):
                    pass

    @contextmanager
    def _turns(self, counts: list[int]) -> Iterator[None]:
        from sapa.assistant import services

        answer = services.answer

        def watched(**given: Any) -> None:
            with self.watch.part("turn", counts):
                answer(**given)

        services.answer = watched
        try:
            yield
        finally:
            services.answer = answer

    def write(self, count: int) -> float:
        """Seconds that as many messages, turns and answers take where nobody reads, decides or looks."""
        from sapa.lab.bench.assistant.bare import write_one

        begun = perf_counter()
        for _ in range(count):
            write_one(self.other)
        return perf_counter() - begun


def main() -> None:
    """Arguments: the module of a worker's steps, the other shop, messages of one repeat, repeats, messages to warm up.
    Waits for a line first."""
    other, count, repeats, warm = map(int, sys.argv[2:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapa.config.settings")
    return_memory()
    django.setup()
    from sapa.lab.bench.meter import memory_mb, resident_mb

    import_module(sys.argv[1]).steps()  # loads everything that a worker holds
    spare_collector()
    start_mb = resident_mb()
    print("ready", flush=True)
    sys.stdin.readline()
    worker = Worker(other)
    worker.take(warm)
    worker.write(warm)
    first_mb = resident_mb()
    worker.watch, rates, bare, used = Watch(), list[float](), list[float](), 0.0
    for _ in range(repeats):
        bare.append(count / worker.write(count))
        before = os.times()
        rates.append(count / worker.take(count))
        used += sum(os.times()[:2]) - sum(before[:2])
    told = {"rates": rates, "bare": bare, "cpu": used, "seconds": worker.watch.seconds,
            "parts_cpu": worker.watch.cpu,
            "statements": worker.watch.statements, "memory_mb": memory_mb(), "rss_mb": resident_mb(),
            "rss_start_mb": start_mb, "rss_first_mb": first_mb}  # fmt: skip
    print(json.dumps(told), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
