"""The network without HTTP: ids, window, statuses, templates, limits."""

from datetime import timedelta
from typing import Any

import pytest

from simulator.config import Delays
from simulator.errors import GraphError
from simulator.network import Network
from tests.simulator.cast import (
    ARRIVED,
    DEWI,
    MADE,
    NOW,
    arrived,
    network,
    statuses,
    template,
    text,
    values,
    written,
)

HOUR = timedelta(hours=1)


def wrote(made: Network, number: str = DEWI, **answer: Any) -> str:
    return made.inbound(number, answer or {"text": "Halo"}, NOW)


def test_accepted_means_an_id_and_not_yet_a_status() -> None:
    made = network()
    status, body = made.send(arrived(), NOW)
    assert status == 200
    assert body["contacts"][0]["input"] == DEWI
    assert body["contacts"][0]["wa_id"] == DEWI[1:]
    assert body["messages"][0]["id"].startswith("wamid.")
    assert body["messages"][0]["message_status"] == "accepted"


def test_a_number_without_plus_gets_the_country_code_of_the_business() -> None:
    _, body = network().send(arrived(to="813-0000-0011"), NOW)
    assert body["contacts"][0]["wa_id"] == DEWI[1:]


def test_statuses_come_in_order_with_callback_and_price() -> None:
    made = network(delays=Delays(offline_rate=0, read_rate=1, skips_delivered_rate=0))
    made.send(arrived(biz_opaque_callback_data="attempt-7"), NOW)
    found = statuses(made.due_webhooks(NOW + timedelta(days=2)))
    assert [one["status"] for one in found] == ["sent", "delivered", "read"]
    assert {one["biz_opaque_callback_data"] for one in found} == {"attempt-7"}
    assert found[0]["pricing"]["category"] == "utility"


def test_nothing_is_told_before_its_time() -> None:
    made = network(delays=Delays())
    made.send(arrived(), NOW)
    assert made.due_webhooks(NOW) == []
    first = made.next_at()
    assert first is not None
    assert first > NOW
    assert len(made.due_webhooks(first)) == 1


def test_free_text_outside_the_window_is_accepted_and_fails_later() -> None:
    made = network()
    status, _ = made.send(text(), NOW)
    failed = statuses(made.due_webhooks(NOW + HOUR))
    assert status == 200
    assert [(one["status"], one["errors"][0]["code"]) for one in failed] == [("failed", 131047)]
    assert "pricing" not in failed[0]


@pytest.mark.parametrize(("hours", "status"), [(23, "delivered"), (24, "failed")])
def test_the_window_closes_after_a_day(hours: int, status: str) -> None:
    made = network()
    wrote(made)
    made.due_webhooks(NOW)
    made.send(text(), NOW + hours * HOUR)
    assert statuses(made.due_webhooks(NOW + 48 * HOUR))[-1]["status"] == status


def test_a_template_shows_its_named_values_and_buttons() -> None:
    made = network()
    made.send(arrived(), NOW)
    message = made.phones.get(DEWI).messages[0]
    assert message.text.startswith("Halo Kak Dewi, pesanan SARI-1041 sudah tiba.")
    assert [button.title for button in message.buttons] == ["Sesuai", "Ada yang kurang"]
    assert made.phones.get(DEWI).name == "Dewi"


def test_positional_values_fill_in_their_order() -> None:
    made = network()
    given = [{"type": "text", "text": "Made"}, {"type": "text", "text": "SARI-7"}]
    made.send(template(MADE, "belum_bayar", [{"type": "body", "parameters": given}]), NOW)
    assert made.phones.get(MADE).messages[0].text.startswith("Halo Kak Made, pesanan SARI-7 menunggu")


def body_values(*texts: str, name: str = "nama") -> list[dict[str, Any]]:
    return [
        {"type": "body", "parameters": [{"type": "text", "parameter_name": name, "text": t} for t in texts]}
    ]


@pytest.mark.parametrize(
    ("name", "components", "language", "code"),
    [
        ("tak_ada", [], "id", 132001),
        ("cek_setelah_tiba", body_values("Dewi", "1"), "en", 132001),
        ("cek_setelah_tiba", body_values("Dewi"), "id", 132000),
        ("cek_setelah_tiba", body_values("Dewi", "1", name="lain"), "id", 132012),
        ("belum_bayar", body_values("Dewi", "dua\nbaris"), "id", 132012),
        ("belum_bayar", body_values("Dewi", "x" * 1100), "id", 132005),
    ],
)
def test_wrong_templates_are_refused_with_their_code(
    name: str, components: list[Any], language: str, code: int
) -> None:
    _, body = network().send(template(DEWI, name, components, language), NOW)
    assert body["error"]["code"] == code
    assert body["error"]["error_data"]["messaging_product"] == "whatsapp"


def test_a_paused_template_is_refused() -> None:
    made = network()
    found = made.templates.find("cek_setelah_tiba", "id")
    assert found is not None
    found.status = "PAUSED"
    assert made.send(arrived(), NOW)[1]["error"]["code"] == 132015


def buttons(*titles: str) -> dict[str, Any]:
    replies = [{"type": "reply", "reply": {"id": title, "title": title}} for title in titles]
    return {"type": "button", "body": {"text": "Sudah sampai?"}, "action": {"buttons": replies}}


def interactive(content: dict[str, Any]) -> dict[str, Any]:
    return {"messaging_product": "whatsapp", "to": DEWI, "type": "interactive", "interactive": content}


