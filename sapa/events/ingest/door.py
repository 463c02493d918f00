"""The webhook door before Django: `/hooks/<kind>/<public id>/`. Stores genuine bodies, then says 200."""

import logging
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl
from uuid import UUID

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope, LifespanScope
from django.conf import settings

from sapa.events.ingest.bodies import Gone, TooLarge, TooSlow, read_body
from sapa.events.ingest.directory import Address, Directory
from sapa.events.ingest.line import Line
from sapa.events.ingest.refusals import Refusals
from sapa.events.ingest.storing import Arrival, Storage
from sapa.events.schemas import Probe, RefusedCall, Source, Verdict
from sapa.events.services import sources

PATIENCE_SECONDS = 15.0
RECHECK_SECONDS = 0.2
HEADER_LENGTH = 300
KNOWN_PATHS = 1024
ALWAYS_KEPT = frozenset({"content-type"})
CLOSE = (b"connection", b"close")
logger = logging.getLogger(__name__)


PLAIN = (b"content-type", b"text/plain; charset=utf-8")
NOSNIFF = (b"x-content-type-options", b"nosniff")


class Answer(NamedTuple):
    status: int
    body: str = ""
    headers: tuple[tuple[bytes, bytes], ...] = ()


OK = Answer(200)
WRONG = Answer(401)
FORBIDDEN = Answer(403)
UNKNOWN = Answer(404)
SLOW = Answer(408, headers=(CLOSE,))
LARGE = Answer(413, headers=(CLOSE,))
LATER = Answer(503, headers=((b"retry-after", b"5"),))


