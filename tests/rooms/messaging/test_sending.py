"""What leaves for WhatsApp: every kind of content in its documented shape, and what is stopped before the call."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from sapa.messaging.channels.whatsapp import composing as made
from sapa.messaging.channels.whatsapp.client import WhatsAppClient
from sapa.messaging.channels.whatsapp.limits import breach, check, file_breach, kind_of
from sapa.messaging.channels.whatsapp.wire import encoded, read_mark, request_body
from sapa.messaging.models import Channel, Message
from sapa.messaging.schemas import Outgoing
from sapa.messaging.services import queue
from sapa.messaging.services.outgoing import one_line
from sapa.web.errors import Refused
from tests.rooms.messaging.conftest import wanted
from tests.rooms.messaging.test_wire import letter

MB = 1024 * 1024
Json = Mapping[str, Any]


def text(body: str) -> Json:
    return {"type": "text", "text": {"body": body}}


def template(*components: Json) -> Json:
    named = {"name": "belum_bayar", "language": {"code": "id"}, "components": list(components)}
    return {"type": "template", "template": named}


def body_of(**values: str) -> Json:
    return {
        "type": "body",
        "parameters": [{"type": "text", "parameter_name": k, "text": v} for k, v in values.items()],
    }


def rows(count: int, title: str = "Baris") -> list[Json]:
    return [{"title": "", "rows": [{"id": str(place), "title": title} for place in range(count)]}]


GOOD: list[Json] = [
    text("x" * 4096),
    made.media("image", id="1", caption="Kemeja"),
    made.media("video", link="https://toko.test/a.mp4", caption="x" * 1024),
    made.media("audio", id="1", voice=True),
    made.media("document", id="1", filename="faktur.pdf"),
    made.media("sticker", id="1"),
    made.location(-6.2, 106.8, "Toko Sari", "Jl. Melati 1"),
    made.contacts(
        [{"name": {"formatted_name": "Ani", "first_name": "Ani"}, "phones": [{"phone": "+62811"}]}]
    ),
    made.reaction("wamid.1", "👍"),
    made.reaction("wamid.1", ""),
    made.buttons(
        "Sudah diterima?", {"ya": "Sudah", "belum": "Belum", "rusak": "Rusak"}, header="SARI-1", footer="x"
    ),
    made.choices("Ada apa?", "Pilih", rows(10)),
    made.link_button("Bayar di sini", "Bayar", "https://toko.test/bayar"),
    made.ask_location("Kirim lokasi, ya."),
    made.flow("Isi ini", {"flow_id": "7", "flow_cta": "Isi", "flow_token": "t"}),
    made.product("Ini dia", "cat", "SKU-1"),
    template(body_of(panggilan="Kak Dewi")),
]
BAD: list[tuple[Json, str]] = [
    (text(""), "whatsapp_missing"),
    (text("x" * 4097), "whatsapp_too_long"),
    ({"type": "poem", "poem": {}}, "whatsapp_not_allowed"),
    (made.media("image"), "whatsapp_missing"),
    (made.media("image", id="1", caption="x" * 1025), "whatsapp_too_long"),
    (made.media("audio", id="1", caption="x"), "whatsapp_not_allowed"),
    (made.media("image", link="javascript:alert(1)"), "whatsapp_not_allowed"),
    (made.location(91, 0), "whatsapp_not_allowed"),
    ({"type": "location", "location": {"latitude": "utara", "longitude": 1}}, "whatsapp_not_allowed"),
    (made.contacts([]), "whatsapp_missing"),
    (made.contacts([{"name": {"formatted_name": "Ani"}}]), "whatsapp_missing"),
    (made.reaction("", "👍"), "whatsapp_missing"),
    (made.buttons("x", {}), "whatsapp_missing"),
    (made.buttons("x", {str(n): f"Tombol {n}" for n in range(4)}), "whatsapp_too_many"),
    (made.buttons("x", {"a": "Sama", "b": "Sama"}), "whatsapp_twice"),
    (made.buttons("x", {"a": "y" * 21}), "whatsapp_too_long"),
    (made.buttons("x" * 1025, {"a": "Ya"}), "whatsapp_too_long"),
    (made.buttons("x", {"a": "Ya"}, footer="y" * 61), "whatsapp_too_long"),
    (made.choices("x", "Pilih", rows(11)), "whatsapp_too_many"),
    (made.choices("x", "Pilih", rows(1, "y" * 25)), "whatsapp_too_long"),
    (made.choices("x", "Pilih", rows(1) * 2), "whatsapp_missing"),
    (made.link_button("x", "Bayar", "toko.test"), "whatsapp_not_allowed"),
    (made.flow("x", {"flow_cta": "Isi"}), "whatsapp_missing"),
    (template(body_of(panggilan="")), "whatsapp_missing"),
    (template(body_of(barang="Kemeja\nCelana")), "whatsapp_blanks"),
    (template(body_of(barang="Kemeja\tCelana")), "whatsapp_blanks"),
    (template(body_of(barang="Kemeja     Celana")), "whatsapp_blanks"),
    (template(body_of(a="x" * 600, b="x" * 600)), "whatsapp_too_long"),
    (template({"type": "button", "sub_type": "copy_code", "index": "0",
               "parameters": [{"type": "coupon_code", "coupon_code": "x" * 21}]}), "whatsapp_too_long"),
    ({"type": "interactive", "interactive": {"type": "button", "body": 5, "action": 3}}, "whatsapp_missing"),
    ({"type": "interactive", "interactive": {"type": "button", "body": 5, "action": {}}}, "whatsapp_not_allowed"),
]  # fmt: skip


@pytest.mark.parametrize("content", GOOD, ids=lambda one: str(one["type"]))
def test_what_whatsapp_takes_is_let_through(content: Json) -> None:
    assert breach(content) is None


@pytest.mark.parametrize(("content", "code"), BAD)
def test_what_whatsapp_would_refuse_is_found_before_the_call(content: Json, code: str) -> None:
    found = breach(content)
    assert found is not None
    assert found.code == code
    assert "%(" not in found.sentence


@pytest.mark.parametrize("content", GOOD, ids=lambda one: str(one["type"]))
def test_content_goes_out_under_the_name_of_its_type(content: Json) -> None:
    if content["type"] in {"text", "template"}:
        return
    sent = json.loads(encoded(letter(content=content)))
    assert (sent["type"], sent[sent["type"]]) == (content["type"], content[content["type"]])
    assert "media" not in sent


def test_a_template_carries_header_values_and_each_kind_of_button() -> None:
    parts = {
        "header": {"type": "document", "document": {"id": "77", "filename": "faktur.pdf"}},
        "buttons": [
            {"index": 0, "sub_type": "quick_reply", "payload": "langkah-1"},
            {"index": 1, "sub_type": "url", "text": "SARI-1"},
            {"index": 2, "sub_type": "copy_code", "coupon_code": "HEMAT10"},
            {"index": 3, "sub_type": "flow", "action": {"flow_token": "t"}},
        ],
    }
    body = request_body(letter(template="faktur", language="id", parameters={"nama": "Dewi"}, parts=parts))
    header, values, *buttons = body["template"]["components"]
    assert header["parameters"] == [{"type": "document", "document": {"id": "77", "filename": "faktur.pdf"}}]
    assert values["type"] == "body"
    assert [(one["index"], one["parameters"][0]["type"]) for one in buttons] == [
        ("0", "payload"),
        ("1", "text"),
        ("2", "coupon_code"),
        ("3", "action"),
    ]
    assert breach(body) is None


def test_a_text_in_the_header_may_be_named() -> None:
    parts = {"header": {"type": "text", "text": "SARI-1", "name": "nomor"}}
    [header] = request_body(letter(template="a", language="id", parts=parts))["template"]["components"]
    assert header["parameters"] == [{"type": "text", "parameter_name": "nomor", "text": "SARI-1"}]


def test_numbered_values_go_by_their_place() -> None:
    values = {"10": "j", "2": "b", "1": "a"}
    [body] = request_body(letter(template="a", language="id", parameters=values))["template"]["components"]
    assert [one["text"] for one in body["parameters"]] == ["a", "b", "j"]
    assert "parameter_name" not in body["parameters"][0]


def test_only_a_text_with_a_link_asks_for_a_preview() -> None:
    with_link = request_body(letter(text="Bayar di https://toko.test/bayar ya"))
    assert (with_link["text"]["preview_url"], request_body(letter())["text"]["preview_url"]) == (True, False)


def test_a_reaction_names_its_message_itself() -> None:
    body = request_body(letter(content=made.reaction("wamid.1", "👍"), reply_to="wamid.1"))
    assert "context" not in body


def test_a_read_mark_may_show_that_somebody_is_writing() -> None:
    assert json.loads(read_mark("wamid.1"))["status"] == "read"
    assert json.loads(read_mark("wamid.1", typing=True))["typing_indicator"] == {"type": "text"}


@pytest.mark.parametrize(
    ("kind", "type", "size", "code"),
    [
        ("image", "image/jpeg", 5 * MB, None),
        ("image", "image/jpeg", 5 * MB + 1, "whatsapp_file_too_large"),
        ("image", "image/webp", 100, "whatsapp_file_type"),
        ("video", "video/mp4", 16 * MB, None),
        ("video", "video/mp4", 16 * MB + 1, "whatsapp_file_too_large"),
        ("audio", "audio/ogg", 16 * MB, None),
        ("sticker", "image/webp", 100 * 1024 + 1, "whatsapp_file_too_large"),
        ("document", "application/pdf", 100 * MB, None),
        ("document", "application/pdf", 100 * MB + 1, "whatsapp_file_too_large"),
        ("document", "text/html", 100, "whatsapp_file_type"),
        ("document", "application/x-msdownload", 100, "whatsapp_file_type"),
    ],
)
def test_files_have_their_sizes_and_types(kind: str, type: str, size: int, code: str | None) -> None:
    found = file_breach(kind, type, size)
    assert (found.code if found else None) == code


def test_what_is_too_large_as_a_picture_goes_out_as_a_document() -> None:
    assert kind_of("image/jpeg", 5 * MB) == "image"
    assert kind_of("image/jpeg", 6 * MB) == "document"
    assert kind_of("application/pdf", 10) == "document"


def test_a_person_is_told_at_once_what_is_wrong() -> None:
    more = {"klass": "reply", "kind": "agent_reply", "category": "service", "by": "agent", "key": "k"}
    with pytest.raises(Refused) as refused:
        check(Outgoing(contact_id=1, text="x" * 5000, **more))  # type: ignore[arg-type]
    assert refused.value.as_json()["code"] == "whatsapp_too_long"
    assert "4.096" in refused.value.sentence


def test_values_of_a_template_are_written_on_one_line() -> None:
    assert one_line("Kemeja M \n Celana\tL     biru") == "Kemeja M Celana L biru"
    assert one_line("Kemeja    M") == "Kemeja    M"


async def test_a_log_in_code_needs_a_phone_and_that_is_known_before_the_call() -> None:
    code = letter(to="", user_id="ID.1349", template="kode", language="id", parts={"needs_phone": True})
    outcome = await WhatsAppClient(None, "").send(None, code, "T")  # type: ignore[arg-type]
    assert (outcome.kind, outcome.code) == ("refused", 131_062)


def test_log_in_codes_are_known_by_their_category(channel: Channel, dewi: int, now: datetime) -> None:
    given: dict[str, Any] = {
        "template": "kode",
        "category": "authentication",
        "parameters": {"kode": "12 \n 34"},
    }
    queue(outgoing=[wanted(dewi, **given)], now=now)
    payload = Message.objects.get().payload
    assert payload["parts"] == {"needs_phone": True}
    assert payload["parameters"] == {"kode": "12 34"}
