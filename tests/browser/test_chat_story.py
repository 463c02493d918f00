"""The story under fingers and keys: answered, reacted to, searched, looked at; nothing jumps while news come in."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import expect

from sapa.base.scope import workspace_scope
from sapa.messaging.models import Conversation, Media, Message
from sapa.messaging.services.media import store_upload
from tests.browser.shop import DEWI, Shop, customer_writes
from tests.browser.test_chat_parts import picture, said
from tests.browser.test_pages import Visit, live, sari, visit, whole

__all__ = ["live", "sari", "visit"]
pytestmark = pytest.mark.browser


SWIPED = """bubble => {
    const at = (x) => new Touch({ identifier: 1, target: bubble, clientX: x, clientY: 300 });
    const told = (name, x, on = true) => bubble.dispatchEvent(
        new TouchEvent(name, { bubbles: true, touches: on ? [at(x)] : [], changedTouches: [at(x)] }));
    told("touchstart", 20); told("touchmove", 70); told("touchmove", 140); told("touchend", 140, false);
}"""


TEN_LETTERS = """name => {
    const words = document.createRange();
    words.setStart(name.firstChild, 0);
    words.setEnd(name.firstChild, 10);
    return words.getBoundingClientRect().width < name.clientWidth - 12;
}"""


@pytest.fixture
def talk(sari: Shop, settings: LazySettings, tmp_path: Path, now: datetime) -> str:
    """Ninety messages with Dewi, three pictures at once, and one answer that failed."""
    settings.MEDIA_ROOT = str(tmp_path)
    with workspace_scope(sari.workspace.id):
        where = Conversation.objects.get(contact__phone=f"+{DEWI}", open=True)
        for place in range(90):
            at = now - timedelta(hours=30) + timedelta(minutes=10 * place)
            words = "resi JNE0077001041 sudah jalan" if place % 40 == 5 else f"Pesan ke-{place}."
            told = said(where, at, "text", words, {}, ("in", "out")[place % 3 == 0])
            Message.objects.filter(pk=told.pk).update(wamid=f"wamid.old.{place}")
        for _picture in range(3):
            shown = said(where, now - timedelta(minutes=14), "image", "", {}, "in")
            file = SimpleUploadedFile("foto.png", picture())
            kept = store_upload(channel_id=where.channel_id, file=file, now=now)
            Media.objects.filter(pk=kept.pk).update(message=shown, direction="in")
        failed = said(where, now - timedelta(minutes=12), "text", "Besok dikirim, Kak", {}, "out")
        Message.objects.filter(pk=failed.pk).update(state="failed", error="131026")
        return f"/kotak-masuk/{where.public_id}/"


def test_a_story_on_a_phone_is_read_searched_answered_and_stays_put(
    visit: Visit, talk: str, sari: Shop
) -> None:
    watched = visit(talk, 360)
    page = watched.page
    expect(page.locator("#belum-dibaca")).to_be_in_viewport()
    assert page.locator(".chat-head h2").evaluate(TEN_LETTERS)

    page.locator("#messages").evaluate("room => (room.scrollTop = 0)")
    expect(page.locator(".bubble", has_text="Pesan ke-40.")).to_have_count(1)
    before = page.locator("#messages").evaluate("room => room.scrollTop")
    with workspace_scope(sari.workspace.id):
        customer_writes(DEWI, "Dewi Anggraini", "Masih ada, Kak?")
    expect(page.locator("#to-newest b")).to_contain_text("1", timeout=10_000)
    assert page.locator("#messages").evaluate("room => room.scrollTop") == before
    expect(page.locator(".bubble", has_text="Pesan ke-40.")).to_have_count(1)

    page.locator(".to-find").click()
    page.locator("#find-words").fill("resi jne")
    expect(page.locator("#found")).to_contain_text("1")
    expect(page.locator("#messages mark").first).to_be_in_viewport()
    page.locator("#found button").first.click()
    expect(page.locator("#found")).to_contain_text("2")
    page.locator("[data-find-close]").click()

    asked = page.locator(".bubble.in", has_text="Masih ada, Kak?")
    asked.tap()
    page.locator("[data-deed=reply]").click()
    page.locator("[data-answering-end]").click()
    asked.evaluate(SWIPED)
    page.locator("#reply").fill("Masih, Kak")
    page.locator("#send").click()
    answer = page.locator(".bubble.out", has_text="Masih, Kak")
    expect(answer.locator(".quote")).to_contain_text("Masih ada, Kak?")
    answer.locator(".bubble-state").click()
    expect(answer.locator(".bubble-told")).to_be_visible()
    page.keyboard.press("Escape")

    page.locator("[data-view]").first.click()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".viewer-step.before")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#viewer")).to_be_hidden()
    assert whole(watched) == []
