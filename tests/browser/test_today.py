"""Today's list and «Kenapa?» in a real browser: whole on a phone and a desk, two taps, and nothing lost."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from sapa.contacts.models import Contact, Interaction
from sapa.journeys.models import FollowUp, Task
from tests.browser.shop import Shop
from tests.browser.test_pages import SCREENS, Visit, live, sari, talk_of, visit, whole

pytestmark = pytest.mark.browser
__all__ = ["live", "sari", "visit"]
ANI = "ani@tokosari.test"


@pytest.fixture
def tasks(sari: Shop) -> None:
    """A promise to Dewi, Anton who is silent, and what a journey wants of Yosef."""
    now = business_now()
    with workspace_scope(sari.workspace.id):
        people = {one.name: one for one in Contact.objects.all()}
        told = {"created_at": now, "due_at": now - timedelta(hours=1)}
        dewi, anton, yosef = (people[name] for name in ("Dewi Anggraini", "Anton Wijaya", "Yosef Kogoya"))
        Task.objects.create(contact=dewi, kind="call", why="promised", text="kain", key="a", **told)
        Task.objects.create(
            contact=anton, kind="visit", why="unresponsive", value=18_500_000, key="b", **told
        )
        text = "Halo Kak Yosef, kebayanya sudah sampai?"
        Task.objects.create(contact=yosef, kind="message", why="cek_setelah_tiba", text=text, key="c", **told)


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_pages_are_quiet_fit_and_have_no_barrier(
    visit: Visit, sari: Shop, tasks: None, width: int, scheme: str
) -> None:
    with workspace_scope(sari.workspace.id):
        dewi = Contact.objects.get(name="Dewi Anggraini").public_id
        waiting = FollowUp.objects.filter(state="waiting").earliest("id").public_id
    watched = visit("/", width, scheme, ANI)
    home = watched.page.url.rstrip("/")
    found = {}
    for path in ("/", "/tindak-lanjut/hari-ini/", "/tindak-lanjut/kenapa/", f"/pelanggan/{dewi}/"):
        watched.page.goto(f"{home}{path}", wait_until="load")
        if wrong := whole(watched):
            found[path] = wrong
    watched.page.goto(f"{home}/tindak-lanjut/{waiting}/kenapa/", wait_until="load")
    watched.page.locator("main summary").first.click()
    assert (found, whole(watched)) == ({}, [])


def test_two_taps_log_a_call(visit: Visit, sari: Shop, tasks: None) -> None:
    page = visit("/tindak-lanjut/hari-ini/", 360, "light", ANI).page
    first = page.locator("article.task").first
    expect(first).to_contain_text("Dewi Anggraini")
    badge = page.locator(".rail-badge").first
    expect(badge).to_have_text("3")
    first.locator("summary").click()
    first.locator("button[value=reached]").click()
    expect(page.locator("article.task")).to_have_count(2)
    expect(badge).to_have_text("2")
    with workspace_scope(sari.workspace.id):
        assert Interaction.objects.get().outcome == "reached"


def test_a_note_that_is_being_written_is_not_taken_away(visit: Visit, sari: Shop, tasks: None) -> None:
    page = visit("/tindak-lanjut/hari-ini/", 360, "light", ANI).page
    first = page.locator("article.task").first
    first.locator("summary").click()
    first.locator("[name=catatan]").fill("Mau ukuran L")
    page.evaluate("document.body.dispatchEvent(new CustomEvent('sapa:counts'))")
    page.wait_for_load_state("networkidle")
    expect(first.locator("[name=catatan]")).to_have_value("Mau ukuran L")


def test_the_chat_opens_with_the_text_ready(visit: Visit, sari: Shop, tasks: None) -> None:
    page = visit("/tindak-lanjut/hari-ini/", 1280, "light", ANI).page
    page.locator("article.task", has_text="Yosef").locator("a[href*=kotak-masuk]").click()
    expect(page.locator("#reply")).to_have_value("Halo Kak Yosef, kebayanya sudah sampai?")


def test_every_bubble_of_ours_tells_why(visit: Visit, sari: Shop) -> None:
    with workspace_scope(sari.workspace.id):
        talk = talk_of("Dewi Anggraini").public_id
    watched = visit(f"/kotak-masuk/{talk}/", 360, "dark", ANI)
    watched.page.locator(".bubble-why").first.click()
    expect(watched.page.locator("#sheet .why-decision").first).to_be_visible()
    assert whole(watched) == []
