"""The message guard beside the field, in a real browser."""

import pytest
from playwright.sync_api import expect

from sapa.base.scope import workspace_scope
from tests.browser.conftest import WatchedPage
from tests.browser.shop import Shop
from tests.browser.test_pages import Visit, live, sari, talk_of, visit, whole

pytestmark = pytest.mark.browser
__all__ = ["live", "sari", "visit"]


def open_talk(
    visit: Visit, sari: Shop, width: int = 1280, scheme: str = "light", as_: str = "ani"
) -> WatchedPage:
    """The talk with a company."""
    with workspace_scope(sari.workspace.id):
        talk = talk_of("Dewi Anggraini")
        talk.contact.segment = "b2b"
        talk.contact.save()
    return visit(f"/kotak-masuk/{talk.public_id}/", width, scheme, f"{as_}@tokosari.test")


def test_a_hint_comes_while_writing_and_one_press_corrects(visit: Visit, sari: Shop) -> None:
    page = open_talk(visit, sari).page
    page.get_by_label("Balas", exact=True).press_sequentially("Siap bosku, invoice kami kirim.", delay=5)
    expect(page.locator("#guard")).to_contain_text("Terlalu akrab.")
    expect(page.locator("#send")).to_be_disabled()
    page.locator("#guard button").click()
    expect(page.get_by_label("Balas", exact=True)).to_have_value("Siap, invoice kami kirim.")
    expect(page.locator("#guard")).to_be_empty()
    page.locator("#send").click()
    expect(page.locator(".bubble.out", has_text="Siap, invoice kami kirim.")).to_be_visible()


def test_enter_does_not_get_past_the_guard(visit: Visit, sari: Shop) -> None:
    page = open_talk(visit, sari).page
    page.get_by_label("Balas", exact=True).fill("Halo {{ nama }}")
    expect(page.locator("#guard")).to_contain_text("Ada isian yang belum terisi.")
    page.keyboard.press("Enter")
    expect(page.locator(".toast").first).to_be_visible()
    expect(page.get_by_label("Balas", exact=True)).to_have_value("Halo {{ nama }}")
    expect(page.locator(".bubble.out", has_text="nama")).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_the_owner_sends_it_all_the_same_with_a_reason(
    visit: Visit, sari: Shop, width: int, scheme: str
) -> None:
    watched = open_talk(visit, sari, width, scheme, "budi")
    page = watched.page
    page.get_by_label("Balas", exact=True).fill("Siap bosku, invoice kami kirim.")
    page.locator("#guard-reason").fill("Sudah lama akrab")
    assert whole(watched) == []
    page.locator("#send").click()
    expect(page.locator(".bubble.out", has_text="Siap bosku")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_a_text_is_tried_while_it_is_written(visit: Visit, sari: Shop, width: int, scheme: str) -> None:
    watched = visit("/tindak-lanjut/penjaga/", width, scheme)
    page = watched.page
    page.locator("[name=text]").fill("Cek promo!!!")
    expect(page.locator("#guard-found")).to_contain_text("Sebutkan alasan menghubungi.")
    assert whole(watched) == []
