"""The order of the measurements: the shops are filled, then one visit of each kind and one bare look-up in turn."""

import statistics
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.core.management import call_command

from sapa.accounts.models import User
from sapa.base.scope import workspace_scope
from sapa.lab.bench.inbox.shop import fill, found_shop
from sapa.lab.bench.inbox.visits import Desk, Visit, in_turn, look_up, visits
from sapa.lab.bench.meter import Meter, database_seconds, family_seconds, memory_mb, own_seconds
from sapa.lab.bench.search.shop import bare_tables
from sapa.messaging.models import Message

WARM = 3
BESIDE = 10
LISTS = ("list ", "page ")
ANSWER = "agent_reply"


class Bench:
    def __init__(self, talks: int, messages: int, number: int, told: Callable[[str], None]) -> None:
        self.talks, self.messages, self.number, self.told = talks, messages, number, told
        self.seconds: defaultdict[str, list[float]] = defaultdict(list)
        self.queries: defaultdict[str, set[int]] = defaultdict(set)
        self.bare: list[float] = []
        self.wrong = self.sent = 0

    def run(self) -> dict[str, Any]:
        self.told("making the shops")
        call_command("migrate", database="owner", verbosity=0, skip_checks=True)
        now = datetime.now(UTC)
        (sari, budi), (other, _owner) = found_shop("Toko Sari", "1"), found_shop("Toko Lain", "2")
        with bare_tables():
            fill(sari, first=0, talks=self.talks, messages=self.messages, now=now)
            beside = {"talks": self.talks // BESIDE, "messages": self.messages // BESIDE}
            fill(other, first=self.talks, now=now, **beside)
        with workspace_scope(sari, user_id=budi.pk):
            kinds = visits(self.number + WARM, budi, now)
            before = Message.objects.filter(kind=ANSWER).count()
        self.told("looking")
        meter, database, own = Meter(family_seconds), database_seconds(), own_seconds()
        self.look(sari, budi, kinds)
        spent = {"database_us": database_seconds() - database, "worker_us": own_seconds() - own}
        others = meter.others()
        with workspace_scope(sari):
            kept = Message.objects.filter(kind=ANSWER).count() - before
        return self.figures(others, spent, kept)

    def look(self, workspace_id: int, person: User, kinds: dict[str, list[Visit]]) -> None:
        desk, warm = Desk(person), WARM * len(kinds)
        for place, (kind, visit) in enumerate(in_turn(kinds)):
            seen = desk.go(visit)
            with workspace_scope(workspace_id):
                self.bare.append(look_up())
            self.sent += kind == "send"
            if not seen.right:
                self.wrong += 1
                self.told(f"wrong: {kind} {visit.path}")
            if place >= warm:
                self.seconds[kind].append(seen.seconds)
                self.queries[kind].add(seen.queries)

    def figures(self, others: float, spent: dict[str, float], kept: int) -> dict[str, Any]:
        lists = [one for kind, many in self.seconds.items() if kind.startswith(LISTS) for one in many]
        ceiling, system = 1 / statistics.mean(self.bare), 1 / statistics.mean(lists)
        visited = sum(map(len, self.seconds.values()))
        return {
            "ceiling": round(ceiling),
            "system": round(system),
            "ratio": round(system / ceiling, 4),
            "unique": visited,
            "duplicate": max(0, kept - self.sent),
            "missing": self.wrong + max(0, self.sent - kept),
            "memory_mb": memory_mb(),
            "other_cpu_pct": others,
            "repeats": self.number,
            "conversations": self.talks,
            "messages_kept": self.messages,
            "p50_ms": share(lists, 50),
            "p95_ms": share(lists, 95),
            "visits": {kind: [share(many, 50), share(many, 95)] for kind, many in self.seconds.items()},
            "queries": {kind: sorted(many) for kind, many in self.queries.items()},
            **{name: round(seconds / visited * 1e6) for name, seconds in spent.items()},
        }


def share(seconds: Sequence[float], percent: int) -> float:
    """Milliseconds within which so many of a hundred were answered."""
    ordered = sorted(seconds)
    return round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] * 1000, 1)
