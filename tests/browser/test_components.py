"""The component page in a real browser: each component, each state, phone and desk, light and dark."""

import gzip

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser

SCREENS = [(width, scheme) for width in (360, 1280) for scheme in ("light", "dark")]
FIRST_VIEW_LIMIT = 150_000
BEHIND = "!!document.activeElement.closest('main, .rail') && !document.activeElement.closest('dialog')"
SHIFTS = """() => new Promise(done => new PerformanceObserver(list =>
    done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0)))
    .observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done(0), 300))"""


@pytest.fixture
def address(components_site: str) -> str:
    return f"{components_site}/_components"


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_every_component_is_quiet_fits_and_has_no_barrier(
    open_page: OpenPage, address: str, width: int, scheme: str
) -> None:
    watched = open_page(address, width, scheme)
    assert watched.overflow() == 0
    assert watched.barriers() == []
    assert watched.troubles == []


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_menu_and_a_dialog_have_no_barrier(
    open_page: OpenPage, address: str, width: int, scheme: str
) -> None:
    watched = open_page(address, width, scheme)
    watched.page.get_by_role("button", name="Menu").click()
    assert watched.barriers() == []
    watched.page.keyboard.press("Escape")
    watched.page.get_by_role("button", name="Buka dialog").click()
    assert watched.barriers() == []
    assert watched.overflow() == 0


def test_the_first_tab_offers_to_skip_the_navigation(open_page: OpenPage, address: str) -> None:
    page = open_page(address).page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Lompat ke isi")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Buka dialog")).to_be_focused()


def test_tab_walks_the_rail_from_top_to_bottom(open_page: OpenPage, address: str) -> None:
    page = open_page(address).page
    names = [
        "Lompat ke isi",
        "Sapa, ke halaman awal",
        "Hari ini",
        "Kotak masuk 4",
        "Tindak lanjut",
        "Pelanggan",
    ]
    for name in names:
        page.keyboard.press("Tab")
        label = "e => (e.getAttribute('aria-label') ?? e.innerText).replace(/\\s+/g, ' ').trim()"
        assert page.locator(":focus").evaluate(label) == name


def test_a_dialog_keeps_the_focus_and_gives_it_back_on_escape(open_page: OpenPage, address: str) -> None:
    page = open_page(address).page
    opener = page.get_by_role("button", name="Buka dialog")
    opener.focus()
    page.keyboard.press("Enter")
    for _ in range(7):
        page.keyboard.press("Tab")
        assert not page.evaluate(BEHIND)
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_arrow_keys_move_between_tabs(open_page: OpenPage, address: str) -> None:
    page = open_page(address).page
    page.get_by_role("tab", name="Balas").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Catatan")).to_be_focused()
    expect(page.get_by_text("Hanya tim yang membaca ini.")).to_be_visible()
    expect(page.get_by_text("Pelanggan membaca ini.")).to_be_hidden()


def test_j_and_k_walk_through_the_conversations(open_page: OpenPage, address: str) -> None:
    page = open_page(address).page
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Made Wirawan")).to_be_focused()
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="Dewi Anggraini")).to_be_focused()


def test_the_chosen_theme_is_in_the_first_byte_of_the_next_page(open_page: OpenPage, address: str) -> None:
    watched = open_page(address)
    watched.page.get_by_role("button", name="Menu").click()
    watched.page.get_by_role("button", name="Gelap").click()
    expect(watched.page.locator("html")).to_have_attribute("data-theme", "dark")
    again = watched.page.request.get(address)
    assert 'data-theme="dark"' in again.text()
    assert watched.troubles == []


def test_the_theme_can_be_chosen_without_scripts(open_page: OpenPage, address: str) -> None:
    page = open_page(address, java_script_enabled=False).page
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Terang").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_the_language_can_be_switched(open_page: OpenPage, address: str) -> None:
    page = open_page(address, locale="en-US").page
    expect(page.get_by_role("heading", level=1)).to_have_text("Komponen")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="EN", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Components")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_message_of_the_server_becomes_a_toast(open_page: OpenPage, address: str) -> None:
    watched = open_page(address)
    watched.page.get_by_role("button", name="Tampilkan pemberitahuan").click()
    expect(watched.page.locator("#toasts .toast")).to_have_text("Tersimpan.")
    assert watched.troubles == []


def test_a_refusal_is_a_toast_that_stays_and_can_be_closed(open_page: OpenPage, address: str) -> None:
    page = open_page(address).page
    page.get_by_role("button", name="Coba ditolak").click()
    toast = page.locator("#toasts").get_by_role("alert")
    expect(toast).to_contain_text("Ini sudah diubah orang lain")
    toast.get_by_role("button", name="Tutup").click()
    expect(toast).to_have_count(0)


def test_a_form_comes_back_with_its_errors_and_then_succeeds(open_page: OpenPage, address: str) -> None:
    watched = open_page(address)
    form = watched.page.locator("form[hx-post='/_components/form']")
    form.get_by_role("button", name="Simpan").click()
    name = form.get_by_label("Nama")
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_accessible_description(
        "Seperti pelanggan menulisnya. Bidang ini tidak boleh kosong."
    )
    name.fill("Dewi")
    form.get_by_label("Nomor WhatsApp").fill("081300000011")
    form.get_by_label("Ibu").check()
    form.get_by_role("button", name="Simpan").click()
    expect(watched.page.get_by_text("Semuanya beres.")).to_be_visible()
    assert watched.troubles == []


def test_the_first_view_is_small_and_does_not_jump(open_page: OpenPage, address: str) -> None:
    page = open_page("about:blank", 360).page
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address, wait_until="networkidle")
    assert sum(len(gzip.compress(answer.body())) for answer in answers) <= FIRST_VIEW_LIMIT
    assert page.evaluate(SHIFTS) == 0


def test_a_live_event_is_handed_to_the_page(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}?live=1").page
    heard = "new Promise(done => document.body.addEventListener('sapa:conversation', e => done(e.detail.data.id)))"
    assert page.evaluate(heard) == 7


@pytest.mark.parametrize("width", [360, 1280])
def test_an_address_that_does_not_exist_answers_in_our_look(
    open_page: OpenPage, components_site: str, width: int
) -> None:
    watched = open_page(f"{components_site}/tidak-ada", width)
    expect(watched.page.get_by_role("heading", level=1)).to_have_text("Halaman tidak ditemukan")
    assert watched.barriers() == []
    assert watched.overflow() == 0


def test_a_fault_of_ours_says_so(open_page: OpenPage, components_site: str) -> None:
    page = open_page(f"{components_site}/broken").page
    expect(page.get_by_role("heading", level=1)).to_have_text("Kesalahan kami")


def test_a_refusal_without_scripts_is_a_page_with_the_way_back(open_page: OpenPage, address: str) -> None:
    page: Page = open_page(address, java_script_enabled=False).page
    page.get_by_role("button", name="Coba ditolak").click()
    expect(page.get_by_text("Ini sudah diubah orang lain sementara itu.")).to_be_visible()
    page.get_by_role("link", name="Kembali").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Komponen")
