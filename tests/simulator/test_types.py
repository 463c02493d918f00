"""Group 2: every type of message that a business may send, and what is refused of each."""

from typing import Any

import pytest

from simulator.network import Network
from tests.simulator.cast import DEWI, NOW, network, text

SECTION = {"title": "Kopi", "rows": [{"id": "a", "title": "Gayo"}]}
ITEMS = [{"title": "Kopi", "product_items": [{"product_retailer_id": "KOPI-1"}]}]
FLOW = {"flow_message_version": "3", "flow_cta": "Isi", "flow_id": "77", "flow_token": "t"}
NAME = {"formatted_name": "Made Wirawan", "first_name": "Made"}


def message(kind: str, content: Any) -> dict[str, Any]:
    return {"messaging_product": "whatsapp", "to": DEWI, "type": kind, kind: content}


def interactive(kind: str, action: Any, **more: Any) -> dict[str, Any]:
    content = {"type": kind, "body": {"text": "Pilih"}, "action": action, **more}
    return message("interactive", content)


GOOD = [
    text(),
    message("image", {"link": "https://toko.example/a.jpg", "caption": "Kopi"}),
    message("document", {"link": "https://toko.example/a.pdf", "filename": "faktur.pdf"}),
    message("audio", {"link": "https://toko.example/a.ogg", "voice": True}),
    message("location", {"latitude": -6.2, "longitude": "106.8", "name": "Toko Sari"}),
    message("contacts", [{"name": NAME, "phones": [{"phone": "+6281300000012"}]}]),
    message("reaction", {"message_id": "wamid.x", "emoji": "👍"}),
    interactive("button", {"buttons": [{"type": "reply", "reply": {"id": "ya", "title": "Ya"}}]}),
    interactive("list", {"button": "Buka", "sections": [SECTION]}),
    interactive(
        "cta_url", {"name": "cta_url", "parameters": {"display_text": "Bayar", "url": "https://a.example"}}
    ),
    interactive("location_request_message", {"name": "send_location"}),
    interactive("flow", {"name": "flow", "parameters": FLOW}),
    interactive("product", {"catalog_id": "1", "product_retailer_id": "KOPI-1"}),
    interactive(
        "product_list", {"catalog_id": "1", "sections": ITEMS}, header={"type": "text", "text": "Kopi"}
    ),
    interactive("catalog_message", {"name": "catalog_message"}),
]


def chatting() -> Network:
    made = network()
    made.inbound(DEWI, {"text": "Halo"}, NOW)
    made.due_webhooks(NOW)
    return made


@pytest.mark.parametrize("request_body", GOOD, ids=lambda body: str(body["type"]))
def test_every_type_is_accepted_inside_the_window(request_body: dict[str, Any]) -> None:
    made = chatting()
    assert made.send(request_body, NOW)[0] == 200
    assert made.phones.get(DEWI).messages[-1].shown_at == NOW


@pytest.mark.parametrize(
    ("request_body", "code"),
    [
        (message("image", {}), 131008),
        (message("image", {"id": "1", "link": "https://a.example/b.jpg"}), 131008),
        (message("audio", {"link": "https://a.example/b.ogg", "caption": "x"}), 131009),
        (message("location", {"latitude": 91, "longitude": 0}), 131009),
        (message("location", {"longitude": 0}), 131008),
        (message("location", {"latitude": "di sana", "longitude": 0}), 131009),
        (message("contacts", []), 131009),
        (message("contacts", [{"name": {"formatted_name": "Made"}}]), 131009),
        (message("contacts", {"name": NAME}), 131008),
        (message("reaction", {"emoji": "👍"}), 131008),
        (message("text", {"body": "x", "preview_url": "ja"}), 100),
        (interactive("cta_url", {"name": "cta_url", "parameters": {"display_text": "Bayar"}}), 131008),
        (interactive("cta_url", {"name": "x"}), 131009),
        (interactive("button", {"buttons": [{"type": "url", "reply": {"id": "a", "title": "A"}}]}), 131009),
        (interactive("list", {"button": "x" * 21, "sections": [SECTION]}), 131009),
        (interactive("list", {"button": "Buka", "sections": [SECTION, {"rows": SECTION["rows"]}]}), 131008),
        (interactive("list", {"button": "Buka", "sections": [SECTION]}, header={"type": "image"}), 131009),
        (interactive("product_list", {"catalog_id": "1", "sections": ITEMS}), 131008),
        (interactive("flow", {"name": "flow", "parameters": {**FLOW, "flow_name": "b"}}), 131009),
        (interactive("hologram", {}), 100),
        (interactive(["list"], {}), 100),  # type: ignore[arg-type]
        (text(recipient_type="group"), 100),
        (text(context={}), 131009),
    ],
)
def test_what_is_wrong_is_refused_before_anything_is_accepted(
    request_body: dict[str, Any], code: int
) -> None:
    made = chatting()
    assert made.send(request_body, NOW)[1]["error"]["code"] == code
    assert len(made.messages) == 1


def test_a_business_id_is_a_recipient_and_a_phone_wins_over_it() -> None:
    made = chatting()
    user = made.phones.get(DEWI).user_id
    _, by_user = made.send({**text(), "to": None, "recipient": user}, NOW)
    _, by_both = made.send({**text(), "recipient": user}, NOW)
    assert by_user["contacts"] == [{"input": user, "user_id": user}]
    assert by_both["contacts"][0]["wa_id"] == DEWI[1:]


def test_a_reaction_sits_on_its_message_and_tells_no_status() -> None:
    made = chatting()
    wamid = made.phones.get(DEWI).messages[0].wamid
    made.send(message("reaction", {"message_id": wamid, "emoji": "🙏"}), NOW)
    assert made.messages[wamid].reaction == "🙏"
    assert made.due_webhooks(NOW) == []


def test_the_typing_sign_needs_its_type() -> None:
    made = chatting()
    wamid = made.phones.get(DEWI).messages[0].wamid
    request = {"messaging_product": "whatsapp", "status": "read", "message_id": wamid}
    for typing, status in (({"type": "text"}, 200), ({"type": "audio"}, 400), ({}, 400), ("text", 400)):
        assert made.send({**request, "typing_indicator": typing}, NOW)[0] == status
