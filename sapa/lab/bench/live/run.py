"""The order of the measurements: a bare server that tells everybody at once, then the real one with its worker."""

import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.core.management import call_command
from django.db import connections

from sapa.lab.bench.dispatch.processes import Endpoint
from sapa.lab.bench.ingest.measuring import free_port, serving
from sapa.lab.bench.live.bodies import Letter, phone
from sapa.lab.bench.live.judging import Sent, within
from sapa.lab.bench.live.measuring import (
    REST_SECONDS,
    STREAM,
    Listening,
    Posted,
    Processors,
    looks,
    post,
    rss_mb,
    working,
)
from sapa.lab.bench.live.shop import Kept, first_letters, letters, pages, shops, take_all
from sapa.lab.bench.meter import Meter, database_seconds, family_seconds, memory_mb
from sapa.lab.bench.settle import Told
from sapa.lab.bench.settle.due import tidy

BARE, COUNTED = (f"{__package__}.{name}:application" for name in ("bare", "counted"))
BARE_SECONDS = 10.0
PEOPLE_PER_PAGE, MOST_PEOPLE = 20, 500
TALKS_PER_CLIENT = 40
WRITTEN_SECONDS, SETTLED_SECONDS = 60.0, 180.0
WARM = 9_000_000


class Wanted(NamedTuple):
    """`web` makes the server's command line from an application and a port."""

    web: Callable[[str | None, int], Sequence[str]]
    worker: Sequence[str]
    clients: int
    pages: int
    rate: float
    seconds: float


