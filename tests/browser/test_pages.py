"""Every page of the first route in a real browser: phone and desk, light and dark."""

from collections.abc import Callable, Iterator
from datetime import datetime
from urllib.parse import urljoin

import pytest
from django.conf import LazySettings
from playwright.sync_api import expect

from sapa.accounts.models import Workspace
from sapa.base.clock import business_now, set_demo_now
from sapa.base.scope import workspace_scope
from sapa.journeys.models import FollowUp
from sapa.messaging.models import Conversation
from tests.browser.conftest import OpenPage, WatchedPage
from tests.browser.live import served
from tests.browser.shop import MADE, PASSWORD, Shop, customer_writes, open_shop

pytestmark = pytest.mark.browser

SCREENS = [(360, "light"), (1280, "dark")]
"""`whole` looks at both colours of each."""
Visit = Callable[..., WatchedPage]


@pytest.fixture
def sari(committed_shop: Workspace, settings: LazySettings, now: datetime) -> Shop:
    """Toko Sari in demo mode, so that it is always the same Tuesday morning."""
    settings.SAPA = settings.SAPA.model_copy(update={"demo": True})
    settings.SLOTS = {**settings.SLOTS, "home.demo": "lab:clock"}
    set_demo_now(now)
    return open_shop(committed_shop, business_now())


@pytest.fixture
def live(sari: Shop) -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture
def visit(live: str, open_page: OpenPage) -> Visit:
    """visit("/kotak-masuk/", width=360, scheme="dark", as_="ani@tokosari.test") gives a watched page."""

    def visited(
        path: str, width: int = 1280, scheme: str = "light", as_: str = "budi@tokosari.test"
    ) -> WatchedPage:
        watched = open_page(f"{live}/masuk/login/", width, scheme)
        watched.page.get_by_label("Surel").fill(as_)
        watched.page.get_by_label("Kata sandi").fill(PASSWORD)
        watched.page.get_by_role("button", name="Masuk", exact=True).click()
        watched.page.wait_for_url(f"{live}/")
        watched.page.goto(f"{live}{path}", wait_until="load")
        return watched

    return visited


def whole(watched: WatchedPage) -> list[object]:
    """What is wrong with a page: barriers in light and dark, pixels beyond the screen, errors and failed requests."""
    watched.page.wait_for_load_state("load")
    expect(watched.page.locator(".htmx-request")).to_have_count(0)
    barriers = watched.barriers_in_both_colours()
    return [*barriers, *([watched.overflow()] if watched.overflow() else []), *watched.troubles]


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_every_page_is_quiet_fits_and_has_no_barrier(
    visit: Visit, sari: Shop, width: int, scheme: str
) -> None:
    watched = visit("/", width, scheme)
    found = {}
    for path in paths(sari):
        watched.page.goto(urljoin(watched.page.url, path), wait_until="load")
        if wrong := whole(watched):
            found[path] = [*wrong]
            watched.troubles.clear()
    assert found == {}


def paths(sari: Shop) -> list[str]:
    with workspace_scope(sari.workspace.id):
        talk = talk_of("Dewi Anggraini").public_id
        planned = FollowUp.objects.filter(state="waiting").earliest("id").public_id
        sent = FollowUp.objects.filter(state="sent").earliest("id").public_id
    lists = [f"/tindak-lanjut/?tab={tab}" for tab in ("planned", "held", "sent", "answered", "dropped")]
    own = ["/akun/", "/akun/ruang/", "/masuk/2fa/", "/masuk/password/change/", "/masuk/logout/"]
    why = [f"/tindak-lanjut/{one}/kenapa/" for one in (planned, sent)]
    inbox = ["/kotak-masuk/", "/kotak-masuk/?tab=all", f"/kotak-masuk/{talk}/"]
    return [
        "/",
        "/?rentang=week",
        *lists,
        "/tindak-lanjut/?resep=kangen_pelanggan",
        *why,
        "/tindak-lanjut/resep/",
        *inbox,
        *own,
    ]


def talk_of(name: str) -> Conversation:
    return Conversation.objects.get(contact__name=name)


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_log_in_page_is_whole_and_says_what_was_wrong(
    live: str, open_page: OpenPage, width: int, scheme: str
) -> None:
    watched = open_page(f"{live}/masuk/login/", width, scheme)
    watched.page.get_by_label("Surel").fill("budi@tokosari.test")
    watched.page.get_by_label("Kata sandi").fill("bukan-ini")
    watched.page.get_by_role("button", name="Masuk", exact=True).click()
    expect(watched.page.get_by_role("alert")).to_be_visible()
    assert whole(watched) == []


def test_the_first_view_is_light(live: str, visit: Visit) -> None:
    watched = visit("/akun/")
    sizes: list[int] = []
    watched.page.on("response", lambda answer: sizes.append(int(answer.headers.get("content-length", "0"))))
    watched.page.goto(f"{live}/", wait_until="load")
    assert 0 < sum(sizes) < 150_000


