"""What comes with the words in a bubble, and files that a person sends."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sapa.accounts.models import User, Workspace
from sapa.base.clock import business_now
from sapa.messaging.channels.whatsapp import composing
from sapa.messaging.models import Conversation, Media, Message
from tests.rooms.journeys.rows import contact, talk, wrote

JPEG = b"\xff\xd8\xff\xe0" + b"kebaya"
OGG = b"OggS" + b"halo"


@pytest.fixture(autouse=True)
def kept_apart(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def budi(shop: Workspace) -> Client:
    client = Client()
    client.force_login(User.objects.get(email="budi@tokosari.test"))
    return client


@pytest.fixture
def dewi(shop: Workspace) -> Conversation:
    at = business_now() - timedelta(minutes=1)
    return talk(contact("Dewi", at, phone="+6281300000011"), at)


def page(budi: Client, where: Conversation) -> str:
    return budi.get(f"/kotak-masuk/{where.public_id}/").content.decode()


def received(where: Conversation, kind: str, state: str = "stored", **more: str) -> None:
    now = business_now()
    message = wrote(where, now, "", type=kind)
    told = {"direction": "in", "state": state, "next_at": now, "created_at": now, "name": "x", **more}
    Media.objects.create(message=message, **told)


@pytest.mark.parametrize(
    ("type", "sniffed", "drawn"),
    [
        ("image", "image/jpeg", "<img src="),
        ("audio", "audio/ogg", "<audio"),
        ("video", "video/mp4", "<video"),
        ("document", "application/pdf", "faktur.pdf"),
    ],
)
def test_a_file_is_drawn_as_what_it_is(
    budi: Client, dewi: Conversation, type: str, sniffed: str, drawn: str
) -> None:
    received(dewi, type, type=sniffed, filename="faktur.pdf")
    assert drawn in page(budi, dewi)


def test_a_page_that_calls_itself_a_picture_is_a_download(budi: Client, dewi: Conversation) -> None:
    received(dewi, "image", type="text/html", filename="foto.jpg")
    assert "<img src=" not in page(budi, dewi)
    assert "download" in page(budi, dewi)


@pytest.mark.parametrize("state", ["lost", "refused", "wanted"])
def test_a_file_that_is_not_there_says_so(budi: Client, dewi: Conversation, state: str) -> None:
    received(dewi, "image", state=state)
    assert ("part-file coming" if state == "wanted" else "part-file missing") in page(budi, dewi)


def test_a_place_leads_to_a_map_and_a_card_shows_its_numbers(budi: Client, dewi: Conversation) -> None:
    place = {"latitude": -6.2, "longitude": 106.8}
    wrote(dewi, business_now(), "Toko Sari", type="location", payload={"data": place})
    card = {"name": {"formatted_name": "Ani"}, "phones": [{"phone": "+62 811"}]}
    wrote(dewi, business_now(), "", type="contacts", payload={"data": {"items": [card]}})
    shown = page(budi, dewi)
    assert "query=-6.200000%2C106.800000" in shown
    assert "+62 811" in shown


@pytest.mark.parametrize(
    "payload",
    [
        {"data": {"latitude": "javascript:alert(1)", "longitude": 1}},
        {"data": {"items": "x"}},
        {"data": {"product_items": [1, {"quantity": 2}]}},
    ],
)
def test_whatever_strangers_send_a_page_comes(
    budi: Client, dewi: Conversation, payload: dict[str, object]
) -> None:
    for type in ("location", "contacts", "order"):
        wrote(dewi, business_now(), "", type=type, payload=payload)
    assert "javascript:" not in page(budi, dewi)


def test_buttons_and_lists_look_as_the_customer_sees_them(budi: Client, dewi: Conversation) -> None:
    ours = {"direction": "out", "by": "agent", "state": "accepted"}
    asked = composing.buttons("Sudah diterima?", {"ya": "Sudah", "belum": "Belum"}, footer="Toko Sari")
    rows = [{"title": "Paket", "rows": [{"id": "1", "title": "Di mana paket saya"}]}]
    listed = composing.choices("Ada apa?", "Pilih", rows)
    for content in (asked, listed):
        wrote(dewi, business_now(), "Halo", type="interactive", payload={"content": content}, **ours)
    shown = page(budi, dewi)
    assert all(words in shown for words in ("Sudah", "Belum", "Toko Sari", "Pilih", "Di mana paket saya"))


def test_a_failure_is_told_in_words_with_what_to_do_and_the_raw_code(
    budi: Client, dewi: Conversation
) -> None:
    ours = {"direction": "out", "by": "agent", "state": "failed", "error": "131026"}
    wrote(dewi, business_now(), "Halo", error_detail="Message undeliverable", **ours)
    assert "(131026: Message undeliverable)" in page(budi, dewi)


def sent(budi: Client, where: Conversation, content: bytes, name: str, text: str = "") -> int:
    given = {"text": text, "client_id": "1", "file": SimpleUploadedFile(name, content)}
    return budi.post(f"/kotak-masuk/{where.public_id}/balas/", given).status_code


def test_a_picture_goes_out_with_its_words_below(budi: Client, dewi: Conversation) -> None:
    assert sent(budi, dewi, JPEG, "foto.jpg", "Ini kebayanya, Kak.") == 302
    message, file = Message.objects.get(direction="out"), Media.objects.get()
    caption = {"caption": "Ini kebayanya, Kak."}
    assert message.type == "image"
    assert message.payload["content"] == {"type": "image", "image": caption, "media": file.pk}
    assert "<img src=" in page(budi, dewi)


def test_a_voice_is_a_voice_note_and_a_pdf_keeps_its_name(budi: Client, dewi: Conversation) -> None:
    sent(budi, dewi, OGG, "suara.ogg")
    assert Message.objects.get(direction="out").payload["content"]["audio"] == {"voice": True}


@pytest.mark.parametrize(
    ("content", "name", "text"),
    [
        (b"", "kosong.jpg", ""),
        (b"<!doctype html>", "foto.jpg", ""),
        (b"MZ\x90", "faktur.pdf", ""),
        (OGG, "suara.ogg", "Dengar ini, Kak."),
    ],
)
def test_what_whatsapp_does_not_take_is_refused_and_nothing_is_queued(
    budi: Client, dewi: Conversation, content: bytes, name: str, text: str
) -> None:
    assert sent(budi, dewi, content, name, text) == 409
    assert not Message.objects.filter(direction="out").exists()


def test_after_24_hours_no_file_goes_out_either(budi: Client, dewi: Conversation, now: datetime) -> None:
    Conversation.objects.update(last_inbound_at=business_now() - timedelta(hours=24))
    assert sent(budi, dewi, JPEG, "foto.jpg") == 409
    assert not Media.objects.exists()


def test_a_place_with_a_name_says_it_once(budi: Client, dewi: Conversation) -> None:
    place = {"latitude": -6.2, "longitude": 106.8, "name": "Rumah", "address": "Jl. Kenanga 7"}
    wrote(dewi, business_now(), "Rumah, Jl. Kenanga 7", type="location", payload={"data": place})
    assert page(budi, dewi).count("Jl. Kenanga 7") == 1


def test_an_answer_that_waits_says_why_in_the_talk_and_behind_its_question(
    budi: Client, dewi: Conversation
) -> None:
    told = {"state": "planned", "reasons": ["test_mode"], "by": "agent", "klass": "reply"}
    answer = wrote(dewi, business_now(), "Besok, Kak.", direction="out", **told)
    assert "mode uji" in page(budi, dewi).lower()
    assert "mode uji" in budi.get(f"/tindak-lanjut/kenapa/pesan/{answer.public_id}/").content.decode().lower()
