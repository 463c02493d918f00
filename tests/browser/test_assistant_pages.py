"""The owner's pages of the assistant in a real browser: phone and desk, light and dark."""

from datetime import datetime, timedelta
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from sapa.assistant.selectors.reviews import bounds, last_week
from sapa.assistant.services import answer
from sapa.assistant.services.articles import Draft, add_articles
from sapa.assistant.services.cases import Wish, keep_case
from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from sapa.contacts.models import Contact
from sapa.messaging.models import Channel, Conversation, Message
from tests.browser.shop import Shop
from tests.browser.test_order_pages import shown
from tests.browser.test_pages import Visit, live, sari, visit

__all__ = ["live", "sari", "visit"]
pytestmark = pytest.mark.browser
ASKED = "kalau mau retur berapa hari ya kak?"


@pytest.fixture
def lived(sari: Shop) -> str:
    """Last week's talk with the assistant, an article, two cases; the address of the talk's review."""
    with workspace_scope(sari.workspace.id):
        now = business_now()
        add_articles(drafts=[Draft("Retur", "Barang boleh dikembalikan dalam 7 hari.")], now=now)
        monday = last_week(now)
        at = bounds(monday)[0] + timedelta(days=1)
        talk = a_talk(at)
        keep_case(said=[ASKED], contact_id=talk.contact_id, wish=Wish(True), now=now)
        keep_case(said=["halo", ASKED], contact_id=None, wish=Wish(False, to_person=True), now=now)
    return f"/asisten/tinjauan/{monday}/{talk.public_id}/"


def a_talk(at: datetime) -> Conversation:
    contact = Contact.objects.create(name="Dewi Kartika", phone="+6281300000099", created_at=at)
    times = {"last_message_at": at, "last_inbound_at": at}
    talk = Conversation.objects.create(contact=contact, channel=Channel.objects.earliest("pk"), **times)
    for text in (ASKED, "oke, kalau barangnya sobek dari sananya gimana? tolong petugas aja deh"):
        told = {"direction": "in", "by": "customer", "state": "received", "text": text}
        message = Message.objects.create(
            conversation=talk, contact=contact, channel=talk.channel, at=at, not_before=at, **told
        )
        answer(message_ids=[message.pk], now=at, even_off=True)
        at += timedelta(minutes=2)
    return talk


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_pages_of_the_assistant_are_whole(
    visit: Visit, sari: Shop, lived: str, width: int, scheme: str
) -> None:
    watched = visit("/asisten/", width, scheme)
    found = {"overview": shown(watched, f"assistant-{scheme}")}
    pages = {"figures": "/asisten/angka/", "cases": "/asisten/kasus/", "reviews": "/asisten/tinjauan/"}
    for name, path in {**pages, "review": lived, "bench": "/asisten/coba/?cari=dewi"}.items():
        watched.page.goto(urljoin(watched.page.url, path), wait_until="load")
        found[name] = shown(watched, f"assistant-{name}-{scheme}")
    for text in (ASKED, "pesanan saya sampai mana?"):
        watched.page.locator("#id_tanya").fill(text)
        watched.page.locator("form.try-form button[type=submit]").click()
        expect(watched.page.locator(".try").last).to_contain_text(text)
    found["asked"] = shown(watched, f"assistant-asked-{scheme}")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    watched.page.goto(urljoin(watched.page.url, lived), wait_until="load")
    watched.page.keyboard.press("0")
    watched.page.keyboard.press("4")
    watched.page.keyboard.press("Enter")
    watched.page.wait_for_url("**/asisten/tinjauan/")
    assert watched.troubles == []
