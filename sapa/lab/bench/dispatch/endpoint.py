"""The other side of the benchmark: POST …/messages answered as the Cloud API does, and counted. No Sapa in here.

`GET /counts` tells what came since `POST /reset`; `GET /bodies` the first bodies, so that the ceiling can post
the same. Each answer is a keep-alive answer after `latency` seconds.
"""

import asyncio
import json
import os
import sys
from collections import Counter
from time import monotonic
from typing import Any, cast

import uvloop

TOKEN = b'"biz_opaque_callback_data"'
KEPT_BODIES = 500
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
WAMID = b'{"messaging_product":"whatsapp","contacts":[{"input":"0","wa_id":"0"}],"messages":[{"id":"wamid.B%015d"}]}'


class Counts:
    """A message counts by its body without our token: a second try of the same message is a duplicate."""

    def __init__(self) -> None:
        self.answered = 0
        self.reset()

    def reset(self) -> None:
        self.requests = 0
        self.tokens: set[int] = set()
        self.contents: set[int] = set()
        self.bodies: list[bytes] = []
        self.seconds: Counter[int] = Counter()

    def take(self, body: bytes) -> None:
        start, end = token_place(body)
        self.requests += 1
        self.tokens.add(hash(body[start:end]))
        self.contents.add(hash(body[:start] + body[end:]))
        self.seconds[int(monotonic())] += 1
        if len(self.bodies) < KEPT_BODIES:
            self.bodies.append(body)

    def told(self) -> dict[str, Any]:
        used = os.times()
        return {
            "requests": self.requests,
            "tokens": len(self.tokens),
            "contents": len(self.contents),
            "most_in_a_second": max(self.seconds.values(), default=0),
            "cpu": used.user + used.system,
        }


def token_place(body: bytes) -> tuple[int, int]:
    """Where our token stands in a body: (start, end); an empty place at its end when there is none."""
    named = body.find(TOKEN)
    if named < 0:
        return len(body), len(body)
    start = body.index(b'"', named + len(TOKEN)) + 1
    return start, body.index(b'"', start)


class Endpoint(asyncio.Protocol):
    def __init__(self, counts: Counts, latency: float) -> None:
        self._counts, self._latency, self._buffer = counts, latency, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._buffer = self._buffer + data if self._buffer else data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end].lower()
            size = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
            if len(self._buffer) < end + 4 + size:
                return
            body, self._buffer = self._buffer[end + 4 : end + 4 + size], self._buffer[end + 4 + size :]
            self._answer(head.partition(b"\r\n")[0], body)

    def _answer(self, line: bytes, body: bytes) -> None:
        if b"/messages " in line:
            self._counts.take(body)
            self._counts.answered += 1
            return self._send(WAMID % self._counts.answered, self._latency)
        if b"/reset " in line:
            self._counts.reset()
        told: object = self._counts.told()
        if b"/bodies " in line:
            told = [one.decode() for one in self._counts.bodies]
        return self._send(json.dumps(told).encode(), 0)

    def _send(self, body: bytes, after: float) -> None:
        answer = HEAD % (len(body), body)
        if after:
            asyncio.get_running_loop().call_later(after, self._transport.write, answer)
        else:
            self._transport.write(answer)


async def serve(latency: float) -> None:
    counts = Counts()
    server = await asyncio.get_running_loop().create_server(
        lambda: Endpoint(counts, latency), "127.0.0.1", 0, backlog=1024
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(float(sys.argv[1]) / 1000))
