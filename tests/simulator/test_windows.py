"""Group 3: the 24 hours, the 72 free ones after an advert, and Direct Send."""

from datetime import timedelta
from typing import Any

import pytest

from simulator import inbound
from simulator.network import Network
from simulator.rules import Rules
from tests.simulator.cast import DEWI, MADE, NOW, arrived, network, statuses, text, values

HOUR = timedelta(hours=1)


def failures(made: Network, hours: int = 48) -> list[int]:
    found = statuses(made.due_webhooks(NOW + hours * HOUR))
    return [one["errors"][0]["code"] for one in found if one["status"] == "failed"]


def test_where_the_rules_say_so_free_text_outside_the_window_is_refused_at_once() -> None:
    made = network(rules=Rules(window_answer="sync"))
    assert made.send(text(), NOW)[1]["error"]["code"] == 131047
    made.inbound(DEWI, {"text": "Halo"}, NOW)
    assert made.send(text(), NOW + 23 * HOUR)[0] == 200


def test_a_call_opens_the_window_and_a_reaction_does_not() -> None:
    made = network()
    made.inbound(MADE, {"type": "reaction", "text": "👍", "message_id": "wamid.x"}, NOW)
    inbound.call(made, made.phones.get(DEWI), made.business.primary, NOW)
    made.send(text(), NOW)
    made.send(text(to=MADE), NOW)
    found = statuses(made.due_webhooks(NOW + HOUR))
    assert {one["recipient_id"]: one["status"] for one in found} == {
        DEWI[1:]: "delivered",
        MADE[1:]: "failed",
    }


def test_the_window_is_of_one_number_alone() -> None:
    made = network()
    other = made.business.add_number({"id": "2002", "display_phone": "+62 811-2000-2000"})
    made.inbound(DEWI, {"text": "Halo"}, NOW)
    made.send(text(), NOW, other.id)
    assert failures(made) == [131047]


def prices(made: Network, hours: int) -> list[dict[str, Any]]:
    found = statuses(made.due_webhooks(NOW + hours * HOUR))
    return [one for one in found if one["status"] == "sent"]


def test_after_an_advert_72_hours_from_our_answer_are_free() -> None:
    made = network()
    made.inbound(DEWI, {"text": "Halo", "referral": True}, NOW)
    made.send(text(), NOW + HOUR)
    made.send(arrived(), NOW + 72 * HOUR)
    made.send(arrived(), NOW + 74 * HOUR)
    first, second, third = prices(made, 100)
    assert first["pricing"]["type"] == second["pricing"]["type"] == "free_entry_point"
    assert second["conversation"]["origin"] == {"type": "referral_conversion"}
    assert (third["pricing"]["type"], "conversation" in third) == ("regular", False)


def test_an_answer_after_a_day_comes_too_late_for_the_free_hours() -> None:
    made = network()
    made.inbound(DEWI, {"text": "Halo", "referral": True}, NOW)
    made.send(arrived(), NOW + 25 * HOUR)
    assert prices(made, 100)[0]["pricing"]["type"] == "regular"


@pytest.mark.parametrize(("state", "code"), [("off", 100), ("blocked", 139200)])
def test_direct_send_is_for_admitted_accounts(state: str, code: int) -> None:
    made = network()
    made.business.add_account({"id": made.config.waba_id, "direct_send": state})
    assert made.send(text(category="utility"), NOW)[1]["error"]["code"] == code


def test_direct_send_makes_its_own_template() -> None:
    made = network()
    made.business.add_account({"id": made.config.waba_id, "direct_send": "on"})
    assert made.send(text(category="utility", message_send_ttl_seconds=3600), NOW)[0] == 200
    assert made.send(text(category="marketing"), NOW)[1]["error"]["code"] == 100
    generated = [one.components[0]["text"] for one in made.templates.all() if one.source == "AUTO_GENERATED"]
    assert (generated, prices(made, 1)[0]["pricing"]["category"]) == (["Baik, Kak."], "utility")


def test_the_customers_message_names_its_advert() -> None:
    made = network()
    made.inbound(DEWI, {"text": "Halo", "referral": {"source_type": "post", "ctwa_clid": "c1"}}, NOW)
    message = values(made.due_webhooks(NOW))[0]["messages"][0]
    assert (message["referral"]["source_type"], message["referral"]["ctwa_clid"]) == ("post", "c1")
