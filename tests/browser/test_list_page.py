"""The list in a real browser: by keys on a desk, by thumb on a phone; what was done is taken back."""

import os

import pytest
from playwright.sync_api import expect

from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from sapa.inbox.models import Label, Labelled, Macro
from sapa.messaging.models import Conversation
from tests.browser.conftest import WatchedPage
from tests.browser.shop import MADE, Shop, customer_writes
from tests.browser.test_pages import Visit, live, sari, visit, whole

__all__ = ["live", "sari", "visit"]
pytestmark = pytest.mark.browser

FIRST_VIEW_BYTES = 150_000
WEIGHT = """[...performance.getEntriesByType("resource"), ...performance.getEntriesByType("navigation")]
    .reduce((sum, one) => sum + one.encodedBodySize, 0)"""
SHIFTED = """new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((one) => (sum += one.hadRecentInput ? 0 : one.value)))
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(sum), 300);
})"""


@pytest.fixture
def busy(sari: Shop) -> Shop:
    """Four wait for a person; one is labelled; a macro is there."""
    with workspace_scope(sari.workspace.id):
        Conversation.objects.filter(waiting_since__isnull=False).update(owner="nobody")
        talk = Conversation.objects.get(contact__name="Dewi Anggraini")
        label = Label.objects.create(name="Retur", hue="bata")
        Labelled.objects.create(conversation=talk, label=label)
        steps = [{"do": "text", "value": "Terima kasih, {nama}."}, {"do": "close", "value": True}]
        Macro.objects.create(name="Terima kasih, beres", actions=steps, updated_at=business_now())
    return sari


def test_the_list_is_worked_through_by_keys_and_by_thumb(visit: Visit, busy: Shop) -> None:
    watched = visit("/kotak-masuk/?tab=waiting", 1280)
    page, found = watched.page, {}
    rows = page.locator("#rows .talk")
    expect(rows.first).to_be_visible()
    before = rows.count()
    assert page.evaluate(WEIGHT) < FIRST_VIEW_BYTES
    assert page.evaluate(SHIFTED) < 0.01
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    found["chosen"] = shown(watched, "chosen")
    page.keyboard.press("e")
    expect(page.locator(".undo")).to_be_visible()
    expect(rows).to_have_count(before - 2)
    found["done"] = shown(watched, "done")
    page.locator(".undo button").click()
    expect(rows).to_have_count(before)
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(page.locator("#sheet .deeds").first).to_be_visible()
    found["sheet"] = shown(watched, "sheet")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 360, "height": 740})
    found["phone"] = shown(watched, "phone")
    page.locator("#list-search").fill("made")
    expect(rows).to_have_count(1)
    assert "q=made" in page.url
    with workspace_scope(busy.workspace.id):
        customer_writes(MADE, "Made Wirawan", "Halo, masih di sana?")
    page.locator("#list-search").fill("")
    expect(rows.filter(has_text="masih di sana")).to_have_count(1)
    rows.filter(has_text="Made").locator("a").click()
    page.wait_for_url("**/kotak-masuk/*-*/**")
    page.wait_for_load_state("load")
    page.locator(".chat-head [href*=tindakan]").click()
    expect(page.locator("#sheet .deeds").first).to_be_visible()
    found["phone sheet"] = shown(watched, "phone-sheet")
    for path in ("label/", "makro/", "makro/baru/"):
        page.goto(f"{page.url.split('/kotak-masuk/')[0]}/kotak-masuk/{path}")
        found[path] = shown(watched, path.strip("/").replace("/", "-"))
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def shown(watched: WatchedPage, name: str) -> list[object]:
    if folder := os.environ.get("SAPA_SCREENSHOTS"):
        watched.page.screenshot(path=f"{folder}/list-{name}.png")
    return whole(watched)
