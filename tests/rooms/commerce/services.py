"""A service as its API answers: what is asked of it is kept, what it answers is set by the test."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from sapa.base.endpoint import Endpoint
from sapa.base.instance import instance
from sapa.commerce.sources.biteship import asking as biteship
from sapa.commerce.sources.midtrans import asking as midtrans
from sapa.commerce.sources.shopee import asking as shopee
from sapa.commerce.sources.shopify import asking as shopify
from sapa.commerce.sources.tiktokshop import asking as tiktokshop
from sapa.commerce.sources.xendit import asking as xendit

ADDRESSES = (
    *((midtrans, "LIVE"), (midtrans, "TRIAL"), (xendit, "API"), (biteship, "API"), (shopify, "HOST")),
    *((tiktokshop, "API"), (tiktokshop, "AUTH"), (shopee, "API")),
)


@dataclass
class Asked:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass
class Service:
    """`answers`: for each path what comes, one after the other; the last one stays. A number is a status."""

    address: str = ""
    answers: dict[str, list[Any]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]

    async def answer(self, request: web.Request) -> web.Response:
        body = await request.read()
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.asked.append(Asked(request.method, request.path, dict(request.query), headers, body))
        several = self.answers.get(request.path, [404])
        told = several.pop(0) if len(several) > 1 else several[0]
        if isinstance(told, int):
            return web.Response(status=told, headers={"Retry-After": "7200"} if told == 429 else {})
        link = self.links.get(str(len(self.asked)))
        return web.Response(
            body=json.dumps(told).encode(),
            content_type="application/json",
            headers={"Link": f'<{link}>; rel="next"'} if link else {},
        )


@contextmanager
def serving() -> Iterator[Service]:
    """In a thread of its own; every kind's address leads here meanwhile."""
    loop, started, service = asyncio.new_event_loop(), threading.Event(), Service()
    stopping, port = asyncio.Event(), 0

    async def serve() -> None:
        nonlocal port
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", service.answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = int(runner.addresses[0][1])
        started.set()
        await stopping.wait()
        await runner.cleanup()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    assert started.wait(10)
    service.address = f"http://127.0.0.1:{port}"
    before = [(module, name, getattr(module, name)) for module, name in ADDRESSES]
    allowed = instance().egress_allow
    object.__setattr__(instance(), "egress_allow", (Endpoint("127.0.0.1", port),))
    for module, name in ADDRESSES:
        setattr(module, name, service.address)
    try:
        yield service
    finally:
        for module, name, address in before:
            setattr(module, name, address)
        object.__setattr__(instance(), "egress_allow", allowed)
        loop.call_soon_threadsafe(stopping.set)
        thread.join()
        loop.close()
