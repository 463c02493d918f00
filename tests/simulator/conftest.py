"""The simulator over HTTP, and an app that takes its webhooks."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from simulator.app import create_app
from simulator.clock import Clock
from simulator.webhooks import signature
from tests.simulator.cast import ARRIVED, NOW, SECRET, TOKEN, config

Client = TestClient[web.Request, web.Application]


class Receiver:
    """Keeps what comes, after checking its signature; `refuses` the next so many with 503."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.raw: list[bytes] = []
        self.refuses = 0
        self.verify_token = "verify-me"
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        raw = await request.read()
        assert request.headers["X-Hub-Signature-256"] == signature(SECRET, raw)
        if self.refuses:
            self.refuses -= 1
            return web.Response(status=503)
        self.raw.append(raw)
        self.bodies.append(json.loads(raw))
        return web.Response()

    async def challenge(self, request: web.Request) -> web.Response:
        if request.query.get("hub.verify_token") != self.verify_token:
            return web.Response(status=403)
        return web.Response(text=request.query["hub.challenge"])


async def until(condition: Callable[[], Any]) -> None:
    """Waits for background work; fails when it never happens."""
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.005)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    found, app = Receiver(), web.Application()
    app.add_routes([web.post("/hook", found.take), web.get("/hook", found.challenge)])
    async with TestServer(app) as server:
        found.url = str(server.make_url("/hook"))
        yield found


@pytest.fixture
async def simulator(receiver: Receiver) -> AsyncIterator[Client]:
    clock = Clock()
    clock.set(NOW)
    app = create_app(config(webhook=receiver.url), clock)
    async with TestClient(TestServer(app)) as client:
        await graph(client, "POST", "102290129340398/message_templates", ARRIVED)
        yield client


async def graph(
    client: Client, method: str, path: str, body: Any = None, token: str = TOKEN
) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {token}"}
    async with client.request(method, f"/v26.0/{path}", json=body, headers=headers) as answer:
        return answer.status, await answer.json()


async def control(client: Client, path: str, body: Any = None, method: str = "") -> tuple[int, Any]:
    method = method or ("GET" if body is None else "POST")
    async with client.request(method, f"/_control/{path}", json=body) as answer:
        return answer.status, await answer.json()


Send = Callable[[dict[str, Any]], Awaitable[tuple[int, Any]]]


@pytest.fixture
def send(simulator: Client) -> Send:
    return lambda body: graph(simulator, "POST", "106540352242922/messages", body)
