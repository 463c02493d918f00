"""The worker's loop over HTTP, against the simulator."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from django.db import connections

from sapa.base.endpoint import Endpoint
from sapa.base.instance import instance
from sapa.messaging.channels.whatsapp.client import client
from sapa.messaging.delivery import run
from sapa.messaging.models import Message
from sapa.messaging.schemas import Letter, Sender
from sapa.messaging.tasks import push_due_templates, push_templates
from simulator.app import create_app
from simulator.config import Config
from simulator.network import Network
from simulator.simulator import SIMULATOR
from tests.rooms.messaging.bodies import DEWI, NUMBER
from tests.rooms.messaging.conftest import wanted
from tests.rooms.messaging.delivery import Post

T = TypeVar("T")
SENDER = Sender(1, 1, "whatsapp", NUMBER, "102290129340398", 40, "token-of-sari")
LETTER = Letter(1, 1, 1, 1, "TOKEN", DEWI, "", "Halo")


@asynccontextmanager
async def serving(app: web.Application) -> AsyncIterator[TestServer]:
    server = TestServer(app)
    await server.start_server()
    settings = instance()
    object.__setattr__(settings, "graph_url", str(server.make_url("")).rstrip("/"))
    object.__setattr__(settings, "egress_allow", (Endpoint("127.0.0.1", server.port or 0),))
    try:
        yield server
    finally:
        await server.close()


@pytest.fixture(autouse=True)
def settings_as_before() -> Iterator[None]:
    settings = instance()
    before = {name: getattr(settings, name) for name in ("graph_url", "egress_allow")}
    yield
    for name, value in before.items():
        object.__setattr__(settings, name, value)


def whatsapp() -> web.Application:
    return create_app(Config(token="token-of-sari"))


async def deliver_until(done: int, network: Network) -> None:
    stop = asyncio.Event()
    loop = asyncio.create_task(run(stop))
    async with asyncio.timeout(20):
        while len(network.messages) < done:
            await asyncio.sleep(0.02)
    stop.set()
    await loop


async def in_thread(work: Callable[..., T], *given: Any) -> T:
    def closing() -> T:
        try:
            return work(*given)
        finally:
            connections.close_all()

    return await asyncio.to_thread(closing)


def test_the_loop_sends_writes_down_and_ends_cleanly(
    post: Post, customers: tuple[int, int], now: datetime
) -> None:
    post.queue(now, wanted(customers[0], "a"), wanted(customers[1], "b"))

    async def worker() -> list[str]:
        async with serving(whatsapp()) as server:
            network = server.app[SIMULATOR].network
            await deliver_until(2, network)
            return sorted(network.messages)

    wamids = asyncio.run(worker())
    with post.inside():
        assert sorted(Message.objects.values_list("wamid", flat=True)) == wamids
        assert set(Message.objects.values_list("state", flat=True)) == {"accepted"}


def test_templates_are_pushed_and_then_sent_by_name(
    post: Post, customers: tuple[int, int], now: datetime
) -> None:
    template_id = post.template(now, "Halo {{ panggilan }}, pesanan menunggu.")

    async def worker() -> str:
        async with serving(whatsapp()) as server:
            assert await in_thread(push_templates, post.workspace_id, now) == 1
            words = {"panggilan": "Kak Dewi"}
            wish = wanted(customers[0], template="belum_bayar", parameters=words)
            await in_thread(post.queue, now, wish)
            await deliver_until(1, server.app[SIMULATOR].network)
            [message] = server.app[SIMULATOR].network.messages.values()
            return message.text

    assert asyncio.run(worker()) == "Halo Kak Dewi, pesanan menunggu."
    assert template_id


async def answer_to(status: int, body: str) -> str:
    app = web.Application()

    async def answer(request: web.Request) -> web.Response:
        if status == 0:
            assert request.transport is not None
            request.transport.abort()
        return web.Response(status=status or 200, text=body, headers={"Location": "/elsewhere"})

    app.router.add_post("/{rest:.*}", answer)
    async with serving(app), client() as whatsapp_client:
        return (await whatsapp_client.send(SENDER, LETTER, "TOKEN")).kind


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, '{"messages": [{"id": "wamid.1"}]}', "accepted"),
        (200, "<html>OK</html>", "unknown"),
        (500, '{"error": {"code": 131000}}', "unknown"),
        (503, "", "unknown"),
        (408, "", "unknown"),
        (0, "", "unknown"),
        (400, '{"error": {"code": 131056}}', "refused"),
        (429, "slow down", "refused"),
        (307, "", "refused"),
    ],
)
async def test_what_an_answer_means(status: int, body: str, kind: str) -> None:
    assert await answer_to(status, body) == kind


async def test_where_nobody_listens_nothing_was_sent() -> None:
    async with serving(web.Application()) as server:
        await server.close()
        async with client() as whatsapp_client:
            assert (await whatsapp_client.send(SENDER, LETTER, "TOKEN")).kind == "not_sent"


async def test_an_address_inside_the_house_is_not_called() -> None:
    async with serving(whatsapp()):
        object.__setattr__(instance(), "egress_allow", ())
        async with client() as whatsapp_client:
            assert (await whatsapp_client.send(SENDER, LETTER, "TOKEN")).kind == "not_sent"


def test_a_template_that_exists_already_is_changed_not_doubled(post: Post, now: datetime) -> None:
    async def worker() -> list[str]:
        async with serving(whatsapp()) as server:
            for words in ("Halo, pesanan menunggu.", "Halo, pesanan kakak menunggu."):
                await in_thread(post.template, now, words)
                assert await in_thread(partial(push_due_templates, now=now)) == 1
                assert await in_thread(partial(push_due_templates, now=now)) == 0
            listed = server.app[SIMULATOR].network.templates.all()
            return [template.part("BODY")["text"] for template in listed]

    assert asyncio.run(worker()) == ["Halo, pesanan kakak menunggu."]