@pytest.mark.parametrize(
    ("request_body", "code"),
    [
        ({**text(), "messaging_product": "sms"}, 100),
        ({**text(), "to": ""}, 100),
        (text(body="x" * 4097), 100),
        (text(body="  "), 100),
        (text(biz_opaque_callback_data="x" * 513), 100),
        ({**text(), "type": "hologram"}, 100),
        ({**text(), "type": "image"}, 131008),
        ({**text(), "type": "image", "image": {"link": "ftp://x"}}, 131009),
        ({**text(), "type": "image", "image": {"id": "123"}}, 131053),
        (text(to="+6281110001000"), 131021),
        (text(to="+12"), 131009),
        (text(context="wamid.x"), 100),
        (template(DEWI, "cek_setelah_tiba", ["body"]), 100),
        (interactive({**buttons("a"), "action": {"buttons": ["a"]}}), 100),
        (interactive(buttons("a", "b", "c", "d")), 131009),
        (interactive(buttons("x" * 21)), 131009),
        (interactive(buttons("sama", "sama")), 131009),
        (interactive({"type": "list", "body": {"text": "Pilih"}, "action": {"button": "Buka"}}), 131009),
    ],
)
def test_wrong_requests_are_refused(request_body: dict[str, Any], code: int) -> None:
    assert network().send(request_body, NOW)[1]["error"]["code"] == code


def test_a_tapped_button_arrives_with_its_payload_and_the_message_it_belongs_to() -> None:
    made = network()
    _, sent = made.send(arrived(), NOW)
    wamid = sent["messages"][0]["id"]
    wrote(made, type="button", id="langkah-3", text="Sesuai", context=wamid)
    message = written(made.due_webhooks(NOW))[0]
    assert message["button"] == {"payload": "langkah-3", "text": "Sesuai"}
    assert message["context"]["id"] == wamid


@pytest.mark.parametrize(
    ("answer", "kind", "key"),
    [
        ({"text": "Halo"}, "text", "body"),
        ({"type": "button_reply", "id": "ya", "text": "Ya"}, "interactive", "button_reply"),
        ({"type": "list_reply", "id": "a", "text": "A", "description": "d"}, "interactive", "list_reply"),
        ({"type": "image"}, "image", "sha256"),
        ({"type": "reaction", "text": "👍", "message_id": "wamid.x"}, "reaction", "emoji"),
    ],
)
def test_customers_answer_in_every_shape(answer: dict[str, Any], kind: str, key: str) -> None:
    made = network()
    wrote(made, **answer)
    (_, body), *_ = made.due_webhooks(NOW)
    message = written([body])[0]
    assert message["type"] == kind
    assert key in message[kind]
    assert values([body])[0]["contacts"][0]["user_id"].startswith("ID.")


def test_a_hidden_phone_is_known_by_its_user_id_only() -> None:
    made = network()
    phone = made.phones.get(DEWI)
    phone.hidden, phone.username = True, "dewi.a"
    wrote(made)
    status, body = made.send({**text(), "to": None, "recipient": phone.user_id}, NOW)
    value = values(made.due_webhooks(NOW))[0]
    assert status == 200
    assert "wa_id" not in body["contacts"][0]
    assert "from" not in value["messages"][0]
    assert value["contacts"][0]["profile"] == {"username": "dewi.a"}


def test_reading_the_customers_message_is_shown_on_the_phone() -> None:
    made = network()
    wamid = wrote(made)
    request = {"messaging_product": "whatsapp", "status": "read", "message_id": wamid}
    assert made.send({**request, "typing_indicator": {"type": "text"}}, NOW) == (200, {"success": True})
    assert made.phones.get(DEWI).messages[0].status == "read"
    assert made.phones.get(DEWI).typing_until is not None


def test_a_burst_to_one_person_meets_the_pair_limit_and_others_go_on() -> None:
    made = network()
    codes = [made.send(arrived(), NOW)[0] for _ in range(45)]
    assert set(codes) == {200}
    assert made.send(arrived(), NOW)[1]["error"]["code"] == 131056
    assert made.send(arrived(to=MADE), NOW)[0] == 200
    assert made.send(arrived(), NOW + timedelta(seconds=6))[0] == 200


def test_throughput_is_limited_when_asked() -> None:
    made = network(mps=2)
    sent = [made.send(arrived(to=f"+62813000001{n:02}"), NOW)[1] for n in range(3)]
    assert sent[2]["error"]["code"] == 130429


def test_a_number_that_fails_is_accepted_first() -> None:
    made = network()
    made.phones.get(DEWI).fails_with = 131026
    assert made.send(arrived(), NOW)[0] == 200
    assert statuses(made.due_webhooks(NOW))[0]["errors"][0]["code"] == 131026


def test_opening_the_chat_reads_what_has_arrived() -> None:
    made = network()
    made.send(arrived(), NOW)
    made.due_webhooks(NOW)
    made.read(DEWI, NOW + HOUR)
    assert [one["status"] for one in statuses(made.due_webhooks(NOW + HOUR))] == ["read"]
    assert made.phones.get(DEWI).unread == 0


def test_from_october_replies_are_priced_after_a_thousand_free_ones() -> None:
    made = network()
    october = NOW + timedelta(days=30)
    for n in range(1001):
        number = f"+62813{n:08}"
        made.inbound(number, {"text": "Halo"}, october)
        made.due_webhooks(october)
        made.send(text(to=number), october)
    kinds = [one["pricing"]["type"] for one in statuses(made.due_webhooks(october)) if "pricing" in one]
    assert kinds[-1] == "regular"


def test_registering_a_template_twice_is_refused_with_the_documented_subcode() -> None:
    with pytest.raises(GraphError) as refused:
        network().templates.register(ARRIVED)
    assert (refused.value.code, refused.value.subcode) == (100, 2388024)
