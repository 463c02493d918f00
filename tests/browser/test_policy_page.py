"""The contact policy in a real browser: phone and desk, light and dark; clocks that count; a change looked at."""

import os
import re
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
        scheme = (
            "dark" if watched.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else "light"
        )
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
    expect(page.get_by_role("link", name="Versi 2")).to_be_visible()
    page.get_by_role("link", name="Versi 2").click()
    found["version"] = shown(watched, "policy-version")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    with workspace_scope(sari.workspace.id):
        assert settings_in_force()[1]["policy"] == {"quiet": {"start": "21:00", "end": "10:30"}}


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_the_test_box_finds_a_customer_and_tells_every_rule(visit: Visit, width: int, scheme: str) -> None:
    watched = visit(PAGE, width, scheme)
    page = watched.page
    page.locator("#uji-cari").press_sequentially("dewi")
    page.get_by_role("button", name="Dewi Anggraini").click()
    expect(page.locator("#policy-now")).to_contain_text("Dewi Anggraini")
    expect(page.locator("#policy-week")).to_contain_text("Dewi Anggraini")
    page.get_by_role("button", name="Tanya kebijakan").click()
    verdict = page.locator("#verdict")
    expect(verdict).to_contain_text("Ditanyakan untuk")
    verdict.get_by_text("Semua aturan").click()
    expect(verdict.get_by_role("rowheader", name="Jam istirahat pelanggan")).to_be_visible()
    assert shown(watched, "policy-verdict") == []


def test_the_clocks_count_by_themselves(visit: Visit) -> None:
    page = visit(PAGE).page
    clock = page.locator(".policy-clock time").first
    expect(clock).to_have_text(re.compile(r"^\d\d\.\d\d\.\d\d$"))
    seen = clock.inner_text()
    expect(clock).not_to_have_text(seen)


def test_the_usual_value_comes_back_with_one_touch(visit: Visit) -> None:
    page = visit(PAGE, 360).page
    page.locator("#g-jarak > summary").click()
    field = page.locator("#f-gap_hours-care")
    field.locator("input").fill("9")
    field.get_by_role("button", name="Kembalikan").click()
    expect(field.locator("input")).to_have_value("4")
    expect(field.get_by_role("button", name="Kembalikan")).to_be_hidden()


def test_a_wrong_value_opens_its_group_and_says_why(visit: Visit) -> None:
    watched = visit(PAGE, 360)
    watched.page.locator("#g-jarak > summary").click()
    watched.page.locator("#gap_hours-care").fill("banyak")
    watched.page.get_by_role("button", name="Periksa perubahan").click()
    expect(watched.page.locator("#gap_hours-care-error")).to_be_visible()
    expect(watched.page.locator("#gap_hours-care")).to_have_value("banyak")
    expect(watched.page.locator("#gap_hours-care")).to_be_focused()
    watched.troubles.clear()
    assert shown(watched, "policy-wrong") == []


def test_hours_for_companies_are_another_week(visit: Visit) -> None:
    page = visit(PAGE).page
    page.locator("#uji-cari").press_sequentially("made")
    page.get_by_role("button", name="Made Wirawan").click()
    expect(page.locator("#policy-week")).to_contain_text("WITA")
    page.locator("#segmen").select_option("b2b")
    expect(page.locator("#policy-now")).not_to_contain_text("Made Wirawan")
    expect(page.locator("#policy-week")).to_contain_text("09.00–17.00")
    expect(page.locator("#policy-week")).to_contain_text("tutup")