def test_a_reply_appears_as_a_bubble_without_a_new_page(visit: Visit, sari: Shop) -> None:
    with workspace_scope(sari.workspace.id):
        talk = talk_of("Dewi Anggraini").public_id
    page = visit(f"/kotak-masuk/{talk}/").page
    page.evaluate("window.stillHere = true")
    page.get_by_label("Balas", exact=True).fill("Sudah kami terima, Kak. Besok pagi dikirim.")
    page.keyboard.press("Enter")
    bubble = page.locator(".bubble.out", has_text="Besok pagi dikirim")
    expect(bubble).to_contain_text("Budi")
    expect(page.get_by_label("Balas", exact=True)).to_be_empty()
    expect(page.get_by_label("Balas", exact=True)).to_be_focused()
    assert page.evaluate("window.stillHere")


def test_what_a_customer_writes_now_appears_by_itself(visit: Visit, sari: Shop) -> None:
    with workspace_scope(sari.workspace.id):
        talk = talk_of("Made Wirawan").public_id
    page = visit(f"/kotak-masuk/{talk}/").page
    expect(page.locator("#messages")).to_contain_text("QRIS")
    with workspace_scope(sari.workspace.id):
        customer_writes(MADE, "Made Wirawan", "Sudah saya bayar, Kak")
    expect(page.locator(".bubble.in", has_text="Sudah saya bayar")).to_be_visible(timeout=10_000)
    expect(page.locator("#rows")).to_contain_text("Sudah saya bayar")


def test_a_figure_of_the_home_page_is_the_length_of_its_list(visit: Visit) -> None:
    page = visit("/").page
    figures = page.locator(".figure")
    told = {figures.nth(n).locator("a").get_attribute("href"): figures.nth(n) for n in range(figures.count())}
    counts = {link: int(one.locator(".figure-value").inner_text()) for link, one in told.items()}
    assert len(counts) == 4
    for link, count in counts.items():
        page.goto(urljoin(page.url, link or ""), wait_until="load")
        assert page.locator(".follow-ups tbody tr").count() == count


def test_why_opens_over_the_list_and_names_rules_and_the_text(visit: Visit) -> None:
    watched = visit("/tindak-lanjut/?tab=held", 360)
    watched.page.locator(".follow-ups").get_by_role("link", name="Kenapa?").first.click()
    sheet = watched.page.locator("#sheet")
    expect(sheet).to_contain_text("Jam istirahat pelanggan")
    expect(sheet).to_contain_text("Seperti yang akan dikirim")
    assert whole(watched) == []
    watched.page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_cancelling_asks_once_and_takes_the_line_out_of_the_plan(visit: Visit) -> None:
    page = visit("/tindak-lanjut/").page
    line, question = page.locator(".follow-ups tbody tr").first, page.locator("#ask")
    name = line.locator("th").inner_text()
    for _again in range(2):
        line.get_by_role("button", name="Batalkan").click()
        question.get_by_role("button", name="Biarkan").click()
        expect(line).not_to_contain_text("Dibatalkan")
    line.get_by_role("button", name="Batalkan").click()
    expect(question).to_contain_text(name)
    question.get_by_role("button", name="Batalkan").click()
    expect(line).to_contain_text("Dibatalkan")
    page.goto(urljoin(page.url, "?tab=dropped"))
    expect(page.locator(".follow-ups tr", has_text=name)).to_contain_text("Dibatalkan")


def test_a_recipe_with_a_promotion_is_switched_on_only_when_it_is_filled_in(visit: Visit) -> None:
    watched = visit("/tindak-lanjut/resep/kangen_pelanggan/")
    page = watched.page
    page.locator("button[value=dry_run]").click()
    expect(page.locator(".error").first).to_be_visible()
    watched.troubles.clear()
    page.get_by_label("Isi promosi").fill("potongan 10%")
    page.get_by_label("Kode promosi").fill("SARI10")
    page.get_by_label("Hari terakhir promosi").fill("2026-12-31")
    page.locator("button[value=dry_run]").click()
    expect(page.get_by_role("link", name="Yang akan terkirim")).to_be_visible()


def test_the_demo_clock_remembers_where_it_plays_to(visit: Visit) -> None:
    page = visit("/").page
    page.get_by_role("button", name="+1 jam").click()
    expect(page.get_by_role("progressbar", name="Waktu yang sudah dijalani")).to_be_visible()
    expect(page.locator("#demo-clock")).to_contain_text("11.0")


def test_on_a_phone_the_list_and_the_conversation_take_turns(visit: Visit) -> None:
    page = visit("/kotak-masuk/", 360).page
    page.get_by_role("link", name="Dewi Anggraini").click()
    expect(page.locator("#messages")).to_be_visible()
    expect(page.locator("#rows")).to_be_hidden()
    page.get_by_role("link", name="Kembali").click()
    expect(page.locator("#rows")).to_be_visible()


def test_english_is_complete_on_the_first_pages(visit: Visit) -> None:
    page = visit("/akun/").page
    page.get_by_label("Bahasa").select_option("en")
    with page.expect_navigation():
        page.get_by_role("button", name="Simpan").click()
    for path, words in (
        ("/", "Needs attention"),
        ("/tindak-lanjut/", "Goes out"),
        ("/kotak-masuk/", "Inbox"),
    ):
        page.goto(urljoin(page.url, path))
        expect(page.locator("main")).to_contain_text(words)
        assert page.get_by_text("Ditahan").count() == 0
