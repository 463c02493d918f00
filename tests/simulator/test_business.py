"""Groups 1 and 7: who may call, several numbers and accounts, and every limit."""

from datetime import timedelta
from typing import Any

import pytest

from simulator.network import Network
from simulator.rules import Rules
from tests.simulator.cast import DEWI, MADE, NOW, RINI, arrived, network, statuses, text
from tests.simulator.conftest import Client, control, graph

PHONE, ACCOUNT, SECOND = "106540352242922", "102290129340398", "2002"
HOUR = timedelta(hours=1)
MESSAGING = "whatsapp_business_messaging"


def failures(made: Network) -> list[int]:
    found = statuses(made.due_webhooks(NOW + 24 * HOUR))
    return [one["errors"][0]["code"] for one in found if one["status"] == "failed"]


@pytest.mark.parametrize(
    ("token", "path", "status", "code"),
    [
        ({"scopes": []}, f"{PHONE}/messages", 403, 200),
        ({"scopes": [MESSAGING]}, f"{ACCOUNT}/message_templates", 403, 200),
        ({"assets": [SECOND]}, f"{PHONE}/messages", 403, 131005),
        ({"assets": [SECOND]}, f"{ACCOUNT}/message_templates", 403, 10),
        ({"assets": [ACCOUNT]}, f"{PHONE}/messages", 400, 100),
        ({"expires": "2026-09-15T00:00:00+00:00"}, f"{PHONE}/messages", 401, 190),
    ],
)
async def test_a_token_does_what_it_may_and_no_more(
    simulator: Client, token: dict[str, Any], path: str, status: int, code: int
) -> None:
    await control(simulator, "tokens", {"token": "t", **token})
    found, body = await graph(simulator, "POST", path, {}, token="t")
    assert (found, body["error"]["code"]) == (status, code)


async def test_a_revoked_token_is_190(simulator: Client) -> None:
    await control(simulator, "tokens", {"token": "t"})
    assert (await graph(simulator, "GET", PHONE, token="t"))[0] == 200
    await control(simulator, "tokens?token=t", method="DELETE")
    assert (await graph(simulator, "GET", PHONE, token="t"))[1]["error"]["code"] == 190


async def test_a_token_tells_what_it_may(simulator: Client) -> None:
    await control(simulator, "tokens", {"token": "t", "scopes": [MESSAGING], "assets": [PHONE]})
    _, told = await graph(simulator, "GET", "debug_token?input_token=t")
    assert told["data"]["granular_scopes"] == [{"scope": MESSAGING, "target_ids": [PHONE]}]
    _, unknown = await graph(simulator, "GET", "debug_token?input_token=nobody")
    assert unknown["data"]["is_valid"] is False


async def test_a_second_account_has_its_own_number_and_templates(simulator: Client) -> None:
    await control(simulator, "accounts", {"id": "999", "name": "Toko Dua", "portfolio": "dua"})
    await control(
        simulator, "numbers", {"id": SECOND, "account": "999", "display_phone": "+62 811-2000-2000"}
    )
    _, told = await graph(simulator, "GET", "999/phone_numbers")
    assert [(one["id"], one["verified_name"]) for one in told["data"]] == [(SECOND, "Toko Dua")]
    assert (await graph(simulator, "GET", "999/message_templates"))[1]["data"] == []
    assert (await graph(simulator, "POST", f"{SECOND}/messages", arrived()))[1]["error"]["code"] == 132001


def second(made: Network, **told: Any) -> str:
    made.business.add_number({"id": SECOND, "display_phone": "+62 811-2000-2000", **told})
    return SECOND


def test_throughput_and_pairs_are_counted_per_number() -> None:
    made = network(mps=1)
    assert [made.send(arrived(to=one), NOW)[0] for one in (DEWI, MADE)] == [200, 429]
    assert made.send(arrived(to=MADE), NOW, second(made))[0] == 200


def test_a_number_that_is_on_the_phone_app_too_sends_twenty_a_second() -> None:
    made = network()
    number = second(made, coexistence=True, mps=1000)
    codes = [made.send(arrived(to=f"+62813{n:08}"), NOW, number)[0] for n in range(21)]
    assert codes == [200] * 20 + [429]