class Bench:
    def __init__(self, wanted: Wanted, told: Told) -> None:
        self.wanted, self.told = wanted, told
        self.others: list[float] = []

    def run(self) -> dict[str, Any]:
        wanted = self.wanted
        self.told("making the shops")
        call_command("migrate", database="owner", verbosity=0, skip_checks=True)
        people = max(min(wanted.pages * PEOPLE_PER_PAGE, MOST_PEOPLE), 5)
        self.shops = shops(wanted.clients, wanted.pages, people, TALKS_PER_CLIENT * wanted.clients)
        tidy()
        connections.close_all()
        ceiling = self.ceiling()
        self.told(f"bare server: told within {ceiling['told_ms']} ms")
        return self.figures(ceiling, self.system())

    def ceiling(self) -> dict[str, Any]:
        count = round(self.wanted.rate * min(self.wanted.seconds, BARE_SECONDS))
        sent = letters(self.shops, count, 1)
        streams = [
            (f"{STREAM}?{one.number_id}", cookie, one.number) for one in self.shops for cookie in one.cookies
        ]
        port, meter = free_port(), Meter(family_seconds)
        with serving(self.wanted.web(BARE, port), port, {}) as pid:
            listening = Listening(port, streams, [])
            listening.connect()
            posted = post(port, self.shops, sent, self.wanted.rate, pid)
            time.sleep(1)
            self.others.append(meter.others())
            due = self.due(sent, posted)
            return listening.judge({one.number: Sent(one.shop, phone(one), due[one.number], due[one.number])
                                    for one in sent})  # fmt: skip

    def system(self) -> dict[str, Any]:
        port, endpoint = free_port(), Endpoint(0)
        environment = {name: value for name, value in endpoint.environment().items() if name != "SAPA_DEMO"}
        with (
            serving(self.wanted.web(COUNTED, port), port, environment) as web,
            working(self.wanted.worker, environment) as worker,
        ):
            self.told("customers write for the first time")
            warm = first_letters(self.shops, WARM)
            post(port, self.shops, warm, self.wanted.rate, web)
            self.rest()
            for one in self.shops:
                take_all(one)
            self.rest()
            talks = {one.number: one.conversation for one in self.written(len(warm), WARM)}
            conversations = {(one.shop, one.person): talks[one.number] for one in warm}
            return self.measured(port, web, worker, pages(self.shops, conversations))

    def measured(
        self, port: int, web: int, worker: int, drawn: list[tuple[list[str], int]]
    ) -> dict[str, Any]:
        sent = letters(self.shops, round(self.wanted.rate * self.wanted.seconds), 1)
        listening = Listening(port, self.streams(), drawn)
        memory = {"none": rss_mb(web)}
        self.told("people connect")
        listening.connect()
        time.sleep(min(REST_SECONDS, self.wanted.seconds))
        memory["all"] = rss_mb(web)
        connections.close_all()
        self.told("customers write")
        meter, database = Meter(family_seconds), database_seconds()
        processors, before = Processors(web=web, worker=worker, clients=listening.program.pid), looks(port)
        begun = time.monotonic()
        posted = post(port, self.shops, sent, self.wanted.rate, web)
        spent, seconds = (
            processors.spent() | {"database": database_seconds() - database},
            time.monotonic() - begun,
        )
        behind = sum(one.behind() for one in self.shops)
        asked = looks(port) - before
        self.others.append(meter.others())
        kept = self.written(len(sent), 1)
        time.sleep(min(REST_SECONDS, self.wanted.seconds))
        return {
            **listening.judge(self.sent(sent, posted, kept)),
            "kept": kept,
            "posted": len(sent),
            "written_ms": self.written_after(sent, posted, kept),
            "not_accepted": posted.refused,
            "sender_late_ms": round(posted.late * 1000, 1),
            "rss_mb": memory | {"half": posted.samples[len(posted.samples) // 2], "end": posted.samples[-1]},
            "memory_mb": memory_mb(str(web)),
            "cores": {name: round(used / seconds, 2) for name, used in spent.items()},
            "behind": behind,
            "looks": round(asked / seconds, 1),
            "measured": seconds,
        }

    def streams(self) -> list[tuple[str, str, int]]:
        """Of those who have no whole page open."""
        return [(STREAM, cookie, one.number) for one in self.shops for cookie in one.cookies[one.watched :]]

    def written(self, count: int, begin: int) -> list[Kept]:
        """Rows of the letters from that number on; waits until there are as many."""
        until = time.monotonic() + WRITTEN_SECONDS
        while True:
            rows = [row for one in self.shops for row in one.kept() if begin <= row.number < begin + count]
            connections.close_all()
            if len(rows) >= count or time.monotonic() > until:
                return rows
            time.sleep(0.5)

    def rest(self) -> None:
        """Waits until the worker has nothing left to do with what has come."""
        until = time.monotonic() + SETTLED_SECONDS
        while sum(one.behind() for one in self.shops) and time.monotonic() < until:
            connections.close_all()
            time.sleep(0.5)

    def sent(self, letters: Sequence[Letter], posted: Posted, kept: Sequence[Kept]) -> dict[int, Sent]:
        due, rows = self.due(letters, posted), {one.number: one for one in kept}
        since = time.time() - time.monotonic()
        return {
            one.number: Sent(one.shop, row.conversation, due[one.number], row.at - since)
            for one in letters
            if (row := rows.get(one.number))
        }

    def written_after(self, letters: Sequence[Letter], posted: Posted, kept: Sequence[Kept]) -> list[float]:
        return within([one.stored - one.due for one in self.sent(letters, posted, kept).values()])

    def due(self, letters: Sequence[Letter], posted: Posted) -> dict[int, float]:
        return {one.number: posted.begin + place / self.wanted.rate for place, one in enumerate(letters)}

    def figures(self, ceiling: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
        rss, kept = found["rss_mb"], [one.number for one in found["kept"]]
        rates = [
            round(1 / mean, 2) if mean else 0.0 for mean in (ceiling["told_mean"], found["visible_mean"])
        ]
        lost = found["posted"] - len(set(kept))
        return {
            "ceiling": rates[0],
            "system": rates[1],
            "ratio": round(rates[1] / rates[0], 4) if rates[0] else 0.0,
            "unique": len(set(kept)),
            "duplicate": len(kept) - len(set(kept)),
            "missing": lost + found["missed"] + found["unseen"] + found["broken"] + found["refused"],
            "memory_mb": found["memory_mb"],
            "other_cpu_pct": max(self.others),
            "repeats": 1,
            "clients": self.wanted.clients,
            "pages": self.wanted.pages,
            "messages": found["posted"],
            "visible_ms": found["visible_ms"],
            "seen": found["seen"],
            "written_ms": found["written_ms"],
            "told_ms": found["told_ms"],
            "ceiling_told_ms": ceiling["told_ms"],
            "missed": found["missed"],
            "deaf": found["deaf"],
            "wrong": found["wrong"],
            "rss_mb": rss,
            "client_kb": round((rss["all"] - rss["none"]) * 1024 / self.wanted.clients, 1),
            "growth_mb": round(rss["end"] - rss["half"], 2),
            "looks_per_second": found["looks"],
            "requests_per_second": round(found["requests"] / found["measured"], 1),
            "cores": found["cores"],
            "sender_late_ms": found["sender_late_ms"],
            "behind": found["behind"],
        }
