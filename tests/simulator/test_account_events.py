"""Groups 9 and 11: what Meta decides about accounts and numbers, and the owner's phone app."""

from typing import Any

import pytest

from tests.simulator.cast import DEWI, arrived, values
from tests.simulator.conftest import Client, Receiver, control, graph, until

PHONE = "106540352242922"


async def told(client: Client, receiver: Receiver, path: str, **body: Any) -> tuple[str, dict[str, Any]]:
    before = len(values(receiver.bodies))
    assert (await control(client, path, body))[0] == 200
    await until(lambda: len(values(receiver.bodies)) > before)
    change = receiver.bodies[-1]["entry"][-1]["changes"][-1]
    return change["field"], change["value"]


@pytest.mark.parametrize(
    ("event", "field", "part"),
    [
        ({"event": "violation"}, "account_update", {"event": "ACCOUNT_VIOLATION"}),
        ({"event": "disable", "schedule": True}, "account_update", {"event": "DISABLED_UPDATE"}),
        ({"event": "reinstate"}, "account_update", {"event": "DISABLED_UPDATE"}),
        ({"event": "deleted"}, "account_update", {"event": "ACCOUNT_DELETED"}),
        ({"event": "volume_tier"}, "account_update", {"event": "VOLUME_BASED_PRICING_TIER_UPDATE"}),
        ({"event": "offboarded"}, "account_update", {"event": "ACCOUNT_OFFBOARDED"}),
        ({"event": "reconnected"}, "account_update", {"event": "ACCOUNT_RECONNECTED"}),
        ({"event": "review"}, "account_review_update", {"decision": "APPROVED"}),
        ({"event": "security"}, "security", {"event": "PIN_RESET_REQUEST"}),
        ({"event": "alert"}, "account_alerts", {"entity_type": "WABA"}),
        ({"event": "username", "username": "sari"}, "business_username_update", {"username": "sari"}),
    ],
)
async def test_every_decision_is_told(
    simulator: Client, receiver: Receiver, event: dict[str, Any], field: str, part: dict[str, Any]
) -> None:
    found, value = await told(simulator, receiver, "account", **event)
    assert found == field
    assert part.items() <= value.items()


@pytest.mark.parametrize(
    ("event", "code"), [("restriction", 368), ("disable", 131031), ("offboarded", 133010)]
)
async def test_a_stopped_account_sends_nothing_until_it_is_put_back(
    simulator: Client, receiver: Receiver, event: str, code: int
) -> None:
    await told(simulator, receiver, "account", event=event)
    assert (await graph(simulator, "POST", f"{PHONE}/messages", arrived()))[1]["error"]["code"] == code
    assert (await graph(simulator, "GET", f"{PHONE}?fields=health_status"))[1]["health_status"] == {
        "can_send_message": "BLOCKED",
        "entities": (await graph(simulator, "GET", f"{PHONE}?fields=health_status"))[1]["health_status"][
            "entities"
        ],
    }
    await told(simulator, receiver, "account", event="reconnected" if event == "offboarded" else "reinstate")
    assert (await graph(simulator, "POST", f"{PHONE}/messages", arrived()))[0] == 200


async def test_a_restriction_ends_by_itself(simulator: Client, receiver: Receiver) -> None:
    await told(simulator, receiver, "account", event="restriction", seconds=60)
    await control(simulator, "clock", {"advance_seconds": 61})
    assert (await graph(simulator, "POST", f"{PHONE}/messages", arrived()))[0] == 200


async def test_quality_limit_and_name_show_on_the_number(simulator: Client, receiver: Receiver) -> None:
    _, quality = await told(simulator, receiver, "account", event="quality", quality="red")
    _, limit = await told(simulator, receiver, "account", event="capability", tier="TIER_10K")
    await told(simulator, receiver, "account", event="name", name="Toko Sari Kopi")
    fields = "quality_rating,verified_name,whatsapp_business_manager_messaging_limit"
    _, node = await graph(simulator, "GET", f"{PHONE}?fields={fields}")
    assert (quality["event"], limit["max_daily_conversations_per_business"]) == ("FLAGGED", 10000)
    assert node == {
        "id": PHONE,
        "quality_rating": "RED",
        "verified_name": "Toko Sari Kopi",
        "whatsapp_business_manager_messaging_limit": "TIER_10K",
    }


async def test_an_upgrade_takes_a_minute_of_maintenance(simulator: Client, receiver: Receiver) -> None:
    await control(simulator, "numbers", {"maintenance_seconds": 60})
    assert (await graph(simulator, "POST", f"{PHONE}/messages", arrived()))[1]["error"]["code"] == 131057
    await control(simulator, "clock", {"advance_seconds": 61})
    await until(lambda: receiver.bodies)
    assert values(receiver.bodies)[0]["event"] == "THROUGHPUT_UPGRADE"
    assert (await graph(simulator, "GET", f"{PHONE}?fields=throughput"))[1]["throughput"] == {"level": "HIGH"}
    assert (await graph(simulator, "POST", f"{PHONE}/messages", arrived()))[0] == 200


async def test_what_the_owner_writes_on_the_phone_app_is_echoed(
    simulator: Client, receiver: Receiver
) -> None:
    field, value = await told(simulator, receiver, "echo", phone=DEWI, text="Siap Kak")
    [echo] = value["message_echoes"]
    assert (field, echo["to"], echo["text"]) == ("smb_message_echoes", DEWI[1:], {"body": "Siap Kak"})
    _, shown = await control(simulator, "shown")
    assert [one["text"] for one in shown["shown"]] == ["Siap Kak"]


async def test_earlier_conversations_and_the_address_book_are_handed_over(
    simulator: Client, receiver: Receiver
) -> None:
    await control(simulator, "inbound", {"from": DEWI, "text": "Halo"})
    await until(lambda: receiver.bodies)
    field, value = await told(simulator, receiver, "history", progress=100)
    [thread] = value["history"][0]["threads"]
    assert (field, thread["id"], thread["messages"][0]["text"]["body"]) == ("history", DEWI[1:], "Halo")
    field, value = await told(simulator, receiver, "contacts", phone=DEWI, name="Dewi A")
    assert (field, value["state_sync"][0]["contact"]["full_name"]) == ("smb_app_state_sync", "Dewi A")


async def test_an_unknown_decision_is_refused(simulator: Client) -> None:
    assert (await control(simulator, "account", {"event": "party"}))[0] == 400
