"""A simulator whose time stands still: a replay moves it and fetches the webhooks itself."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from simulator.app import create_app
from simulator.webhooks import signature
from tests.simulator.cast import ARRIVED, DEWI, NOW, SECRET, arrived, config, statuses, written
from tests.simulator.conftest import Client, graph

MESSAGES, TEMPLATES = "106540352242922/messages", "102290129340398/message_templates"


@pytest.fixture
async def frozen() -> AsyncIterator[Client]:
    """Every customer answers; the clock stands at NOW."""
    app = create_app(config(frozen=True, auto=True, reply_rate=1.0))
    async with TestClient(TestServer(app)) as client:
        await graph(client, "POST", TEMPLATES, ARRIVED)
        await due(client, 0)
        yield client


async def due(client: Client, minutes: float) -> dict[str, Any]:
    until = (NOW + timedelta(minutes=minutes)).isoformat()
    async with client.post("/_control/due", json={"until": until}) as answer:
        told: dict[str, Any] = await answer.json()
        return told


async def test_nothing_happens_before_it_is_asked_for(frozen: Client) -> None:
    await graph(frozen, "POST", MESSAGES, arrived())
    async with frozen.get("/_control/state") as answer:
        state = await answer.json()
    assert (state["now"], state["in"]) == (NOW.isoformat(), 0)


async def test_receipts_come_first_and_the_answer_is_announced(frozen: Client) -> None:
    await graph(frozen, "POST", MESSAGES, arrived())
    told = await due(frozen, 1)
    bodies = [json.loads(one["raw"]) for one in told["webhooks"]]
    assert [one["status"] for one in statuses(bodies)] == ["sent", "delivered"]
    assert told["next_answer"] > told["next"] > NOW.isoformat()


async def test_the_answer_comes_at_its_time_signed_as_posted_ones(frozen: Client) -> None:
    await graph(frozen, "POST", MESSAGES, arrived())
    (one,) = (await due(frozen, 24 * 60))["webhooks"]
    assert one["signature"] == signature(SECRET, one["raw"].encode())
    assert [message["from"] for message in written([json.loads(one["raw"])])] == [DEWI.lstrip("+")]


async def test_what_was_fetched_does_not_come_again(frozen: Client) -> None:
    await graph(frozen, "POST", MESSAGES, arrived())
    await due(frozen, 24 * 60)
    assert await due(frozen, 24 * 60) == {"webhooks": [], "next": None, "next_answer": None}


async def test_a_running_clock_keeps_its_webhooks_for_the_courier(simulator: Client) -> None:
    async with simulator.post("/_control/due", json={"until": NOW.isoformat()}) as answer:
        assert answer.status == 400