class Ingest:
    """An ASGI application; its tasks and connections begin with the first request or with the lifespan."""

    def __init__(self, *, patience: float = PATIENCE_SECONDS) -> None:
        self._patience = patience
        self._desk: Desk | None = None

    async def __call__(
        self, scope: HTTPScope | LifespanScope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        if scope["type"] == "lifespan":
            return await self._live(receive, send)
        try:
            answer = await self._answer(scope, receive)
        except Gone:
            return None
        return await _send(send, answer)

    def start(self) -> "Desk":
        if self._desk is None:
            self._desk = Desk()
        return self._desk

    async def stop(self) -> None:
        """Commits what waits and writes the counts."""
        desk, self._desk = self._desk, None
        if desk is not None:
            await desk.close()

    async def _live(self, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self.start()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self.stop()
                return await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: HTTPScope, receive: ASGIReceiveCallable) -> Answer:
        kind, public_id = _target(scope["path"])
        desk = self.start()
        source = desk.sources.get(kind)
        if source is None or public_id is None:
            return UNKNOWN
        if scope["method"] != "POST" and not (source.challenge and scope["method"] == "GET"):
            methods = ("GET", "POST") if source.challenge else ("POST",)
            return Answer(405, headers=((b"allow", ", ".join(methods).encode()),))
        call = Call(desk, scope, source, kind, public_id)
        try:
            if scope["method"] == "GET":
                return await call.challenge()
            return await call.deliver(receive, self._patience)
        except Gone:
            raise
        except Exception as error:
            logger.error("A delivery of kind %s was put off: %s", kind, type(error).__name__)
            return LATER


class Desk:
    """What all calls share. Lookups have a line of their own, so that strangers cannot hold up a commit.

    Nothing here is waited for without an end: neither a line nor the storage keeps anybody longer than its time.
    """

    def __init__(self) -> None:
        self.sources, self.url = sources(), settings.SAPA.url
        self._writer, self._reader = Line(), Line()
        self.storage = Storage(self._writer)
        self.directory = Directory(self._reader)
        self.refusals = Refusals(self._reader)

    async def close(self) -> None:
        await self.storage.stop()
        await self.refusals.stop()
        await self._writer.close()
        await self._reader.close()


class Call(NamedTuple):
    desk: Desk
    scope: HTTPScope
    source: Source
    kind: str
    public_id: UUID

    async def challenge(self) -> Answer:
        address = await self._address()
        if address is None or self.source.challenge is None:
            return UNKNOWN
        query = dict(parse_qsl(self.scope["query_string"].decode("latin-1")))
        told = self.source.challenge(query, address.secrets)
        return Answer(200, told) if told is not None else self._refuse(address, "wrong_challenge", FORBIDDEN)

    async def deliver(self, receive: ASGIReceiveCallable, patience: float) -> Answer:
        address = await self._address()
        if address is None:
            return UNKNOWN
        try:
            raw = await read_body(self.scope, receive, limit=settings.SAPA.max_body, seconds=patience)
        except TooLarge:
            return self._refuse(address, "too_large", LARGE)
        except TooSlow:
            return self._refuse(address, "too_slow", SLOW)
        return await self._take(address, raw)

    async def _take(self, address: Address, raw: bytes) -> Answer:
        headers = {name.decode("latin-1"): text.decode("latin-1") for name, text in self.scope["headers"]}
        verdict = await self._verdict(address, raw, headers)
        if isinstance(verdict, RefusedCall):
            return self._refuse(address, verdict.code, WRONG)
        if isinstance(verdict, Probe):
            return Answer(200, verdict.body)
        kept = _kept(headers, self.source)
        await self.desk.storage.store(
            Arrival(address.workspace_id, address.endpoint_id, self.kind, kept, raw)
        )
        return OK

    async def _verdict(self, address: Address, raw: bytes, headers: Mapping[str, str]) -> Verdict:
        """A refusal is only said after looking again: the secret or the demo clock may just have changed."""
        verdict = self._verify(address, raw, headers)
        if not isinstance(verdict, RefusedCall):
            return verdict
        newer = await self._address(oldest=RECHECK_SECONDS)
        return self._verify(newer, raw, headers) if newer and newer is not address else verdict

    def _verify(self, address: Address, raw: bytes, headers: Mapping[str, str]) -> Verdict:
        try:
            return self.source.verify(raw, headers, self._url(), address.secrets, address.now())
        except Exception as error:
            logger.error("The check of kind %s broke and refuses: %s", self.kind, type(error).__name__)
            return RefusedCall("check_broke")

    def _url(self) -> str:
        """The public address as the sender knows it; some sign it. Never from the Host header."""
        query = self.scope["query_string"].decode("latin-1")
        return f"{self.desk.url}{self.scope['path']}" + (f"?{query}" if query else "")

    def _refuse(self, address: Address, code: str, answer: Answer) -> Answer:
        self.desk.refusals.count(address, code)
        return answer

    async def _address(self, **age: float) -> Address | None:
        address = await self.desk.directory.find(self.public_id, **age)
        return address if address and address.kind == self.kind else None


@lru_cache(maxsize=KNOWN_PATHS)
def _target(path: str) -> tuple[str, UUID | None]:
    parts = path.strip("/").split("/")
    if len(parts) != 3:
        return "", None
    try:
        return parts[1], UUID(parts[2])
    except ValueError:
        return "", None


def _kept(headers: Mapping[str, str], source: Source) -> dict[str, str]:
    """Signatures and tokens are never stored; a control letter would not fit into JSONB."""
    wanted = sorted((ALWAYS_KEPT | source.headers) & headers.keys())
    return {name: _printable(headers[name]) for name in wanted}


def _printable(value: str) -> str:
    kept = value if value.isprintable() else "".join(filter(str.isprintable, value))
    return kept[:HEADER_LENGTH]


async def _send(send: ASGISendCallable, answer: Answer) -> None:
    body = answer.body.encode()
    headers = [PLAIN, (b"content-length", b"%d" % len(body)), NOSNIFF, *answer.headers]
    await send(
        {"type": "http.response.start", "status": answer.status, "headers": headers, "trailers": False}
    )
    await send({"type": "http.response.body", "body": body, "more_body": False})
