"""The order of the measurements: the shops are filled, then one question of each kind and one bare look-up in turn."""

import statistics
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django.core.management import call_command

from sapa.base.scope import workspace_scope
from sapa.contacts.models import Identity
from sapa.lab.bench.meter import Meter, database_seconds, family_seconds, memory_mb, own_seconds
from sapa.lab.bench.search.asking import ask, in_turn, look_up, questions
from sapa.lab.bench.search.shop import bare_tables, fill, found_shops
from sapa.lab.bench.search.writing import index_costs

WARM = 20


class Bench:
    def __init__(self, contacts: int, number: int, told: Callable[[str], None]) -> None:
        self.contacts, self.number, self.told = contacts, number, told
        self.seconds: defaultdict[str, list[float]] = defaultdict(list)
        self.bare: list[float] = []
        self.wrong = 0

    def run(self) -> dict[str, Any]:
        self.told("making the shops")
        call_command("migrate", database="owner", verbosity=0, skip_checks=True)
        sari, other = found_shops()
        with bare_tables():
            fill(sari, first=0, contacts=self.contacts)
            fill(other, first=self.contacts, contacts=self.contacts // 10)
        self.told("asking")
        meter, database, own = Meter(family_seconds), database_seconds(), own_seconds()
        self.ask(sari)
        cost = {"database_us": database_seconds() - database, "worker_us": own_seconds() - own}
        others = meter.others()
        self.told("writing with and without the indexes")
        return self.figures(others, cost, index_costs(sari))

    def ask(self, workspace_id: int) -> None:
        with workspace_scope(workspace_id):
            phones = Identity.objects.filter(kind="phone").order_by("pk").values_list("value", flat=True)
            known = list(phones[: self.number])
            kinds = questions(self.contacts, self.number)
        for place, (kind, question) in enumerate(in_turn(kinds)):
            with workspace_scope(workspace_id):  # as every request
                seconds, right = ask(question)
                self.bare.append(look_up(known[place % len(known)]))
            if not right:
                self.wrong += 1
                self.told(f"wrong: {kind} {question.text}")
            if place >= WARM * len(kinds):
                self.seconds[kind].append(seconds)

    def figures(self, others: float, spent: dict[str, float], costs: dict[str, float]) -> dict[str, Any]:
        everything = [one for many in self.seconds.values() for one in many]
        ceiling, system = 1 / statistics.mean(self.bare), 1 / statistics.mean(everything)
        return {
            "ceiling": round(ceiling),
            "system": round(system),
            "ratio": round(system / ceiling, 4),
            "unique": len(everything),
            "duplicate": 0,
            "missing": self.wrong,
            "memory_mb": memory_mb(),
            "other_cpu_pct": others,
            "contacts": self.contacts,
            "p50_ms": share(everything, 50),
            "p99_ms": share(everything, 99),
            "kinds": {kind: [share(many, 50), share(many, 99)] for kind, many in self.seconds.items()},
            **{name: round(seconds / len(self.bare) * 1e6) for name, seconds in spent.items()},
            "index_us": costs,
        }


def share(seconds: Sequence[float], percent: int) -> float:
    """Milliseconds within which so many of a hundred were answered."""
    ordered = sorted(seconds)
    return round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] * 1000, 1)
