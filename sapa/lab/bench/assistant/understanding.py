"""Messages understood per second on one core, by the shipped model.

The messages are our own utterances with slips of the thumb, the same for the same seed. The ceiling only
normalises the same texts and cuts them into words, which nothing that reads them can leave out.
"""

import random
import resource
import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any, NamedTuple

from sapa.domain.understanding.examples import examples
from sapa.domain.understanding.noise import noisy
from sapa.domain.understanding.normalising import normalise, words_of
from sapa.domain.understanding.shipping import shipped
from sapa.domain.understanding.types import Understood
from sapa.domain.understanding.understand import understand
from sapa.lab.bench.meter import Meter


class Message(NamedTuple):
    text: str
    context: str | None


def bench_understanding(*, cases: int, repeats: int, seed: int) -> dict[str, Any]:
    """Rates are medians of all repeats; times of one message, over all of them, in milliseconds."""
    start = perf_counter()
    model = shipped()
    load = perf_counter() - start
    asked = messages(cases, seed)
    read = [understand(one.text, one.context, model=model) for one in asked]
    meter = Meter()
    ceilings, systems = [], []
    for _ in range(repeats):
        ceilings.append(timed(floor, asked))
        systems.append(timed(lambda one: understand(one.text, one.context, model=model), asked))
    rates = [[len(times) / sum(times) for times in runs] for runs in (ceilings, systems)]
    ceiling, system = (statistics.median(one) for one in rates)
    return {
        "ceiling": round(ceiling),
        "system": round(system),
        "ratio": round(system / ceiling, 4),
        "unique": len(set(asked)),
        "duplicate": len(asked) - len(set(asked)),
        "missing": sum(not one.intent for one in read),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "other_cpu_pct": meter.others(),
        "repeats": repeats,
        "lowest": round(min(rates[1])),
        "highest": round(max(rates[1])),
        **spread(sorted(one for times in systems for one in times)),
        "load_ms": round(load * 1000),
        "mix": mix(read),
    }


def messages(count: int, seed: int) -> list[Message]:
    """As many different ones as asked for, or as many as there are."""
    told = dict.fromkeys(Message(one.text, one.context) for one in noisy(examples(), seed=seed))
    return random.Random(seed).sample(list(told), min(count, len(told)))


def floor(message: Message) -> tuple[str, ...]:
    return words_of(normalise(message.text))


def timed(call: Callable[[Message], object], asked: Sequence[Message]) -> list[float]:
    """Seconds of each."""
    times = []
    for one in asked:
        start = perf_counter()
        call(one)
        times.append(perf_counter() - start)
    return times


def spread(times: Sequence[float]) -> dict[str, float]:
    """`times`: sorted."""
    return {
        f"p{share}_ms": round(times[min(len(times) * share // 100, len(times) - 1)] * 1000, 2)
        for share in (50, 95, 99)
    }


def mix(read: Sequence[Understood]) -> dict[str, int]:
    return dict(sorted(Counter(one.handling for one in read).items()))
