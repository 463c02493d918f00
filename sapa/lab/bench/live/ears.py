"""Open streams over raw sockets: what each heard and when. Plain Python, no Sapa in here."""

import asyncio
import json
from array import array
from collections.abc import Callable
from time import monotonic
from typing import Any, NamedTuple, cast

HEAD = "GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/event-stream\r\nCookie: {cookie}\r\n\r\n"
END = b"\r\n\r\n"

Event = tuple[str, dict[str, Any]]


class Stream(NamedTuple):
    """Whose stream: a path, a cookie, and the number of the shop."""

    path: str
    cookie: str
    shop: int


class Chunks:
    """Takes the frames of a chunked answer off."""

    def __init__(self) -> None:
        self._buffer = b""

    def feed(self, data: bytes) -> list[bytes]:
        self._buffer = self._buffer + data if self._buffer else data
        found, start = [], 0
        while (line := self._buffer.find(b"\r\n", start)) >= 0:
            size = int(self._buffer[start:line], 16)
            if len(self._buffer) < line + 4 + size:
                break
            found.append(self._buffer[line + 2 : line + 2 + size])
            start = line + 4 + size
        self._buffer = self._buffer[start:]
        return found


class Texts:
    """What streams said, each once: pages of one shop are told the same."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}
        self.events: list[list[Event]] = []

    def number(self, text: bytes) -> int:
        number = self._numbers.setdefault(text, len(self.events))
        if number == len(self.events):
            self.events.append(events(text.decode()))
        return number


def events(text: str) -> list[Event]:
    found = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
        if "event" in fields:
            found.append((fields["event"], json.loads(fields["data"])))
    return found


class Ear(asyncio.Protocol):
    """`then` is called with what was heard."""

    def __init__(
        self, stream: Stream, texts: Texts, then: "Callable[[list[Event]], None] | None" = None
    ) -> None:
        self.stream, self._texts, self._then = stream, texts, then
        self._chunks, self._head = Chunks(), b""
        self.at, self.said = array("d"), array("L")
        self.listens = asyncio.get_running_loop().create_future()
        self._is_open = self.closed = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        path, cookie, _shop = self.stream
        self.transport = cast(asyncio.Transport, transport)
        self.transport.write(HEAD.format(path=path, host="localhost", cookie=cookie).encode())

    def data_received(self, data: bytes) -> None:
        if not self._is_open:
            self._head += data
            head, end, data = self._head.partition(END)
            if not end:
                return
            if not head.startswith(b"HTTP/1.1 200"):
                self.listens.set_exception(RuntimeError(head.decode()))
                return
            self._is_open = True
        for text in self._chunks.feed(data):
            self._hear(text)

    def _hear(self, text: bytes) -> None:
        number = self._texts.number(text)
        if not self.at:
            self.listens.set_result(None)
        self.at.append(monotonic())
        self.said.append(number)
        if self._then and self._texts.events[number]:
            self._then(self._texts.events[number])

    def connection_lost(self, _error: Exception | None) -> None:
        self.closed = True


async def listen(port: int, ear: Ear) -> Ear:
    """Returns when the stream has spoken. Raises RuntimeError when it was refused."""
    await asyncio.get_running_loop().create_connection(lambda: ear, "127.0.0.1", port)
    await ear.listens
    return ear
