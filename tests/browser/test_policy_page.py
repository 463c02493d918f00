"""The contact policy in a real browser: phone and desk, light and dark; clocks that count; a change looked at."""

import os
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from sapa.accounts.selectors import settings_in_force
from sapa.base.scope import workspace_scope
from tests.browser.conftest import WatchedPage
from tests.browser.shop import Shop
from tests.browser.test_pages import SCREENS, Visit, live, sari, visit, whole

__all__ = ["live", "sari", "visit"]
pytestmark = pytest.mark.browser
PAGE = "/tindak-lanjut/kebijakan/"


def shown(watched: WatchedPage, name: str) -> list[object]:
    if folder := os.environ.get("SAPA_SCREENSHOTS"):
        width = watched.page.viewport_size["width"] if watched.page.viewport_size else 0
        scheme = "dark" if watched.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else "light"
        watched.page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)
    return whole(watched)


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_policy_is_whole_from_the_first_look_to_the_new_version(
    visit: Visit, sari: Shop, width: int, scheme: str
) -> None:
    watched = visit(PAGE, width, scheme)
    page, found = watched.page, {}
    found["policy"] = shown(watched, "policy")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    found["every group"] = shown(watched, "policy-open")
    page.goto(urljoin(page.url, f"{PAGE}?untuk=promo"))
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    found["one class"] = shown(watched, "policy-promo")
    page.goto(urljoin(page.url, PAGE))
    page.locator("#g-istirahat > summary").click()
    page.locator("#quiet-end").fill("10.30")
    page.get_by_role("button", name="Periksa perubahan").click()
    expect(page.get_by_text("21.00–10.30")).to_be_visible()
    found["look"] = shown(watched, "policy-check")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("link", name="Versi 1")).to_be_visible()
    page.get_by_role("link", name="Versi 1").click()
    found["version"] = shown(watched, "policy-version")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    with workspace_scope(sari.workspace.id):
        assert settings_in_force()[1]["policy"] == {"quiet": {"start": "21:00", "end": "10:30"}}
