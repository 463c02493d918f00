"""«Janji layanan» in a real browser: hours tried and kept on a phone and at a desk, and why a talk is due."""

import os
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from sapa.accounts.selectors import settings_in_force
from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from sapa.messaging.models import Conversation
from sapa.messaging.services.rushes import begin_rush
from tests.browser.conftest import WatchedPage
from tests.browser.shop import Shop
from tests.browser.test_pages import SCREENS, Visit, live, sari, visit, whole

__all__ = ["live", "sari", "visit"]
pytestmark = pytest.mark.browser


def shown(watched: WatchedPage, name: str) -> list[object]:
    if folder := os.environ.get("SAPA_SCREENSHOTS"):
        size = watched.page.viewport_size or {"width": 0}
        watched.page.screenshot(path=f"{folder}/{name}-{size['width']}.png", full_page=True)
    return whole(watched)


def due_talk(sari: Shop) -> str:
    with workspace_scope(sari.workspace.id):
        begin_rush(waiting=31, expected_seconds=4800, now=business_now())
        return str(Conversation.objects.filter(due_at__isnull=False, open=True).earliest("id").public_id)


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_hours_are_tried_and_kept_and_a_talk_says_why_it_is_due(
    visit: Visit, sari: Shop, width: int, scheme: str
) -> None:
    talk = due_talk(sari)
    watched = visit("/kotak-masuk/janji/", width, scheme)
    page, found = watched.page, {}
    found["page"] = shown(watched, "promise")
    page.locator("#id_own_hours").check()
    page.locator("#id_b2b_0").fill("07.00-08.00")
    page.locator("#id_b2b_0").blur()
    expect(page.locator("#promise-examples li")).to_have_count(6)
    found["tried"] = shown(watched, "promise-tried")
    page.locator("form.grid button.primary").click()
    page.wait_for_url("**/janji/")
    with workspace_scope(sari.workspace.id):
        assert settings_in_force()[1]["service_promise"]["hours"]["b2b"][0] == [["07:00", "08:00"]]
    page.goto(urljoin(page.url, f"/kotak-masuk/{talk}/"))
    page.locator(".badge.due").click()
    expect(page.locator("#sheet-content .clocks .stretch").first).to_be_visible()
    found["sheet"] = shown(watched, "promise-sheet")
    page.goto(urljoin(page.url, f"/kotak-masuk/{talk}/janji/"))
    found["alone"] = shown(watched, "promise-clocks")
    page.goto(urljoin(page.url, "/kotak-masuk/"))
    expect(page.locator(".pane-list .notice")).to_be_visible()
    found["list"] = shown(watched, "promise-rush")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
