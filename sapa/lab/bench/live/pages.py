"""A page at a conversation as a browser keeps it up to date: the addresses are those of the drawn page, the pauses
those of `live.js`, `story.js` and `list.js`. Plain Python, no Sapa in here.
"""

import asyncio
import gzip
import html
import math
import re
from collections.abc import Callable
from random import Random
from time import monotonic

from sapa.lab.bench.live.bodies import MARK
from sapa.lab.bench.live.ears import Event

TOGETHER, STORY_PAUSE, LIST_PAUSE, LIST_LEAST, UNTAKEN_DELAY, SELDOM = 0.06, 0.5, 3.0, 0.1, 0.3, 2.0
CONNECTIONS = 5  # of the six of a browser, one is the stream
ASK = "GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n{more}Cookie: {cookie}\r\n\r\n"
PART = "HX-Request: true\r\n"
ADDRESS = r'[^>]*?hx-get="([^"]+)"'


class Browser:
    """One person's connections, kept open."""

    def __init__(self, port: int, cookie: str) -> None:
        self._port, self._cookie = port, cookie
        self._free = asyncio.Semaphore(CONNECTIONS)
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self.requests = self.refused = 0

    async def get(self, path: str, more: str = "") -> bytes:
        """The whole content. `more`: further lines of the request."""
        async with self._free:
            head, content = await self._answer(ASK.format(path=path, more=more, cookie=self._cookie).encode())
        self.requests += 1
        self.refused += not head.startswith("http/1.1 200")
        return gzip.decompress(content) if "content-encoding: gzip" in head else content

    async def _answer(self, asked: bytes) -> tuple[str, bytes]:
        """Over a kept connection, unless the server has closed it meanwhile."""
        self._idle = [line for line in self._idle if not line[0].at_eof()]
        reader, writer = line = self._idle.pop() if self._idle else await self._line()
        writer.write(asked)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        content = await _content(reader, head)
        self._idle.append(line)
        return head, content

    async def _line(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self._port, limit=1 << 22)

    def close(self) -> None:
        for _reader, writer in self._idle:
            writer.close()


async def _content(reader: asyncio.StreamReader, head: str) -> bytes:
    if known := re.search(r"content-length: (\d+)", head):
        return await reader.readexactly(int(known[1]))
    parts = []
    while size := int(await reader.readline(), 16):
        parts.append((await reader.readexactly(size + 2))[:-2])
    await reader.readline()
    return b"".join(parts)


class Fragment:
    """A part of a page that fetches itself: one request at a time, and one more when it was asked for meanwhile."""

    def __init__(self, browser: Browser, path: str, then: Callable[[bytes], None] | None = None) -> None:
        self._browser, self._path, self._then = browser, html.unescape(path), then
        self._task: asyncio.Task[None] | None = None
        self._again = False

    def ask(self) -> None:
        self._again = True
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._fetch())

    async def _fetch(self) -> None:
        while self._again:
            self._again = False
            content = await self._browser.get(self._path, PART)
            if self._then:
                self._then(content)
        self._task = None


class Page:
    """`visible`: when the story first held a message, by its number (monotonic seconds)."""

    def __init__(self, browser: Browser, drawn: str, conversation: str) -> None:
        self.browser, self.conversation = browser, conversation
        self.visible: dict[int, float] = {}
        self.stream = html.unescape(found(r'data-live="([^"]+)"', drawn))
        self._story = Fragment(browser, found(r'id="messages"' + ADDRESS, drawn), self._shown)
        self._rows = Fragment(browser, found(r'id="rows"' + ADDRESS, drawn))
        self._due = self._named(r'id="due"' + ADDRESS, drawn)
        self._untaken = self._named(r'id="untaken"' + ADDRESS, drawn)
        self._head = self._named(r'id="talk-head"' + ADDRESS, drawn)
        self._others = self._named(r'id="others"' + ADDRESS, drawn)
        self._badges = [
            Fragment(browser, path) for path in re.findall(r'hx-get="([^"]+)" hx-trigger="sapa:counts', drawn)
        ]
        self._bells = [
            Fragment(browser, path) for path in re.findall(r'hx-get="([^"]+)" hx-trigger="sapa:notice', drawn)
        ]
        self._waiting: dict[str, set[str]] = {}
        self._numbers = {"counts": self._badges, "notice": [*self._bells, *self._untaken]}
        self._turns: dict[str, float] = {}
        self._in_turn: set[str] = set()
        self._story_at = self._list_at = -LIST_PAUSE
        self._story_waits = self._list_waits = False
        self._dice = Random(conversation)
        self._shown(drawn.encode())

    def _named(self, pattern: str, drawn: str) -> list[Fragment]:
        """None where this page does not draw it."""
        return [Fragment(self.browser, path) for path in re.findall(pattern, drawn)[:1]]

    def hear(self, events: list[Event]) -> None:
        if not self._waiting:
            asyncio.get_running_loop().call_later(TOGETHER, self._tell_all)
        for name, data in events:
            id_ = data.get("id") or data.get("conversation") or "any"
            self._waiting.setdefault(name, set()).add(str(id_))

    def _tell_all(self) -> None:
        told, self._waiting = self._waiting, {}
        loop, mine = asyncio.get_running_loop(), {self.conversation, "any"}
        if told.get("conversation", set()) & mine:
            self._story_soon(loop)
            ask(self._due)
        if "conversation" in told:
            self._list_soon(loop)
        if told.get("owner", set()) & mine:
            ask(self._head)
        if told.get("presence", set()) & mine:
            ask(self._others)
        if "owner" in told:
            loop.call_later(UNTAKEN_DELAY, ask, self._untaken)
        for name in told.keys() & self._numbers.keys():
            self._seldom(loop, name)

    def _story_soon(self, loop: asyncio.AbstractEventLoop) -> None:
        if not self._story_waits:
            self._story_waits = True
            loop.call_later(max(0.0, self._story_at + STORY_PAUSE - monotonic()), self._look_story)

    def _look_story(self) -> None:
        self._story_waits, self._story_at = False, monotonic()
        self._story.ask()

    def _list_soon(self, loop: asyncio.AbstractEventLoop) -> None:
        if not self._list_waits:
            self._list_waits = True
            loop.call_later(max(LIST_LEAST, self._list_at + LIST_PAUSE - monotonic()), self._look_list)

    def _look_list(self) -> None:
        self._list_waits, self._list_at = False, monotonic()
        self._rows.ask()

    def _seldom(self, loop: asyncio.AbstractEventLoop, name: str) -> None:
        if name not in self._in_turn:
            self._in_turn.add(name)
            pause = self._turns.get(name, -math.inf) + SELDOM * (1 + self._dice.random()) - monotonic()
            loop.call_later(max(0.0, pause), self._ask_numbers, name)

    def _ask_numbers(self, name: str) -> None:
        self._in_turn.discard(name)
        self._turns[name] = monotonic()
        ask(self._numbers[name])

    def _shown(self, content: bytes) -> None:
        now = monotonic()
        for number in set(MARK.findall(content)):
            self.visible.setdefault(int(number), now)


def ask(fragments: list[Fragment]) -> None:
    for one in fragments:
        one.ask()


def found(pattern: str, drawn: str) -> str:
    """Raises RuntimeError where a page is not drawn as this file expects."""
    if not (hit := re.search(pattern, drawn)):
        raise RuntimeError(f"A page of the benchmark holds no {pattern}")
    return hit[1]


async def opened(port: int, cookie: str, path: str, conversation: str) -> Page:
    browser = Browser(port, cookie)
    drawn = (await browser.get(path)).decode()
    return Page(browser, drawn, conversation)
