"""Group 5: how webhooks travel: batches, several apps, doubles, retries in business time."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from simulator import webhooks
from simulator.simulator import SIMULATOR
from tests.simulator.cast import DEWI, MADE, NOW, arrived, network, statuses, written
from tests.simulator.conftest import Client, Receiver, Send, control, graph, until


async def test_a_thousand_updates_fit_one_body(simulator: Client, receiver: Receiver) -> None:
    await control(simulator, "rules", {"webhook_batch": 1000})
    receiver.refuses = 1
    await control(simulator, "inbound", {"from": DEWI, "text": "Halo"})
    await control(simulator, "inbound", {"from": MADE, "text": "Halo", "repeat": 1000})
    await until(lambda: len(written(receiver.bodies)) == 1001)
    assert max(len(body["entry"][0]["changes"]) for body in receiver.bodies) == 1000


def test_accounts_keep_their_entries_apart() -> None:
    made = network()
    made.business.add_account({"id": "999"})
    other = made.business.add_number({"id": "2002", "account": "999"})
    for number in (made.business.primary, other, other):
        made.inbound(DEWI, {"text": "Halo"}, NOW, number)
    [batch] = webhooks.batches([body for _, body in made.due_webhooks(NOW)], 10)
    assert [(one["id"], len(one["changes"])) for one in batch["entry"]] == [
        ("102290129340398", 1),
        ("999", 2),
    ]


async def test_a_second_app_gets_the_same_bytes(simulator: Client, receiver: Receiver) -> None:
    await control(simulator, "subscribers", {"url": receiver.url})
    await control(simulator, "inbound", {"from": DEWI, "text": "Halo"})
    await until(lambda: len(receiver.raw) == 2)
    assert receiver.raw[0] == receiver.raw[1]


async def test_a_retry_goes_to_every_app(simulator: Client, receiver: Receiver) -> None:
    async def broken(_: web.Request) -> web.Response:
        return web.Response(status=500 if len(receiver.raw) < 2 else 200)

    app = web.Application()
    app.add_routes([web.post("/hook", broken)])
    async with TestServer(app) as second:
        await control(simulator, "subscribers", {"url": str(second.make_url("/hook"))})
        await control(simulator, "inbound", {"from": DEWI, "text": "Halo"})
        await until(lambda: len(receiver.raw) == 2)
    assert len({one["id"] for one in written(receiver.bodies)}) == 1


async def test_the_most_specific_address_wins(simulator: Client, receiver: Receiver) -> None:
    await control(simulator, "webhook", {"url": "http://127.0.0.1:9/nobody"})
    await control(simulator, "numbers", {"callback_url": receiver.url})
    await control(simulator, "inbound", {"from": DEWI, "text": "Halo"})
    await until(lambda: receiver.bodies)


async def test_retries_follow_the_business_clock_and_end_after_a_week(
    simulator: Client, receiver: Receiver
) -> None:
    receiver.refuses = 1000
    courier = simulator.app[SIMULATOR].courier if simulator.app else None
    assert courier
    await control(simulator, "rules", {"webhook_longest_retry": 3600})
    await control(simulator, "inbound", {"from": DEWI, "text": "Halo"})

    async def hour(tries: int) -> None:
        await until(lambda: len(courier.log) >= tries)
        await control(simulator, "clock", {"advance_seconds": 3600})

    for tries in range(1, 8):
        await hour(tries)
    await until(lambda: len(courier.log) >= 8 and courier.waiting)
    await control(simulator, "clock", {"advance_seconds": 8 * 86400})
    await until(lambda: not courier.waiting)
    assert courier.dropped == 1


async def test_a_share_of_webhooks_comes_twice(simulator: Client, receiver: Receiver) -> None:
    await control(simulator, "rules", {"webhook_duplicate_rate": 1.0})
    await control(simulator, "inbound", {"from": DEWI, "text": "Halo", "repeat": 5})
    await until(lambda: len(written(receiver.bodies)) == 10)


async def test_webhooks_can_be_shuffled_and_carried_side_by_side(
    simulator: Client, receiver: Receiver
) -> None:
    await control(simulator, "rules", {"webhook_shuffle": True, "webhook_batch": 1, "webhook_concurrency": 8})
    _, told = await control(simulator, "inbound", {"from": DEWI, "text": "Halo", "repeat": 50})
    await until(lambda: len(written(receiver.bodies)) == 50)
    came = [one["id"] for one in written(receiver.bodies)]
    assert sorted(came) == sorted(told["ids"])
    assert came != told["ids"]


async def test_what_was_taken_can_be_told_again(simulator: Client, receiver: Receiver, send: Send) -> None:
    await send(arrived())
    await until(lambda: len(statuses(receiver.bodies)) == 2)
    before = len(receiver.raw)
    await control(simulator, "replay", {"last": before})
    await until(lambda: len(receiver.raw) == 2 * before)
    assert sorted(receiver.raw[:before]) == sorted(receiver.raw[before:])


async def test_any_other_webhook_can_be_injected(simulator: Client, receiver: Receiver) -> None:
    await control(simulator, "inject", {"field": "flows", "value": {"event": "FLOW_STATUS_CHANGE"}})
    await until(lambda: receiver.bodies)
    assert receiver.bodies[0]["entry"][0]["changes"][0]["field"] == "flows"


async def test_every_attempt_is_in_the_log(simulator: Client, receiver: Receiver) -> None:
    receiver.refuses = 1
    await control(simulator, "inbound", {"from": DEWI, "text": "Halo"})
    await until(lambda: receiver.bodies)
    await until(lambda: len(simulator.app[SIMULATOR].courier.log) == 2)
    _, told = await control(simulator, "webhooks")
    assert [(one["tries"], one["status"], one["fields"]) for one in told["attempts"]] == [
        (1, 503, "1 messages.messages"),
        (2, 200, "1 messages.messages"),
    ]


@pytest.mark.parametrize("path", ["subscribers", "inject"])
async def test_nonsense_is_refused(simulator: Client, path: str) -> None:
    assert (await control(simulator, path, {"body": {"entry": []}}))[0] == 400


async def test_an_account_with_a_number_more_keeps_its_own_address(
    simulator: Client, receiver: Receiver
) -> None:
    await control(simulator, "accounts", {"id": "999"})
    body = {"override_callback_uri": receiver.url, "verify_token": "verify-me"}
    assert (await graph(simulator, "POST", "999/subscribed_apps", body))[0] == 200
    _, told = await control(simulator, "business")
    assert [one["id"] for one in told["accounts"]] == ["102290129340398", "999"]
