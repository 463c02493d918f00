"""The order of the measurement: two shops are made, one worker takes the messages, each is looked for afterwards."""

import statistics
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.management import call_command
from django.db import connections

from sapa.assistant.models import Turn
from sapa.base.scope import workspace_scope
from sapa.lab.bench.assistant.bare import one_talk
from sapa.lab.bench.assistant.shop import fill, found_shop, hear
from sapa.lab.bench.assistant.understanding import messages, spread
from sapa.lab.bench.meter import Meter, database_seconds, family_seconds
from sapa.lab.bench.programs import Program
from sapa.lab.bench.settle.due import tidy
from sapa.messaging.models import Message

WARM = 20
WHOLE = ("heard", "handled")
PARTS = (*WHOLE, "turn", "after")


class Bench:
    def __init__(
        self, holding: str, turns: int, customers: int, repeats: int, seed: int, told: Callable[[str], None]
    ) -> None:
        self.holding = holding
        self.each, self.repeats, self.seed, self.told = max(turns // repeats, 1), repeats, seed, told
        self.count = self.each * repeats
        self.customers = max(customers, self.count + WARM)

    def run(self) -> dict[str, Any]:
        self.told("making the shop")
        call_command("migrate", database="owner", verbosity=0, skip_checks=True)
        self.shop, other = found_shop("Toko Sari", "1"), found_shop("Toko Lain", "2")
        fill(self.shop, self.customers, self.seed)
        one_talk(other)
        hear(self.shop, self.texts())
        tidy()
        self.told("taking turns")
        worker = Program(f"{__package__}.worker", self.holding, other, self.each, self.repeats, WARM)
        worker.hear()
        connections.close_all()
        meter, database = Meter(family_seconds), database_seconds()
        worker.say()
        found = worker.hear()
        others, database = meter.others(), database_seconds() - database
        worker.close()
        return self.figures(found, others, database)

    def texts(self) -> list[str]:
        """Those that stand alone: nothing of ours was asked before them."""
        wanted = self.count + WARM
        told = [one.text for one in messages(4 * wanted, self.seed) if one.context is None]
        return (told * (wanted // len(told) + 1))[:wanted]

    def figures(self, found: Mapping[str, Any], others: float, database: float) -> dict[str, Any]:
        seconds, statements = found["seconds"], found["statements"]
        whole = [sum(both) for both in zip(*(seconds[part] for part in WHOLE), strict=True)]
        ceiling, system = statistics.median(found["bare"]), statistics.median(found["rates"])
        return {
            "turn_ceiling": round(ceiling, 1),
            "turn_system": round(system, 1),
            "turn_ratio": round(system / ceiling, 4),
            "turn_lowest": round(min(found["rates"]), 1),
            "turn_highest": round(max(found["rates"]), 1),
            "turn_messages": self.count,
            **self.kept(),
            "turn_other_cpu_pct": others,
            **{f"turn_{name}": value for name, value in spread(sorted(whole)).items()},
            "turn_parts_ms": {part: shares(seconds[part]) for part in PARTS},
            "turn_parts_cpu_ms": {part: shares(found["parts_cpu"][part]) for part in PARTS},
            "turn_statements": {part: middle_and_most(statements[part]) for part in PARTS},
            "turn_worker_us": round(found["cpu"] / self.count * 1e6),
            "turn_database_us": round(database / (2 * self.count + 2 * WARM) * 1e6),
            "turn_rss_mb": found["rss_mb"],
            "turn_rss_first_mb": found["rss_first_mb"],
            "turn_rss_start_mb": found["rss_start_mb"],
            "turn_pss_mb": found["memory_mb"],
            "turn_customers": self.customers,
        }

    def kept(self) -> dict[str, Any]:
        """Each message must have one turn, or be one that people have without a word; no answer twice."""
        with workspace_scope(self.shop):
            asked = Message.objects.filter(wamid__startswith="wamid.HBgNTURN").count()
            rows = list(Turn.objects.values_list("outcome", "message_id"))
            said = Message.objects.filter(by="assistant").count()
            replied = Turn.objects.exclude(reply_message_id=None).count()
        wanted, answered = self.count + WARM, len({message for _outcome, message in rows})
        return {
            "turn_missing": wanted - asked + max(wanted - answered, 0),
            "turn_duplicate": len(rows) - answered + max(said - replied, 0),
            "turn_outcomes": dict(sorted(Counter(outcome for outcome, _message in rows).items())),
        }


def shares(seconds: Sequence[float]) -> list[float]:
    """Within how many milliseconds 50, 95 and 99 of 100 are."""
    return list(spread(sorted(seconds)).values())


def middle_and_most(counts: Sequence[int]) -> list[int]:
    return [round(statistics.median(counts)), max(counts)]
