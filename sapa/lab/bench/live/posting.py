"""The sender's process: each message is posted when its time has come, whether or not those before were answered."""

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from time import monotonic, time
from typing import Any, cast

import uvloop

from sapa.lab.bench.ingest.bodies import request
from sapa.lab.bench.ingest.load import length
from sapa.lab.bench.live.bodies import Letter, body

HOST = "127.0.0.1"
PATIENCE_SECONDS = 30.0


class Line(asyncio.Protocol):
    """A connection that is kept; one post at a time."""

    def __init__(self, sender: "Sender") -> None:
        self._sender, self._buffer, self._letter = sender, b"", b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0 or len(self._buffer) < end + 4 + length(self._buffer[:end]):
            return
        self._letter = b""
        self._sender.answered(self, self._buffer.startswith(b"HTTP/1.1 200"))
        self._buffer = b""

    def post(self, letter: bytes) -> None:
        self._letter = letter
        self.transport.write(letter)

    def connection_lost(self, _error: Exception | None) -> None:
        self._sender.forget(self, self._letter)


class Sender:
    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[Line] = []
        self._again: list[asyncio.Task[None]] = []
        self.open = self.refused = 0
        self.late = 0.0

    async def send(self, letters: Sequence[bytes], begin: float, rate: float) -> None:
        loop = asyncio.get_running_loop()
        jobs = []
        for place, letter in enumerate(letters):
            await asyncio.sleep(begin + place / rate - monotonic())
            self.late = max(self.late, monotonic() - begin - place / rate)
            jobs.append(loop.create_task(self.post(letter)))
        await asyncio.gather(*jobs)
        until = monotonic() + PATIENCE_SECONDS
        while self.open and monotonic() < until:
            await asyncio.sleep(0.01)

    async def post(self, letter: bytes) -> None:
        self.open += 1
        line = self._idle.pop() if self._idle else await self._line()
        line.post(letter)

    async def _line(self) -> Line:
        loop = asyncio.get_running_loop()
        return (await loop.create_connection(lambda: Line(self), HOST, self._port))[1]

    def forget(self, line: Line, unanswered: bytes) -> None:
        """The server closes what nothing was said on for some seconds; what met that is posted again, as Meta does."""
        if line in self._idle:
            self._idle.remove(line)
        if unanswered:
            self.open -= 1
            self._again.append(asyncio.get_running_loop().create_task(self.post(unanswered)))

    def answered(self, line: Line, accepted: bool) -> None:
        self.open -= 1
        self.refused += not accepted
        self._idle.append(line)


async def main(given: dict[str, Any]) -> None:
    """`given`: port, secret, rate, `shops` as [path, number's id], `letters` as [shop, person, number].

    Prints when the first was due (monotonic seconds), how many were not answered 200, and how late one was posted
    at most.
    """
    shops, at = given["shops"], time()
    letters = [
        request(shops[shop][0], HOST, given["secret"], body(Letter(shop, person, number), shops[shop][1], at))
        for shop, person, number in given["letters"]
    ]
    print("ready", flush=True)
    sys.stdin.readline()
    sender, begin, used = Sender(given["port"]), monotonic() + 0.05, os.times()
    await sender.send(letters, begin, given["rate"])
    ended = os.times()
    cpu = ended.user + ended.system - used.user - used.system
    told = {"begin": begin, "refused": sender.refused + sender.open, "late": sender.late, "cpu": cpu}
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    uvloop.run(main(json.loads(sys.stdin.readline())))
