"""Recipes and journeys in a real browser: phone and desk, light and dark."""

import os

import pytest

from tests.browser.conftest import WatchedPage
from tests.browser.shop import Shop
from tests.browser.test_pages import SCREENS, Visit, live, sari, visit, whole

__all__ = ["live", "sari", "visit"]
pytestmark = pytest.mark.browser
GALLERY = "/tindak-lanjut/resep/"


def shown(watched: WatchedPage, name: str) -> list[object]:
    if folder := os.environ.get("SAPA_SCREENSHOTS"):
        width = watched.page.viewport_size["width"] if watched.page.viewport_size else 0
        dark = watched.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        scheme = "dark" if dark else "light"
        watched.page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)
    return whole(watched)


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_gallery_and_a_recipe_are_whole(visit: Visit, sari: Shop, width: int, scheme: str) -> None:
    watched = visit(GALLERY, width, scheme)
    found = {"gallery": shown(watched, "gallery")}
    watched.page.get_by_role("link", name="Checkout belum dibayar").click()
    found["recipe"] = shown(watched, "recipe")
    watched.page.goto(watched.page.url.replace("checkout_belum_bayar", "kangen_pelanggan"))
    found["off"] = shown(watched, "recipe-off")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_editor_is_whole_from_the_copy_to_the_new_version(
    visit: Visit, sari: Shop, width: int, scheme: str
) -> None:
    watched = visit(f"{GALLERY}cek_setelah_tiba/", width, scheme)
    page, found = watched.page, {}
    page.locator("[data-dialog-open=salin]").click()
    page.locator("#nama").fill("Kabar batik")
    page.locator("#salin button.primary").click()
    found["list"] = shown(watched, "editor")
    page.locator("button[value='buka:0']").click()
    page.locator("#text-0-b2c").wait_for()
    found["step"] = shown(watched, "editor-step")
    page.locator("button[value='tambah:branch']").click()
    page.locator("input[name=case-count]").wait_for(state="attached")
    found["branch"] = shown(watched, "editor-branch")
    page.locator("button[value='buka:alur']").click()
    page.locator("#about").wait_for()
    found["whole"] = shown(watched, "editor-whole")
    page.locator("button[value='ke-yaml']").click()
    page.locator("#teks").wait_for()
    found["text"] = shown(watched, "editor-text")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_what_stands_behind_a_recipe_is_whole(visit: Visit, sari: Shop, width: int, scheme: str) -> None:
    watched, found = visit(f"{GALLERY}checkout_belum_bayar/coba/", width, scheme), {}
    page = watched.page
    found["past"] = shown(watched, "recipe-past")
    page.goto(page.url.replace("coba/", "pengaruh/"))
    found["measure"] = shown(watched, "recipe-measure")
    page.goto(page.url.replace("pengaruh/", "versi/"))
    found["versions"] = shown(watched, "recipe-versions")
    page.goto(page.url.replace("checkout_belum_bayar/versi/", "tiga_hari_setelah_beli/"))
    page.locator("button[value=live]").click()
    page.locator("input[name=yakin]").wait_for(state="attached")
    found["live"] = shown(watched, "recipe-live")
    page.locator("button[value=dry_run]").click()
    page.locator("#nyala").wait_for()
    page.goto(page.url + "gladi/")
    found["rehearsal"] = shown(watched, "recipe-rehearsal")
    page.goto(page.url.replace("resep/tiga_hari_setelah_beli/gladi/", "impor-alur/"))
    found["import"] = shown(watched, "journey-import")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
