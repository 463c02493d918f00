"""The order of the measurements: bare server, door without and with a database, plain view, what is applied behind."""

import statistics
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.core.management import call_command
from django.db import connections

from sapa.lab.bench.ingest import plain_names
from sapa.lab.bench.ingest.measuring import Answered, Applied, apply, free_port, load, serving
from sapa.lab.bench.ingest.shop import SECRET, Shop
from sapa.lab.bench.meter import Meter, family_seconds
from sapa.lab.bench.settle import Told, median

BATCH = 100
BARE, DRY, PLAIN = (f"{__package__}.{name}:application" for name in ("bare", "dry", "plain"))


class Wanted(NamedTuple):
    """`command` makes the server's command line from an application and a port; None is that of production."""

    command: Callable[[str | None, int], Sequence[str]]
    connections: int
    seconds: float
    messages: int
    repeats: int


class Bench:
    def __init__(self, wanted: Wanted, told: Told) -> None:
        self.wanted, self.told = wanted, told
        self.others: list[float] = []
        self.duplicate = self.missing = self.unique = 0

    def run(self) -> dict[str, Any]:
        self.told("making the shop")
        call_command("migrate", database="owner", verbosity=0, skip_checks=True)
        self.shop = Shop(self.wanted.messages)
        kinds: dict[str, list[Answered]] = {name: [] for name in ("bare", "dry", "door", "batches", "plain")}
        applied: dict[int, list[Applied]] = {1: [], BATCH: []}
        for _ in range(self.wanted.repeats):
            kinds["bare"].append(self.answer("bare server", BARE, 1, stores=False))
            kinds["dry"].append(self.answer("door without a database", DRY, 1, stores=False))
            kinds["door"].append(self.answer("door", None, 1))
            kinds["batches"].append(self.answer("door, batches", None, BATCH))
            kinds["plain"].append(self.answer("plain Django view", PLAIN, 1))
            for batch, found in applied.items():
                found.append(self.apply(batch))
        return self.figures(kinds, applied)

    def answer(self, name: str, application: str | None, batch: int, *, stores: bool = True) -> Answered:
        self.shop.empty()
        connections.close_all()
        port, meter = free_port(), Meter(family_seconds)
        environment = plain_names(self.shop.workspace_id, self.shop.endpoint_id, SECRET)
        with serving(self.wanted.command(application, port), port, environment) as pid:
            load(port, pid, self.shop, self.wanted.connections, 0.3, batch)
            self.shop.empty()
            connections.close_all()
            found = load(port, pid, self.shop, self.wanted.connections, self.wanted.seconds, batch)
        self.others.append(meter.others())
        if stores:
            self.check(found)
        self.told(f"{name}: {found.rate:.0f} requests per second, p99 {found.p99_ms} ms")
        return found

    def check(self, found: Answered) -> None:
        """Every 200 is a row, and no row is there twice."""
        rows, different = self.shop.stored()
        self.unique += different
        self.duplicate += rows - different
        self.missing += abs(found.requests - rows) + found.refused

    def apply(self, batch: int) -> Applied:
        meter = Meter(family_seconds)
        found = apply(self.shop, batch)
        self.others.append(meter.others())
        messages, read = self.shop.applied()
        self.missing += messages - read
        self.told(f"applied, {batch} in a body: {found.rate:.0f} statuses per second")
        return found

    def figures(self, kinds: dict[str, list[Answered]], applied: dict[int, list[Applied]]) -> dict[str, Any]:
        rates = {name: statistics.median(one.rate for one in many) for name, many in kinds.items()}
        door, batches = kinds["door"], kinds["batches"]
        return {
            "ceiling": round(rates["dry"]),
            "system": round(rates["door"]),
            "ratio": round(round(rates["door"]) / round(rates["dry"]), 4),
            "unique": self.unique,
            "duplicate": self.duplicate,
            "missing": self.missing,
            "memory_mb": max(one.server_mb for one in (*door, *batches)),
            "other_cpu_pct": max(self.others),
            "repeats": self.wanted.repeats,
            "lowest": round(min(one.rate for one in door)),
            "highest": round(max(one.rate for one in door)),
            "p50_ms": statistics.median(one.p50_ms for one in door),
            "p99_ms": statistics.median(one.p99_ms for one in door),
            "server_us": self.each(door, "server_cpu"),
            "door_database_us": self.each(door, "database_cpu"),
            "load_us": self.each(door, "load_cpu"),
            "updates_in_batches": round(rates["batches"] * BATCH),
            "batches_p50_ms": statistics.median(one.p50_ms for one in batches),
            "batches_p99_ms": statistics.median(one.p99_ms for one in batches),
            "bare_server": round(rates["bare"]),
            "plain_view": round(rates["plain"]),
            "of_plain_view": round(rates["door"] / rates["plain"], 1),
            "connections": self.wanted.connections,
            "applied_singly": median([one.rate for one in applied[1]]),
            "applied_in_batches": median([one.rate for one in applied[BATCH]]),
            "apply_worker_us": self.cost(applied, "worker_cpu"),
            "apply_database_us": self.cost(applied, "database_cpu"),
        }

    def each(self, found: list[Answered], of: str) -> int:
        """Processor time of one request."""
        return median([getattr(one, of) / one.requests * 1e6 for one in found])

    def cost(self, applied: dict[int, list[Applied]], of: str) -> dict[str, int]:
        """Processor time of one status, by how many are in a body."""
        return {
            str(batch): median([getattr(one, of) * 1e6 for one in many]) for batch, many in applied.items()
        }
