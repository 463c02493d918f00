"""Everything a bubble may carry, on a phone and at a desk, light and dark; a file goes out without any script."""

import struct
import zlib
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import expect

from sapa.base.scope import workspace_scope
from sapa.messaging.channels.whatsapp import composing
from sapa.messaging.models import Conversation, Media, Message
from sapa.messaging.services.media import store_upload
from tests.browser.shop import DEWI, Shop
from tests.browser.test_pages import SCREENS, Visit, live, sari, visit, whole

__all__ = ["live", "sari", "visit"]
pytestmark = pytest.mark.browser


def picture() -> bytes:
    """A PNG of 40 by 30 in one blue."""
    rows = (b"\0" + bytes((70, 90, 190)) * 40) * 30
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 40, 30, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    chunks = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.fixture
def talk(sari: Shop, settings: LazySettings, tmp_path: Path, now: datetime) -> str:
    """Dewi's conversation with one of each."""
    settings.MEDIA_ROOT = str(tmp_path)
    with workspace_scope(sari.workspace.id):
        where = Conversation.objects.get(contact__phone=f"+{DEWI}", open=True)
        tell(where, now)
        return f"/kotak-masuk/{where.public_id}/"


def tell(where: Conversation, now: datetime) -> None:
    place = {"latitude": -6.2, "longitude": 106.8, "address": "Jl. Melati Raya no. 1, Menteng, Jakarta Pusat"}
    card = {"name": {"formatted_name": "Ani Rahma"}, "phones": [{"phone": "+62 811-1000-100"}]}
    came = [
        (
            "image",
            "Warnanya beda ya Kak",
            {"reactions": {"out": {"emoji": "🙏", "at": ""}}},
            picture(),
            "foto.png",
        ),
        ("audio", "", {}, b"OggS" + b"x" * 3000, "suara.ogg"),
        ("document", "", {}, b"%PDF-1.7" + b"x" * 90_000, "bukti-transfer-rekening-bersama-16-september.pdf"),
        ("video", "", {}, b"\0\0\0\x18ftypmp42" + b"x" * 3000, "video.mp4"),
        ("location", "Rumah", {"data": place}, b"", ""),
        ("contacts", "", {"data": {"items": [card]}}, b"", ""),
        ("text", "", {"revoked_at": "2026-09-15"}, b"", ""),
    ]
    for minute, (kind, text, payload, content, name) in enumerate(came):
        message = said(where, now - timedelta(minutes=30 - minute), kind, text, payload, "in")
        if content:
            kept = store_upload(channel_id=where.channel_id, file=SimpleUploadedFile(name, content), now=now)
            Media.objects.filter(pk=kept.pk).update(message=message, direction="in")
    lost = said(where, now - timedelta(minutes=20), "image", "", {}, "in")
    Media.objects.create(message=lost, direction="in", state="lost", next_at=now, created_at=now)
    rows = [
        {"title": "Paket", "rows": [{"id": str(n), "title": f"Di mana paket saya {n}"} for n in range(3)]}
    ]
    asked = composing.buttons(
        "x", {"ya": "Sudah diterima", "belum": "Belum"}, header="SARI-1041", footer="Toko Sari"
    )
    for minute, content_ in enumerate((asked, composing.choices("x", "Pilih keluhan", rows))):
        at = now - timedelta(minutes=15 - minute)
        said(where, at, "interactive", "Paketnya sudah sampai, Kak?", {"content": content_}, "out")
    failed = said(where, now - timedelta(minutes=5), "text", "Halo Kak", {}, "out")
    Message.objects.filter(pk=failed.pk).update(
        state="failed", error="131026", error_detail="Message undeliverable"
    )


def said(where: Conversation, at: datetime, kind: str, text: str, payload: object, way: str) -> Message:
    told = {"type": kind, "text": text, "payload": payload, "direction": way, "at": at, "not_before": at}
    told |= {"by": "customer", "state": "received"} if way == "in" else {"by": "agent", "state": "accepted"}
    return Message.objects.create(
        conversation=where, contact_id=where.contact_id, channel_id=where.channel_id, **told
    )


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_every_part_of_a_bubble_fits_and_loads(visit: Visit, talk: str, width: int, scheme: str) -> None:
    watched = visit(talk, width, scheme)
    picture_shown = watched.page.locator(".part-picture img")
    expect(picture_shown).to_be_visible()
    picture_shown.scroll_into_view_if_needed()

    expect(picture_shown).to_have_js_property("naturalWidth", 40)
    assert whole(watched) == []


def test_a_picture_is_sent_from_the_composer(visit: Visit, talk: str) -> None:
    watched = visit(talk, 360)
    watched.page.locator(".attach summary").click()
    file = {"name": "kebaya.png", "mimeType": "image/png", "buffer": picture()}
    watched.page.locator(".attach input").set_input_files([file])  # type: ignore[arg-type]
    watched.page.get_by_role("textbox", name="Balas").fill("Ini warnanya, Kak")
    watched.page.locator("#send").click()
    expect(watched.page.locator(".bubble.out .part-picture img")).to_be_visible()
    assert whole(watched) == []
