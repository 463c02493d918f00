"""The load generator's process: signed beforehand, then posted over keep-alive connections, one at a time on each."""

import asyncio
import itertools
import json
import os
import sys
from array import array
from collections.abc import Iterator
from time import perf_counter, time
from typing import cast

import uvloop

from sapa.lab.bench.ingest.bodies import bodies, request


class Load:
    """What all connections share. Nothing is posted after the deadline; what was posted is waited for."""

    def __init__(self, letters: Iterator[bytes], connections: int) -> None:
        self.letters = letters
        self.open = connections
        self.deadline = 0.0
        self.taken = array("d")
        self.refused = 0
        self.finished = asyncio.get_running_loop().create_future()

    def next(self) -> bytes | None:
        return next(self.letters, None) if perf_counter() < self.deadline else None

    def closed(self) -> None:
        self.open -= 1
        if not self.open:
            self.finished.set_result(None)


class Caller(asyncio.Protocol):
    def __init__(self, load: Load) -> None:
        self._load, self._buffer, self._since = load, b"", 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def post(self) -> None:
        letter = self._load.next()
        if letter is None:
            self._transport.close()
            return self._load.closed()
        self._since = perf_counter()
        return self._transport.write(letter)

    def data_received(self, data: bytes) -> None:
        self._buffer = self._buffer + data if self._buffer else data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0 or len(self._buffer) < end + 4 + length(self._buffer[:end]):
            return
        self._load.taken.append(perf_counter() - self._since)
        if not self._buffer.startswith(b"HTTP/1.1 200"):
            self._load.refused += 1
        self._buffer = b""
        self.post()


def length(head: bytes) -> int:
    return int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)


async def main(
    port: int, path: str, secret: str, connections: int, seconds: float, batch: int, most: int
) -> None:
    signed = [request(path, "127.0.0.1", secret, one) for one in bodies(most, batch, int(time()))]
    loop = asyncio.get_running_loop()
    load = Load(iter(signed), connections)
    callers = [
        (await loop.create_connection(lambda: Caller(load), "127.0.0.1", port))[1] for _ in range(connections)
    ]
    print("ready", flush=True)
    sys.stdin.readline()
    begun, used = perf_counter(), os.times()
    load.deadline = begun + seconds
    for caller in callers:
        caller.post()
    await load.finished
    spent, ended = perf_counter() - begun, os.times()
    print(
        json.dumps(told(load, spent) | {"cpu": ended.user + ended.system - used.user - used.system}),
        flush=True,
    )


def told(load: Load, seconds: float) -> dict[str, float]:
    taken = sorted(load.taken)
    return {
        "requests": len(taken),
        "refused": load.refused,
        "seconds": seconds,
        "p50_ms": round(taken[len(taken) // 2] * 1000, 2),
        "p99_ms": round(taken[len(taken) * 99 // 100] * 1000, 2),
        "most_ms": round(taken[-1] * 1000, 2),
    }


if __name__ == "__main__":
    port, path, secret, connections, seconds, batch, most = itertools.islice(sys.argv, 1, 8)
    uvloop.run(main(int(port), path, secret, int(connections), float(seconds), int(batch), int(most)))
