"""Group 13: a person plays the customer in the browser, on a phone's width and in both themes."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import WatchedPage
from tests.simulator.screens.conftest import ACCOUNT, Program

pytestmark = pytest.mark.browser
DEWI = "+6281300000011"
Open = Callable[..., WatchedPage]
RICH: dict[str, Any] = {
    "name": "tiba",
    "language": "id",
    "category": "UTILITY",
    "components": [
        {"type": "HEADER", "format": "TEXT", "text": "Pesanan tiba"},
        {"type": "BODY", "text": "Halo Kak Dewi, pesanan sudah tiba. Apakah isinya sesuai?"},
        {"type": "FOOTER", "text": "Toko Sari"},
        {
            "type": "BUTTONS",
            "buttons": [{"type": "QUICK_REPLY", "text": one} for one in ("Sesuai", "Ada yang kurang")],
        },
    ],
}
ROWS = [{"id": "rusak", "title": "Barang rusak", "description": "Kami ganti"}]
LIST = {"button": "Pilih", "sections": [{"title": "Bantuan", "rows": ROWS}]}


@pytest.fixture
def talk(program: Program) -> Program:
    program.tell(f"/v26.0/{ACCOUNT}/message_templates", RICH)
    program.send(to=DEWI, type="template", template={"name": "tiba", "language": {"code": "id"}})
    program.control("inbound", **{"from": DEWI}, text="Sudah Kak")
    for kind in ("image", "voice", "location", "sticker"):
        program.control("inbound", **{"from": DEWI}, type=kind)
    program.send(to=DEWI, type="audio", audio={"link": "https://a.example/a.ogg", "voice": True})
    program.send(
        to=DEWI, type="interactive", interactive={"type": "list", "body": {"text": "Apa?"}, "action": LIST}
    )
    asked = {"name": "send_location"}
    request = {"type": "location_request_message", "body": {"text": "Di mana?"}, "action": asked}
    program.send(to=DEWI, type="interactive", interactive=request)
    return program


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", f"/phones/{DEWI[1:]}", "/events"])
def test_every_page_fits_a_small_phone_and_has_no_barrier(
    talk: Program, open_page: Open, path: str, scheme: str
) -> None:
    watched = open_page(talk.url + path, width=360, scheme=scheme)
    watched.page.wait_for_timeout(100)
    assert (watched.overflow(), watched.troubles, watched.barriers()) == (0, [], [])


def press(page: Page, name: str) -> None:
    """Until it is answered: the answer closes every sheet, also one that is opened meanwhile."""
    with page.expect_response(lambda one: one.request.method == "POST" and not one.url.endswith("/read")):
        page.get_by_role("button", name=name).click()


def test_a_customer_taps_picks_reacts_and_sends(talk: Program, open_page: Open) -> None:
    page = open_page(f"{talk.url}/phones/{DEWI[1:]}", width=360).page
    press(page, "Ada yang kurang")
    page.get_by_text("Lihat pilihan").click()
    press(page, "Barang rusak")
    press(page, "Kirim lokasi")
    page.get_by_label("Reaksi atau balas").first.click()
    press(page, "🙏")
    page.get_by_label("Lampirkan").click()
    press(page, "Kontak")
    page.get_by_label("Tulis sebagai pelanggan").fill("Terima kasih ya")
    page.get_by_label("Tulis sebagai pelanggan").press("Enter")
    page.locator(".mine", has_text="Terima kasih ya").wait_for()
    kinds = [one["type"] for one in talk.written()][-6:]
    assert kinds == ["button", "interactive", "location", "reaction", "contacts", "text"]


def test_an_answer_quotes_the_message_it_belongs_to(talk: Program, open_page: Open) -> None:
    page = open_page(f"{talk.url}/phones/{DEWI[1:]}").page
    page.get_by_label("Reaksi atau balas").first.click()
    page.get_by_role("link", name="Balas").first.click()
    page.get_by_label("Tulis sebagai pelanggan").fill("Yang mana?")
    page.get_by_label("Tulis sebagai pelanggan").press("Enter")
    page.locator(".mine .quoted", has_text="pesanan sudah tiba").wait_for()
    assert talk.written()[-1]["context"]


def test_a_phone_is_switched_off_and_on_and_the_shop_blocked(talk: Program, open_page: Open) -> None:
    page = open_page(f"{talk.url}/phones/{DEWI[1:]}", width=360).page
    page.get_by_label("Ponsel ini").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Matikan ponsel").click()
    page.get_by_text("Pesan menunggu sampai dinyalakan").wait_for()
    talk.send(to=DEWI, type="text", text={"body": "Nanti terbaca"})
    with page.expect_navigation():
        page.get_by_role("button", name="Nyalakan", exact=True).click()
    page.locator("text=Nanti terbaca >> visible=true").first.wait_for()
    page.get_by_label("Ponsel ini").click()
    page.get_by_role("button", name="Blokir toko").click()
    page.get_by_text("Pelanggan ini memblokir toko").wait_for()


def test_offers_are_stopped_a_number_is_hidden_and_changed(talk: Program, open_page: Open) -> None:
    page = open_page(f"{talk.url}/phones/{DEWI[1:]}").page
    for button in ("Hentikan promosi", "Sembunyikan nomor"):
        page.get_by_label("Ponsel ini").click()
        with page.expect_navigation():
            page.get_by_role("button", name=button).click()
    page.get_by_text("@pelanggan.0011").wait_for()
    page.get_by_label("Ponsel ini").click()
    page.get_by_role("button", name="Terima promosi lagi").wait_for()
    page.get_by_label("Pindah ke nomor baru").fill("0813-9999-0000")
    page.get_by_role("button", name="Pindah").click()
    page.wait_for_url("**/phones/6281399990000")


def test_a_file_of_ones_own_is_sent(talk: Program, open_page: Open) -> None:
    page = open_page(f"{talk.url}/phones/{DEWI[1:]}").page
    page.get_by_label("Lampirkan").click()
    own = {"name": "bukti.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 bukti"}
    page.get_by_label("Berkas sendiri").set_input_files(own)  # type: ignore[arg-type]
    page.locator(".own button").click()
    page.locator(".mine", has_text="bukti.pdf").wait_for()


def test_the_log_shows_every_attempt_and_stays_open_when_it_grows(talk: Program, open_page: Open) -> None:
    page = open_page(f"{talk.url}/events", width=360).page
    first = page.locator(".attempts summary").last
    first.wait_for()
    first.click()
    shown = page.locator(".attempts details[open] pre")
    shown.wait_for()
    before = page.locator(".attempts > li").count()
    page.locator(".attempts > li").nth(before).wait_for()
    assert shown.is_visible()
    assert '"object": "whatsapp_business_account"' in shown.inner_text()


def test_on_a_small_phone_the_chat_stands_alone(program: Program, open_page: Open) -> None:
    program.control("inbound", **{"from": DEWI}, text="Halo")
    small = open_page(f"{program.url}/phones/{DEWI[1:]}", width=360).page
    wide = open_page(f"{program.url}/phones/{DEWI[1:]}").page
    assert [one.locator(".list").is_visible() for one in (small, wide)] == [False, True]
