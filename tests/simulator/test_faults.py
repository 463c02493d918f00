"""Faults on demand: what the app sees, and whether the phone got the message all the same."""

import asyncio

import aiohttp
import pytest

from simulator.faults import Faults
from simulator.simulator import SIMULATOR
from tests.simulator.cast import DEWI, TOKEN, arrived, written
from tests.simulator.conftest import Client, Receiver, Send, until


async def fault(client: Client, **rule: object) -> None:
    async with client.post("/_control/faults", json=rule) as answer:
        assert answer.status == 200


def on_phone(client: Client) -> int:
    return len(client.app[SIMULATOR].network.phones.get(DEWI).messages) if client.app else 0


@pytest.mark.parametrize(
    ("kind", "status", "code", "arrives"),
    [
        ("500_before_accept", 500, 131000, 0),
        ("500_after_accept", 500, 131000, 1),
        ("rate_limit", 429, 130429, 0),
        ("pair_limit", 400, 131056, 0),
        ("bad_token", 401, 190, 0),
    ],
)
async def test_an_answer_goes_wrong(
    simulator: Client, send: Send, kind: str, status: int, code: int, arrives: int
) -> None:
    await fault(simulator, kind=kind, count=1)
    found, body = await send(arrived())
    assert (found, body["error"]["code"], on_phone(simulator)) == (status, code, arrives)
    assert (await send(arrived()))[0] == 200


@pytest.mark.parametrize(("kind", "arrives"), [("reset", 0), ("accept_then_reset", 1)])
async def test_the_connection_breaks(simulator: Client, send: Send, kind: str, arrives: int) -> None:
    await fault(simulator, kind=kind, count=1)
    with pytest.raises(aiohttp.ClientError):
        await send(arrived())
    assert on_phone(simulator) == arrives


@pytest.mark.parametrize(("kind", "arrives"), [("timeout", 0), ("accept_then_timeout", 1)])
async def test_no_answer_comes(simulator: Client, send: Send, kind: str, arrives: int) -> None:
    await fault(simulator, kind=kind, count=1, seconds=0.3)
    with pytest.raises((TimeoutError, aiohttp.ClientError)):
        await asyncio.wait_for(send(arrived()), 0.15)
    assert on_phone(simulator) == arrives


async def test_a_slow_answer_is_right_in_the_end(simulator: Client, send: Send) -> None:
    await fault(simulator, kind="slow", count=1, seconds=0.05)
    assert (await send(arrived()))[0] == 200


async def test_garbage_is_a_page_although_the_message_arrives(simulator: Client) -> None:
    await fault(simulator, kind="garbage", count=1)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with simulator.post("/v26.0/106540352242922/messages", json=arrived(), headers=headers) as answer:
        assert (answer.status, answer.content_type) == (200, "text/html")
    assert on_phone(simulator) == 1


async def test_webhooks_can_be_doubled(simulator: Client, receiver: Receiver) -> None:
    await fault(simulator, kind="webhook_duplicate", count=1)
    async with simulator.post("/_control/inbound", json={"from": DEWI, "text": "ok"}) as answer:
        wamid = (await answer.json())["id"]
    await until(lambda: len(written(receiver.bodies)) == 2)
    assert {one["id"] for one in written(receiver.bodies)} == {wamid}


def test_a_rate_strikes_that_share_and_the_same_ones_every_time() -> None:
    def struck() -> list[bool]:
        faults = Faults(seed=5)
        faults.add({"kind": "reset", "rate": 0.3})
        return [faults.sending() is not None for _ in range(1000)]

    assert 250 < sum(struck()) < 350
    assert struck() == struck()
