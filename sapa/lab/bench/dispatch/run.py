"""The order of the measurements: a warm-up whose bodies the ceiling posts, then ceiling and engine in turn."""

import statistics
from typing import Any, NamedTuple

from django.core.management import call_command

from sapa.lab.bench.dispatch.measuring import Sent, ceiling_rate, send_all
from sapa.lab.bench.dispatch.processes import Endpoint
from sapa.lab.bench.dispatch.shop import FASTEST, NUMBERS, TALKING, Shop
from sapa.lab.bench.meter import Meter, family_seconds
from sapa.lab.bench.settle import Told, median
from sapa.messaging.delivery.loop import IN_FLIGHT

WARM_UP = 500
SETTLERS = 2


class Wanted(NamedTuple):
    """`latency`: milliseconds until the endpoint answers. `one_number`: one number at 1000 messages a second."""

    messages: int
    workers: int
    repeats: int
    gated: bool = True
    replies: bool = False
    one_number: bool = False
    latency: float = 0.0


class Bench:
    def __init__(self, wanted: Wanted, endpoint: Endpoint, told: Told) -> None:
        self.wanted, self.endpoint, self.told = wanted, endpoint, told
        self.others: list[float] = []
        self.ceilings: list[float] = []
        self.sent: list[Sent] = []

    def run(self) -> dict[str, Any]:
        self.told("making the shop")
        call_command("migrate", database="owner", verbosity=0, skip_checks=True)
        contacts = min(self.wanted.messages, TALKING) if self.wanted.replies else self.wanted.messages
        self.shop = Shop(contacts, 1 if self.wanted.one_number else NUMBERS, FASTEST)
        bodies = self.warm_up()
        for _ in range(self.wanted.repeats):
            self.ceilings.append(self.ceiling(bodies))
            self.sent.append(self.system())
        return self.figures()

    def warm_up(self) -> list[str]:
        self.shop.plan_replies(WARM_UP) if self.wanted.replies else self.shop.plan_follow_ups(
            SETTLERS, WARM_UP
        )
        send_all(self.endpoint, WARM_UP, 1, self.wanted.gated)
        bodies: list[str] = self.endpoint.ask("bodies")
        return bodies

    def ceiling(self, bodies: list[str]) -> float:
        meter = Meter(family_seconds)
        rate, _cpu = ceiling_rate(self.endpoint, self.wanted.messages, self.wanted.workers, bodies)
        self.others.append(meter.others())
        self.told(f"ceiling: {rate:.0f} requests per second")
        return rate

    def system(self) -> Sent:
        wanted = self.wanted
        plan = self.shop.plan_replies if wanted.replies else self.plan_follow_ups
        waiting = plan(wanted.messages)
        self.told(f"{waiting} messages wait")
        meter = Meter(family_seconds)
        found = send_all(self.endpoint, waiting, wanted.workers, wanted.gated)
        self.others.append(meter.others())
        self.told(f"engine: {found.rate:.0f} messages per second")
        return found

    def plan_follow_ups(self, count: int) -> int:
        return self.shop.plan_follow_ups(SETTLERS, count)

    def figures(self) -> dict[str, Any]:
        rates, last = [one.rate for one in self.sent], self.sent[-1]
        system, ceiling = statistics.median(rates), statistics.median(self.ceilings)
        return {
            "ceiling": round(ceiling),
            "system": round(system),
            "ratio": round(round(system) / round(ceiling), 4),
            "unique": min(one.unique for one in self.sent),
            "duplicate": max(one.duplicate for one in self.sent),
            "missing": max(one.missing for one in self.sent),
            "memory_mb": max(one.last_mb for one in self.sent),
            "other_cpu_pct": max(self.others),
            "repeats": self.wanted.repeats,
            "lowest": round(min(rates)),
            "highest": round(max(rates)),
            "ceiling_lowest": round(min(self.ceilings)),
            "ceiling_highest": round(max(self.ceilings)),
            "memory_first_mb": max(one.first_mb for one in self.sent),
            "worker_us": median([one.worker_cpu / max(one.unique, 1) * 1e6 for one in self.sent]),
            "database_us": median([one.database_cpu / max(one.unique, 1) * 1e6 for one in self.sent]),
            "worker_cores": round(statistics.median(one.worker_cpu / one.seconds for one in self.sent), 3),
            "database_cores": round(
                statistics.median(one.database_cpu / one.seconds for one in self.sent), 3
            ),
            "most_in_a_second": max(one.counts["most_in_a_second"] for one in self.sent),
            "messages": self.wanted.messages,
            "worker_processes": self.wanted.workers,
            "outcomes": last.states,
        } | self.of_latency(system)

    def of_latency(self, system: float) -> dict[str, Any]:
        """What requests in flight allow at most when each answer takes that long."""
        if not self.wanted.latency:
            return {}
        most = self.wanted.workers * IN_FLIGHT * 1000 / self.wanted.latency
        return {"latency_cap": round(most), "of_latency_cap": round(system / most, 3)}
