"""Group 10: rules that strike some requests, statuses and webhooks, and requests that are held."""

import asyncio
from typing import Any

import aiohttp
import pytest

from simulator.faults import Faults
from simulator.simulator import SIMULATOR
from tests.simulator.cast import DEWI, MADE, arrived, statuses, text
from tests.simulator.conftest import Client, Receiver, Send, control, graph, until


async def rule(client: Client, **told: Any) -> None:
    assert (await control(client, "faults", told))[0] == 200


async def on_phones(client: Client) -> int:
    return int((await control(client, "shown"))[1]["summary"]["shown"])


@pytest.mark.parametrize(
    "match",
    [
        {"to": DEWI},
        {"to": "+62813*11"},
        {"type": "template"},
        {"template": "cek_*"},
        {"path": "*/messages"},
        {"number": "106540352242922"},
    ],
)
async def test_a_rule_strikes_what_it_matches(simulator: Client, send: Send, match: dict[str, str]) -> None:
    await rule(simulator, phase="graph", match=match, code=131016, http=503, times=1)
    status, body = await send(arrived())
    assert (status, body["error"]["code"]) == (503, 131016)
    assert (await send(arrived()))[0] == 200


@pytest.mark.parametrize("match", [{"to": MADE}, {"type": "text"}, {"template": "promo*"}, {"number": "1"}])
async def test_and_lets_everything_else_through(simulator: Client, send: Send, match: dict[str, str]) -> None:
    await rule(simulator, kind="error", match=match)
    assert (await send(arrived()))[0] == 200


async def test_other_calls_go_wrong_only_when_their_path_is_named(simulator: Client) -> None:
    await rule(simulator, kind="error", code=4)
    assert (await graph(simulator, "GET", "102290129340398/message_templates"))[0] == 200
    await rule(simulator, kind="500_before_accept", match={"path": "*/message_templates"})
    assert (await graph(simulator, "GET", "102290129340398/message_templates"))[0] == 500


async def test_an_accepted_message_fails_later_with_the_code_of_the_rule(
    simulator: Client, receiver: Receiver, send: Send
) -> None:
    await rule(simulator, phase="status", code=131049, match={"to": DEWI})
    assert (await send(arrived()))[0] == 200
    await until(lambda: statuses(receiver.bodies))
    assert statuses(receiver.bodies)[0]["errors"][0]["code"] == 131049
    assert await on_phones(simulator) == 0


async def test_a_status_can_be_lost_although_it_happened(
    simulator: Client, receiver: Receiver, send: Send
) -> None:
    await rule(simulator, kind="status_drop", match={"status": "sent"})
    await send(arrived())
    await until(lambda: statuses(receiver.bodies))
    assert [one["status"] for one in statuses(receiver.bodies)] == ["delivered"]


async def test_webhooks_of_one_field_can_be_dropped(simulator: Client, receiver: Receiver) -> None:
    await rule(simulator, phase="webhook", match={"field": "account_*"})
    await control(simulator, "account", {"event": "violation"})
    await control(simulator, "inbound", {"from": DEWI, "text": "Halo"})
    await until(lambda: receiver.bodies)
    assert (await control(simulator, "state"))[1]["webhook"]["dropped"] == 1


async def test_webhooks_can_come_late_and_once_more_after_a_while(
    simulator: Client, receiver: Receiver
) -> None:
    await rule(simulator, kind="webhook_delay", seconds=600, count=1)
    await control(simulator, "inbound", {"from": DEWI, "text": "Halo"})
    await until(lambda: simulator.app and simulator.app[SIMULATOR].courier.waiting)
    assert receiver.bodies == []
    await control(simulator, "clock", {"advance_seconds": 601})
    await until(lambda: len(receiver.bodies) == 1)
    await rule(simulator, kind="webhook_replay", seconds=60, count=1)
    await control(simulator, "inbound", {"from": DEWI, "text": "Halo"})
    await until(lambda: len(receiver.bodies) == 2)
    await control(simulator, "clock", {"advance_seconds": 61})
    await until(lambda: len(receiver.bodies) == 3)
    assert receiver.bodies[1] == receiver.bodies[2]


async def test_the_status_arrives_before_the_answer(
    simulator: Client, receiver: Receiver, send: Send
) -> None:
    await rule(simulator, kind="status_before_answer")
    _, answer = await send(arrived())
    assert statuses(receiver.bodies)[0]["id"] == answer["messages"][0]["id"]


@pytest.mark.parametrize(("kind", "before"), [("hold_before_accept", 0), ("hold_after_accept", 1)])
async def test_a_request_is_held_until_it_is_released(
    simulator: Client, send: Send, kind: str, before: int
) -> None:
    await rule(simulator, kind=kind, count=1)
    sending = asyncio.ensure_future(send(arrived()))
    while not (await control(simulator, "state"))[1]["held"]:
        await asyncio.sleep(0.005)
    assert (await on_phones(simulator), sending.done()) == (before, False)
    assert (await control(simulator, "release", {}))[1] == {"released": 1}
    assert (await sending)[0] == 200
    assert await on_phones(simulator) == 1


@pytest.mark.parametrize("kind", ["empty", "truncated", "no_id"])
async def test_an_answer_without_sense_hides_an_accepted_message(simulator: Client, kind: str) -> None:
    await rule(simulator, kind=kind, count=1)
    headers = {"Authorization": "Bearer token-of-toko-sari"}
    path = "/v26.0/106540352242922/messages"
    async with simulator.post(path, json=arrived(), headers=headers) as answer:
        assert answer.status == 200
        assert b"wamid" not in await answer.read()
    assert await on_phones(simulator) == 1


async def test_the_same_message_twice_is_seen_by_the_oracle(simulator: Client, send: Send) -> None:
    for token in ("try-1", "try-1", "try-2"):
        await send(arrived(biz_opaque_callback_data=token))
    await send(arrived(to=MADE, biz_opaque_callback_data="try-1"))
    listed = (await control(simulator, "shown"))[1]
    assert listed["summary"] == {"shown": 4, "phones": 2, "duplicates": 1, "same": 2}
    assert listed["shown"][1]["duplicate_of"] == listed["shown"][0]["id"] == listed["shown"][2]["same_as"]


async def test_a_connection_that_dies_after_acceptance_is_still_on_the_phone(
    simulator: Client, send: Send
) -> None:
    await rule(simulator, kind="accept_then_reset", match={"to": DEWI})
    with pytest.raises(aiohttp.ClientError):
        await send(arrived())
    assert await on_phones(simulator) == 1


@pytest.mark.parametrize(
    "told", [{"phase": "moon"}, {"kind": "error", "match": {"colour": "red"}}, {"kind": "error", "match": 1}]
)
async def test_a_rule_that_makes_no_sense_is_refused(simulator: Client, told: dict[str, Any]) -> None:
    assert (await control(simulator, "faults", told))[0] == 400


def test_reading_is_never_struck_and_rules_are_counted() -> None:
    faults = Faults(seed=1)
    faults.add({"kind": "reset", "times": 2, "match": {"type": "text"}})
    struck = [faults.sending({"type": kind}) for kind in ("text", "template", "text", "text")]
    assert [one is not None for one in struck] == [True, False, True, False]


async def test_free_text_fails_as_the_rule_says_before_the_window_is_asked(
    simulator: Client, receiver: Receiver, send: Send
) -> None:
    await rule(simulator, kind="status_fails", code=131026)
    await send(text())
    await until(lambda: statuses(receiver.bodies))
    assert statuses(receiver.bodies)[0]["errors"][0]["code"] == 131026
