"""Somebody else's server: answers as it is told, and remembers what it was sent."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

from sapa.accounts.models import Workspace
from sapa.base.egress import egress_session
from sapa.base.endpoint import Endpoint
from sapa.base.scope import workspace_scope
from sapa.events.models import Webhook
from sapa.events.services import create_webhook
from sapa.events.services.calling import call_webhooks, post
from sapa.events.services.posting import Due, Letter, Reply, claim_letters, due_webhooks, settle_replies


@dataclass
class Receiver:
    """`answers`: statuses in turn, the last one for ever. While somebody holds `busy`, nobody is answered."""

    endpoint: Endpoint
    answers: list[int] = field(default_factory=lambda: [200])
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    busy: Lock = field(default_factory=Lock)

    @property
    def url(self) -> str:
        return f"http://{self.endpoint}/sapa"

    def answer(self) -> int:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def receiving() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            with told.busy:
                pass
            told.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(told.answer())
            self.send_header("location", "/elsewhere")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 64

    server = Server(("127.0.0.1", 0), Handler)
    told = Receiver(Endpoint("127.0.0.1", server.server_port))
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def connect(shop: Workspace, receiver: Receiver, now: datetime, *names: str) -> tuple[Webhook, str]:
    with workspace_scope(shop.pk):
        return create_webhook(url=receiver.url, events=names or ["order.placed"], now=now)


def call_everybody(now: datetime, *allowed: Endpoint) -> int:
    """One round of the worker's loop, one receiver after the other; returns how many letters went out."""
    return sum(_call(due, now, allowed) for due in due_webhooks(now=now))


def _call(due: Due, now: datetime, allowed: tuple[Endpoint, ...]) -> int:
    letters = claim_letters(due=due, now=now)
    replies = asyncio.run(_post(letters, allowed))
    settle_replies(due=due, replies=replies, now=now)
    return len(letters)


async def _post(letters: list[Letter], allowed: tuple[Endpoint, ...]) -> list[Reply]:
    async with egress_session(allow=allowed) as session:
        return await post(session, letters)


async def until(happened: Callable[[], bool], then: Callable[[], None]) -> None:
    """The worker's loop runs until it has happened; what is under way is finished."""
    stop = asyncio.Event()
    loop = asyncio.create_task(call_webhooks(stop))
    async with asyncio.timeout(20):
        while not happened():
            await asyncio.sleep(0.02)
    stop.set()
    then()
    await loop
