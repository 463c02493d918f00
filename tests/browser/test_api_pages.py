"""Keys of the API and its reference in a real browser: phone and desk, light and dark."""

from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import SCREENS, Visit, live, sari, visit
from tests.browser.test_people_pages import shown

__all__ = ["live", "sari", "visit"]
pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_a_key_is_made_and_revoked_and_both_pages_are_whole(visit: Visit, width: int, scheme: str) -> None:
    watched = visit("/pengaturan/kunci-api/", width, scheme)
    page = watched.page
    page.fill("input[name=name]", "Kasir di Bandung")
    page.check("input[value='orders:read']")
    page.check("input[value='contacts:read']")
    page.locator("form:has([name=scopes]) button").click()
    expect(page.locator("#plain")).to_be_visible()
    found = {"made": shown(watched, "api-keys", scheme)}
    page.locator("[data-copy-field=plain]").click()
    expect(page.locator("[data-copy-field=plain]")).to_have_text("Tersalin")
    page.locator("form[action$=cabut\\/] button").first.click()
    page.locator("#ask").get_by_role("button", name="Cabut").click()
    expect(page.locator("form[action$=cabut\\/]")).to_have_count(0)
    page.goto(urljoin(page.url, "/api/v1/"), wait_until="load")
    found["reference"] = shown(watched, "api-reference", scheme)
    assert found == {"made": [], "reference": []}
