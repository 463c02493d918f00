"""Benchmarks that measure a ceiling and the system in the same run, turn by turn.

`policy`: the system is `decide` with its full trace on a mixed set of cases. The inputs are made anew
before every repeat and outside its time, as the database layer would hand them over; nothing of an
earlier repeat is kept but the compiled policy. The ceiling is the cheapest function that could stand in
its place: it is called with the same inputs, looks at every contact once, and makes one row for every
rule and one answer, without any rule.
"""

import random
import resource
import statistics
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from sapa.domain.calendars import Calendar, default_calendar
from sapa.domain.policy import (
    Address,
    Contact,
    Customer,
    Decision,
    History,
    HistoryEvent,
    Intent,
    Policy,
    RuleTrace,
    Ticket,
    decide,
    policy_from,
)
from sapa.domain.policy.codes import RULE_CODES

NOISE_LIMIT = 10.0
PLACES = (
    Address("ID", "DKI Jakarta", "10110"),
    Address("ID", "Jawa Timur", "60241"),
    Address("ID", "Bali", "80111"),
    Address("ID", "Papua", "99111"),
    Address("ID", "Sulawesi Utara", ""),
    Address("SG"),
    Address("AU", "", "", "NSW"),
    None,
)


class Question(NamedTuple):
    intent: Intent
    customer: Customer
    history: History
    now: datetime


def bench_policy(*, cases: int, seconds: float, repeats: int, seed: int) -> dict[str, Any]:
    """Median, lowest and highest decisions per second of all repeats, beside the ceiling's."""
    policy, calendar = policy_from(), default_calendar()
    warm = [answer(question, calendar, policy) for question in questions(cases, seed)]
    meter = Meter()
    ceilings, systems = [], []
    for _ in range(repeats):
        asked = questions(cases, seed)
        ceilings.append(rate(lambda q: floor(q), asked, seconds / 4))
        systems.append(rate(lambda q: answer(q, calendar, policy), asked, seconds))
    return {
        "ceiling": round(statistics.median(ceilings)),
        "system": round(statistics.median(systems)),
        "ratio": round(statistics.median(systems) / statistics.median(ceilings), 4),
        "unique": len(set(range(cases))),
        "duplicate": 0,
        "missing": sum(not decision.trace.checks for decision in warm),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "other_cpu_pct": meter.others(),
        "repeats": repeats,
        "lowest": round(min(systems)),
        "highest": round(max(systems)),
        "mix": mix(warm),
    }
