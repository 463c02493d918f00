"""The ceiling's process: the delivery loop's own HTTP client posts bodies that the loop has posted, and does
nothing else. No database, no row, no decision, the bodies written beforehand.
"""

import asyncio
import itertools
import json
import os
import sys
from collections.abc import Iterator
from time import perf_counter

from sapa.base.egress import egress_session, fetch
from sapa.base.process import run_fast
from sapa.lab.bench.dispatch.endpoint import token_place

HEADERS = {"Authorization": "Bearer bench", "Content-Type": "application/json"}


def main(url: str, count: int, in_flight: int, number: int) -> None:
    """Reads bodies as a JSON list of one line, waits for a line, posts `count` requests, tells seconds and CPU."""
    bodies = [one.encode() for one in json.loads(sys.stdin.readline())]
    letters = list(itertools.islice(fresh(bodies, number), count))
    print("ready", flush=True)
    sys.stdin.readline()
    begun, used = perf_counter(), os.times()
    run_fast(post(url, letters, in_flight))
    spent, ended = perf_counter() - begun, os.times()
    cpu = ended.user + ended.system - used.user - used.system
    print(json.dumps({"seconds": spent, "cpu": cpu}), flush=True)


def fresh(bodies: list[bytes], number: int) -> Iterator[bytes]:
    """The bodies in turn, each time with another token of the same length."""
    for place, body in enumerate(itertools.cycle(bodies)):
        start, end = token_place(body)
        token = b"%0*d" % (end - start, number * 10**9 + place)
        yield body[:start] + token + body[end:]


async def post(url: str, letters: list[bytes], in_flight: int) -> None:
    waiting = iter(letters)
    async with egress_session(limit=in_flight) as session:

        async def one_after_the_other() -> None:
            for letter in waiting:
                await fetch(session, "POST", url, headers=HEADERS, data=letter)

        await asyncio.gather(*(one_after_the_other() for _ in range(in_flight)))


if __name__ == "__main__":
    main(sys.argv[1], *(int(word) for word in sys.argv[2:5]))
