"""Group 6: what customers send and do, in every shape that the webhooks have."""

import base64
from datetime import timedelta
from typing import Any

import pytest

from simulator.network import Network
from tests.simulator.cast import DEWI, MADE, NOW, TOKEN, arrived, network, statuses, text, values, written
from tests.simulator.conftest import Client, Receiver, control, graph, until

HOUR = timedelta(hours=1)


def wrote(made: Network, **answer: Any) -> dict[str, Any]:
    made.inbound(DEWI, answer, NOW)
    message: dict[str, Any] = written(made.due_webhooks(NOW))[-1]
    return message


@pytest.mark.parametrize(
    ("answer", "kind", "part"),
    [
        ({"type": "location"}, "location", {"name": "Rumah"}),
        ({"type": "contacts", "text": "Made Wirawan"}, "contacts", {}),
        ({"type": "voice"}, "audio", {"voice": True, "mime_type": "audio/ogg; codecs=opus"}),
        ({"type": "audio"}, "audio", {"voice": False}),
        ({"type": "video", "text": "Lihat"}, "video", {"caption": "Lihat", "mime_type": "video/mp4"}),
        ({"type": "document"}, "document", {"filename": "bukti-transfer.pdf"}),
        ({"type": "sticker"}, "sticker", {"mime_type": "image/webp"}),
        ({"type": "order"}, "order", {"catalog_id": "2001"}),
        ({"type": "unsupported"}, "unsupported", {"type": "poll_creation"}),
        ({"type": "edit", "message_id": "w", "text": "Eh, dua"}, "edit", {"original_message_id": "w"}),
        ({"type": "revoke", "message_id": "w"}, "revoke", {"original_message_id": "w"}),
    ],
)
def test_customers_send_every_type(answer: dict[str, Any], kind: str, part: dict[str, Any]) -> None:
    message = wrote(network(), **answer)
    assert message["type"] == kind
    assert part.items() <= message[kind].items() if part else message[kind][0]["phones"]


def test_a_form_answers_with_a_string_whatever_is_in_it() -> None:
    made = network()
    told = wrote(made, type="nfm_reply", response={"ukuran": "L"})["interactive"]["nfm_reply"]
    assert told["response_json"] == '{"ukuran": "L"}'
    assert wrote(made, type="nfm_reply", response="bukan objek")["interactive"]["nfm_reply"]["response_json"]


def test_what_whatsapp_cannot_show_carries_its_error() -> None:
    assert wrote(network(), type="unsupported", code=131060)["errors"][0]["code"] == 131060


def test_a_reaction_is_taken_back_without_an_emoji() -> None:
    made = network()
    wamid = made.send(arrived(), NOW)[1]["messages"][0]["id"]
    assert wrote(made, type="reaction", text="🙏", message_id=wamid)["reaction"]["emoji"] == "🙏"
    assert "emoji" not in wrote(made, type="reaction", message_id=wamid)["reaction"]
    assert made.messages[wamid].reaction == ""


def test_a_forwarded_message_about_a_product_in_a_group() -> None:
    product = {"catalog_id": "1", "product_retailer_id": "KOPI-1"}
    message = wrote(
        network(), text="Ini ada?", forwarded=True, product=product, group_id="g1", context="wamid.y"
    )
    assert message["context"] == {
        "from": "6281110001000",
        "id": "wamid.y",
        "forwarded": True,
        "referred_product": product,
    }
    assert message["group_id"] == "g1"


def test_a_profile_may_be_missing_and_so_may_the_contacts() -> None:
    made = network()
    made.phones.get(DEWI).name = "Dewi"
    made.inbound(DEWI, {"text": "a", "profile": False}, NOW)
    made.inbound(DEWI, {"text": "b", "contacts_part": False}, NOW)
    first, second = values(made.due_webhooks(NOW))
    assert ("profile" in first["contacts"][0], "contacts" in second) == (False, False)


async def test_a_customer_who_stops_offers_gets_none_until_they_resume(
    simulator: Client, receiver: Receiver
) -> None:
    body = {"type": "BODY", "text": "Diskon akhir pekan untuk semua kopi."}
    told = {"name": "promo", "language": "id", "category": "MARKETING", "components": [body]}
    await graph(simulator, "POST", "102290129340398/message_templates", told)
    sent = {**text(), "type": "template", "template": {"name": "promo", "language": {"code": "id"}}}

    async def sends(value: str, status: str) -> None:
        await control(simulator, "phones", {"phone": DEWI, "marketing": value})
        await graph(simulator, "POST", "106540352242922/messages", sent)
        await until(lambda: status in [one["status"] for one in statuses(receiver.bodies)[-1:]])

    await sends("stop", "failed")
    await sends("resume", "delivered")
    preferences = [one for v in values(receiver.bodies) for one in v.get("user_preferences", [])]
    assert [(one["value"], one["wa_id"]) for one in preferences] == [("stop", DEWI[1:]), ("resume", DEWI[1:])]
    assert {one["errors"][0]["code"] for one in statuses(receiver.bodies) if "errors" in one} == {131050}


