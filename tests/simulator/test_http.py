"""The simulator as a program: tokens, endpoints, webhooks, clock, media."""

import aiohttp
import pytest

from tests.simulator.cast import ARRIVED, DEWI, TOKEN, arrived, statuses, text, written
from tests.simulator.conftest import Client, Receiver, Send, graph, until

PHONE, ACCOUNT = "106540352242922", "102290129340398"


async def control(client: Client, path: str, body: object = None) -> tuple[int, dict[str, object]]:
    method = "GET" if body is None else "POST"
    async with client.request(method, f"/_control/{path}", json=body) as answer:
        return answer.status, await answer.json()


async def test_a_wrong_token_is_refused_with_190(simulator: Client) -> None:
    status, body = await graph(simulator, "POST", f"{PHONE}/messages", arrived(), token="wrong")
    assert (status, body["error"]["code"], body["error"]["type"]) == (401, 190, "OAuthException")
    assert body["error"]["fbtrace_id"]


async def test_an_unknown_number_is_refused_with_100_and_33(simulator: Client) -> None:
    status, body = await graph(simulator, "POST", "123/messages", arrived())
    assert (status, body["error"]["code"], body["error"]["error_subcode"]) == (400, 100, 33)


async def test_broken_json_is_a_bad_parameter(simulator: Client) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with simulator.post(f"/v26.0/{PHONE}/messages", data=b"{", headers=headers) as answer:
        assert (answer.status, (await answer.json())["error"]["code"]) == (400, 100)


async def test_statuses_arrive_signed_with_the_callback(receiver: Receiver, send: Send) -> None:
    await send(arrived(biz_opaque_callback_data="attempt-1"))
    await until(lambda: len(statuses(receiver.bodies)) == 2)
    assert [one["status"] for one in statuses(receiver.bodies)] == ["sent", "delivered"]
    assert {one["biz_opaque_callback_data"] for one in statuses(receiver.bodies)} == {"attempt-1"}


async def test_stamps_follow_the_demo_clock(simulator: Client, receiver: Receiver, send: Send) -> None:
    await control(simulator, "clock", {"now": "2027-01-05T08:00:00+07:00"})
    await send(arrived())
    await until(lambda: statuses(receiver.bodies))
    assert 0 <= int(statuses(receiver.bodies)[0]["timestamp"]) - 1799110800 < 60


async def test_a_clock_without_zone_is_refused(simulator: Client) -> None:
    status, _ = await control(simulator, "clock", {"now": "2027-01-05T08:00:00"})
    assert status == 400


async def test_a_refused_webhook_comes_again(simulator: Client, receiver: Receiver) -> None:
    receiver.refuses = 1
    await control(simulator, "inbound", {"from": DEWI, "text": "Sudah sampai, terima kasih ✓"})
    await until(lambda: receiver.bodies)
    assert written(receiver.bodies)[0]["text"]["body"] == "Sudah sampai, terima kasih ✓"
    assert b"\\u2713" in receiver.raw[0]
    _, state = await control(simulator, "state")
    assert state["webhook"]["refused"] == 1  # type: ignore[index]


async def test_due_updates_travel_together(simulator: Client, receiver: Receiver) -> None:
    receiver.refuses = 1
    for n in range(3):
        await control(simulator, "inbound", {"from": DEWI, "text": str(n)})
    await until(lambda: len(written(receiver.bodies)) == 3)
    assert len(receiver.bodies) <= 3


async def test_subscribing_asks_for_the_challenge(simulator: Client, receiver: Receiver) -> None:
    body = {"override_callback_uri": receiver.url, "verify_token": "verify-me"}
    assert (await graph(simulator, "POST", f"{ACCOUNT}/subscribed_apps", body))[0] == 200
    status, refused = await graph(
        simulator, "POST", f"{ACCOUNT}/subscribed_apps", {**body, "verify_token": "wrong"}
    )
    assert (status, refused["error"]["code"]) == (400, 100)


async def test_templates_are_listed_by_name_and_deleted(simulator: Client) -> None:
    _, listed = await graph(simulator, "GET", f"{ACCOUNT}/message_templates?name={ARRIVED['name']}")
    assert [(one["name"], one["status"]) for one in listed["data"]] == [(ARRIVED["name"], "APPROVED")]
    assert (await graph(simulator, "DELETE", f"{ACCOUNT}/message_templates?name={ARRIVED['name']}"))[0] == 200
    assert (await graph(simulator, "GET", f"{ACCOUNT}/message_templates"))[1]["data"] == []


async def test_a_paused_template_is_announced(simulator: Client, receiver: Receiver) -> None:
    await control(simulator, "templates", {"name": ARRIVED["name"], "language": "id", "status": "PAUSED"})
    await until(lambda: receiver.bodies)
    change = receiver.bodies[0]["entry"][0]["changes"][0]
    assert (change["field"], change["value"]["event"]) == ("message_template_status_update", "PAUSED")


async def test_the_number_tells_the_fields_that_are_asked_for(simulator: Client) -> None:
    _, node = await graph(simulator, "GET", f"{PHONE}?fields=verified_name,quality_rating")
    assert node == {"id": PHONE, "verified_name": "Toko Sari", "quality_rating": "GREEN"}


async def test_an_upload_can_be_sent_and_fetched_with_the_token(simulator: Client, send: Send) -> None:
    form = aiohttp.FormData({"messaging_product": "whatsapp", "type": "image/png"})
    form.add_field("file", b"\x89PNG picture", filename="a.png", content_type="image/png")
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with simulator.post(f"/v26.0/{PHONE}/media", data=form, headers=headers) as answer:
        media_id = (await answer.json())["id"]
    _, described = await graph(simulator, "GET", media_id)
    async with simulator.session.get(described["url"], headers=headers) as answer:
        assert await answer.read() == b"\x89PNG picture"
    async with simulator.session.get(described["url"]) as answer:
        assert answer.status == 401
    status, _ = await send({**text(), "type": "image", "image": {"id": media_id}})
    assert status == 200


async def test_messages_of_one_phone_are_listed(simulator: Client, send: Send) -> None:
    await send(arrived(biz_opaque_callback_data="attempt-9"))
    _, listed = await control(simulator, f"messages?phone={DEWI[1:]}".replace("=62", "=%2B62"))
    messages = listed["messages"]
    assert isinstance(messages, list)
    assert [(one["phone"], one["callback"]) for one in messages] == [(DEWI, "attempt-9")]


async def test_reset_forgets_everything(simulator: Client, send: Send) -> None:
    await send(arrived())
    await control(simulator, "reset", {})
    _, state = await control(simulator, "state")
    assert (state["messages"], state["phones"], state["templates"]) == (0, 0, [])


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("inbound", {"text": "siapa?"}),
        ("inbound", {"from": DEWI}),
        ("faults", {"kind": "earthquake"}),
        ("clock", {}),
    ],
)
async def test_the_control_plane_refuses_what_it_does_not_understand(
    simulator: Client, path: str, body: dict[str, str]
) -> None:
    status, answer = await control(simulator, path, body)
    assert status == 400
    assert answer["error"]
