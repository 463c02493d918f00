"""The order of the measurements: ceiling, then settling by each number of workers, and so round again."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django.core.management import call_command
from django.db import connections

from sapa.base.scope import workspace_scope
from sapa.lab.bench.meter import Meter, family_seconds
from sapa.lab.bench.settle import due, median
from sapa.lab.bench.settle.measuring import Settled, claim_rate, plan_rate, settle_rate
from sapa.lab.bench.settle.people import fill, found_shop


class Bench:
    def __init__(self, contacts: int, follow_ups: int, repeats: int, told: Callable[[str], None]) -> None:
        self.contacts, self.follow_ups, self.repeats, self.told = contacts, follow_ups, repeats, told
        self.others: list[float] = []
        self.counts: list[due.Counted] = []

    def run(self, workers: Sequence[int], events: int) -> dict[str, Any]:
        self.told("making the shop")
        call_command("migrate", database="owner", verbosity=0, skip_checks=True)
        self.workspace_id = found_shop()
        with workspace_scope(self.workspace_id):
            fill(self.contacts)
        ceilings, settled = [], defaultdict[int, list[Settled]](list)
        for _ in range(self.repeats):
            ceilings.append(self.ceiling())
            for count in workers:
                settled[count].append(self.settle(count))
        return self.figures(ceilings, settled, self.planning(events))

    def prepare(self, rows: int) -> None:
        with workspace_scope(self.workspace_id):
            due.put(rows, self.contacts, self.workspace_id)
        due.tidy()
        connections.close_all()

    def ceiling(self) -> float:
        self.prepare(self.follow_ups)
        rate = claim_rate()
        self.told(f"ceiling: {rate:.0f} rows claimed per second")
        return rate

    def settle(self, workers: int) -> Settled:
        self.prepare(self.follow_ups)
        meter = Meter(family_seconds)
        found = settle_rate(self.follow_ups, workers)
        self.others.append(meter.others())
        with workspace_scope(self.workspace_id):
            self.counts.append(due.counted())
        self.told(f"{workers} worker(s): {found.rate:.0f} follow-ups per second")
        return found

    def planning(self, events: int) -> tuple[float, float]:
        self.prepare(0)
        return plan_rate(self.workspace_id, min(events, self.contacts))

    def figures(
        self, ceilings: list[float], settled: dict[int, list[Settled]], planned: tuple[float, float]
    ) -> dict[str, Any]:
        most, last = settled[max(settled)], self.counts[-1]
        rates = [one.rate for one in most]
        return {
            "ceiling": median(ceilings),
            "system": median(rates),
            "ratio": round(median(rates) / median(ceilings), 4),
            "unique": min(one.unique for one in self.counts),
            "duplicate": max(one.doubled + one.unmatched + one.crowded for one in self.counts),
            "missing": max(one.missing for one in self.counts),
            "memory_mb": max(one.last_mb for one in most),
            "other_cpu_pct": max(self.others),
            "repeats": self.repeats,
            "lowest": round(min(rates)),
            "highest": round(max(rates)),
            "workers": {str(n): median([one.rate for one in many]) for n, many in settled.items()},
            "worker_us": self.cost(settled, "worker_cpu"),
            "database_us": self.cost(settled, "database_cpu"),
            "memory_first_mb": max(one.first_mb for one in most),
            "contacts": self.contacts,
            "follow_ups": self.follow_ups,
            "events_handled": round(planned[0]),
            "follow_ups_planned": round(planned[1]),
            "outcomes": last.outcomes,
        }

    def cost(self, settled: dict[int, list[Settled]], of: str) -> dict[str, int]:
        """Processor time of one follow-up, by the number of workers."""
        return {
            str(n): median([getattr(one, of) / self.follow_ups * 1e6 for one in many])
            for n, many in settled.items()
        }