async def test_a_new_number_is_a_new_person_to_the_business(simulator: Client, receiver: Receiver) -> None:
    await control(simulator, "inbound", {"from": DEWI, "text": "Halo"})
    before = (await control(simulator, "phones"))[1]["phones"][0]["user_id"]
    _, moved = await control(simulator, "phones/move", {"phone": DEWI, "to": "+6281399990000"})
    await until(lambda: len(written(receiver.bodies)) == 2)
    system = written(receiver.bodies)[1]["system"]
    assert (system["type"], system["wa_id"]) == ("user_changed_number", "6281399990000")
    assert (system["previous_user_id"], system["user_id"]) == (before, moved["user_id"])
    assert moved["threads"]["106540352242922"]["window_open"]


async def test_a_new_id_leaves_the_old_one_unknown(simulator: Client, receiver: Receiver) -> None:
    _, before = await control(simulator, "phones", {"phone": DEWI})
    _, after = await control(simulator, "phones/rename", {"phone": DEWI})
    await until(lambda: receiver.bodies)
    assert written(receiver.bodies)[0]["system"]["type"] == "user_changed_user_id"
    request = {"messaging_product": "whatsapp", "recipient": before["user_id"], **{"text": {"body": "x"}}}
    assert (await graph(simulator, "POST", "106540352242922/messages", request))[1]["error"]["code"] == 131009
    assert after["user_id"] != before["user_id"]


async def test_a_call_rings_and_ends(simulator: Client, receiver: Receiver) -> None:
    await control(simulator, "phones/call", {"phone": DEWI})
    await until(lambda: len(values(receiver.bodies)) == 2)
    assert [one["calls"][0]["event"] for one in values(receiver.bodies)] == ["connect", "terminate"]


def test_what_a_blocked_user_writes_reaches_nobody() -> None:
    made = network()
    made.business.primary.blocked[made.phones.get(DEWI).user_id] = NOW
    made.inbound(DEWI, {"text": "Halo?"}, NOW)
    assert made.due_webhooks(NOW) == []


async def test_a_number_on_standby_watches_until_the_app_writes(
    simulator: Client, receiver: Receiver
) -> None:
    def fields() -> list[str]:
        return [c["field"] for body in receiver.bodies for e in body["entry"] for c in e["changes"]]

    await control(simulator, "numbers", {"standby": True})
    await control(simulator, "inbound", {"from": DEWI, "text": "Halo"})
    await control(simulator, "echo", {"phone": DEWI, "text": "Halo, saya agen Meta", "source": "agent"})
    await until(lambda: fields() == ["standby", "standby"])
    await graph(simulator, "POST", "106540352242922/messages", text())
    await control(simulator, "inbound", {"from": DEWI, "text": "Terima kasih"})
    await until(lambda: {"messaging_handovers", "messages"} <= set(fields()))
    await control(simulator, "phones/hand_back", {"phone": DEWI})
    await control(simulator, "inbound", {"from": DEWI, "text": "Halo lagi"})
    await until(lambda: fields().count("standby") == 3)


@pytest.mark.parametrize(
    "told", [{"hidden": "ya"}, {"fails_with": True}, {"marketing": "maybe"}, {"online": 1}, {"number": "1"}]
)
async def test_a_customer_cannot_be_told_nonsense(simulator: Client, told: dict[str, Any]) -> None:
    assert (await control(simulator, "phones", {"phone": DEWI, **told}))[0] == 400


async def test_files_of_customers_live_seven_days_and_their_addresses_five_minutes(simulator: Client) -> None:
    content = base64.b64encode(b"%PDF-1.4 bukti").decode()
    sent = {"from": MADE, "type": "document", "content": content, "filename": "a.pdf"}
    await control(simulator, "inbound", sent)
    _, listed = await control(simulator, "messages")
    media_id = listed["messages"][0]["media"]
    _, node = await graph(simulator, "GET", media_id)
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    async with simulator.session.get(node["url"], headers=bearer) as answer:
        assert await answer.read() == b"%PDF-1.4 bukti"
    await control(simulator, "clock", {"advance_seconds": 301})
    async with simulator.session.get(node["url"], headers=bearer) as answer:
        assert answer.status == 400
    assert (await graph(simulator, "GET", media_id))[0] == 200
    await control(simulator, "clock", {"advance_seconds": 7 * 86400})
    assert (await graph(simulator, "GET", media_id))[0] == 400


async def test_a_webhook_may_carry_the_address_of_its_file(simulator: Client, receiver: Receiver) -> None:
    await control(simulator, "rules", {"media_url_in_webhooks": True})
    await control(simulator, "inbound", {"from": MADE, "type": "image"})
    await until(lambda: receiver.bodies)
    path = written(receiver.bodies)[0]["image"]["url"].removeprefix("http://127.0.0.1:8090")
    async with simulator.get(path, headers={"Authorization": f"Bearer {TOKEN}"}) as answer:
        assert (await answer.read()).startswith(b"\x89PNG")


async def test_an_address_cannot_be_prolonged_by_hand(simulator: Client) -> None:
    await control(simulator, "inbound", {"from": MADE, "type": "image"})
    _, listed = await control(simulator, "messages")
    _, node = await graph(simulator, "GET", listed["messages"][0]["media"])
    forged = node["url"].replace("until=1", "until=2")
    async with simulator.session.get(forged, headers={"Authorization": f"Bearer {TOKEN}"}) as answer:
        assert answer.status == 400
