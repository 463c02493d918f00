"""The desk of a shop whose assistant is on: an answer with its sources, then a person with the card and its draft."""

import pytest
from playwright.sync_api import Page, expect

from sapa.accounts.services import change_settings
from sapa.assistant.services.articles import Draft, add_articles
from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from sapa.events.services import run_handlers
from sapa.messaging.models import Conversation
from tests.browser.shop import Shop, customer_writes
from tests.browser.test_order_pages import shown
from tests.browser.test_pages import Visit, live, sari, visit

__all__ = ["live", "sari", "visit"]
pytestmark = pytest.mark.browser
SITI, NAME = "6281300000777", "Siti Aminah"
RETURNS = Draft("Pengembalian barang", "Barang boleh dikembalikan dalam 7 hari setelah diterima.")
WARRANTY = Draft("Garansi", "Kain kami bergaransi 30 hari untuk cacat tenun.")


@pytest.fixture
def asked(sari: Shop) -> str:
    """Siti asked the assistant once; the address of her conversation."""
    with workspace_scope(sari.workspace.id):
        change_settings(changes={"assistant": {"on": True}}, now=business_now())
        add_articles(drafts=[RETURNS, WARRANTY], now=business_now())
    siti_writes(sari, "barang bisa dikembalikan berapa hari ya kak?")
    with workspace_scope(sari.workspace.id):
        talk = Conversation.objects.get(contact__phone=f"+{SITI}")
    return f"/kotak-masuk/{talk.public_id}/"


def siti_writes(sari: Shop, text: str) -> None:
    with workspace_scope(sari.workspace.id):
        customer_writes(SITI, NAME, text)
    while run_handlers(now=business_now()):
        pass


def test_an_answer_shows_its_source_and_a_person_goes_on_with_the_card_and_its_draft(
    visit: Visit, sari: Shop, asked: str
) -> None:
    watched = visit(asked, 360, "dark", as_="ani@tokosari.test")
    page = watched.page
    answer = page.locator(".bubble.out", has_text="7 hari")
    answer.locator("details.sources > summary").tap()
    expect(answer.locator(".receipts a", has_text=RETURNS.title)).to_be_visible()
    found = [shown(watched, "assistant-sources")]

    siti_writes(sari, "garansi kainnya berapa lama? tolong sambungkan ke petugas")
    card = page.locator("section.handoff")
    expect(card).to_contain_text("garansi kainnya", timeout=10_000)
    found.append(shown(watched, "assistant-card"))
    page.locator("form[action$='/ambil/'] button").tap()
    expect(page.locator("details.handoff summary")).to_contain_text("Ani")
    page.locator("details.handoff summary").tap()
    uses_the_draft(page)
    found.append(shown(watched, "assistant-draft"))
    assert [one for one in found if one] == []


def uses_the_draft(page: Page) -> None:
    """Tapped twice by a hasty thumb it stands in the field once."""
    for _tap in range(2):
        page.locator(".handoff [data-use-draft]").tap()
    expect(page.locator("#reply")).to_have_value(WARRANTY.text)
    expect(page.locator("#reply")).to_be_focused()