def test_a_portfolio_reaches_only_so_many_people_a_day_over_all_its_numbers() -> None:
    made = network(tier="TIER_50")
    number = second(made)
    for n in range(51):
        made.send(arrived(to=f"+62813{n:08}"), NOW, number if n % 2 else None)
    made.send(arrived(to="+6281300000000"), NOW + HOUR)
    assert failures(made) == [131048]
    made.send(arrived(to=RINI), NOW + 25 * HOUR)
    assert failures(made) == []


def test_answers_inside_the_window_need_no_room_in_the_portfolio() -> None:
    made = network(tier="TIER_50")
    for n in range(50):
        made.send(arrived(to=f"+62813{n:08}"), NOW)
    made.inbound(DEWI, {"text": "Halo"}, NOW)
    made.send(arrived(), NOW)
    assert failures(made) == []


def offer(to: str = DEWI) -> dict[str, Any]:
    given = {"name": "promo", "language": {"code": "id"}}
    return {"messaging_product": "whatsapp", "to": to, "type": "template", "template": given}


def selling(**changes: Any) -> Network:
    made = network(**changes)
    body = {"type": "BODY", "text": "Diskon akhir pekan untuk semua kopi."}
    made.templates.register(
        {"name": "promo", "language": "id", "category": "MARKETING", "components": [body]}
    )
    return made


def test_the_cap_on_offers_spares_services_and_open_windows() -> None:
    made = selling(rules=Rules(marketing_cap=1))
    made.send(offer(), NOW)
    made.send(arrived(), NOW)
    made.send(offer(), NOW + HOUR)
    assert failures(made) == [131049]
    made.inbound(DEWI, {"text": "Halo"}, NOW + 2 * HOUR)
    made.send(offer(), NOW + 2 * HOUR)
    assert failures(made) == []


def test_someone_in_the_experiment_gets_no_offer_and_every_service() -> None:
    made = selling()
    made.phones.get(DEWI).experiment = True
    made.send(offer(), NOW)
    made.send(arrived(), NOW)
    assert failures(made) == [130472]


async def test_the_endpoint_of_offers_takes_no_service(simulator: Client) -> None:
    status, body = await graph(simulator, "POST", f"{PHONE}/marketing_messages", arrived())
    assert (status, body["error"]["code"]) == (400, 134100)


async def test_spam_stops_a_number_for_a_while(simulator: Client) -> None:
    await control(simulator, "numbers", {"spam_seconds": 60})
    assert (await graph(simulator, "POST", f"{PHONE}/messages", arrived()))[1]["error"]["code"] == 131048
    await control(simulator, "clock", {"advance_seconds": 61})
    assert (await graph(simulator, "POST", f"{PHONE}/messages", arrived()))[0] == 200


def test_without_a_payment_method_replies_stop_after_the_free_ones() -> None:
    made = network()
    october = NOW + timedelta(days=30)
    made.business.add_account({"id": ACCOUNT, "payment_method": False})
    for n in range(1002):
        made.inbound(f"+62813{n:08}", {"text": "Halo"}, october)
        made.send(text(to=f"+62813{n:08}"), october)
    found = statuses(made.due_webhooks(october + HOUR))
    assert [one["errors"][0]["code"] for one in found if one["status"] == "failed"] == [131042, 131042]


async def test_management_calls_have_their_hour(simulator: Client) -> None:
    await control(simulator, "rules", {"management_per_hour": 2})
    codes = [(await graph(simulator, "GET", f"{ACCOUNT}/message_templates"))[0] for _ in range(3)]
    assert codes == [200, 200, 400]


async def test_blocking_users_is_for_those_who_wrote_lately(simulator: Client) -> None:
    await control(simulator, "inbound", {"from": DEWI, "text": "Halo"})
    users = {"messaging_product": "whatsapp", "block_users": [{"user": DEWI}, {"user": MADE}]}
    _, told = await graph(simulator, "POST", f"{PHONE}/block_users", users)
    assert [one["input"] for one in told["block_users"]["added_users"]] == [DEWI]
    assert [one["input"] for one in told["block_users"]["failed_users"]] == [MADE]
