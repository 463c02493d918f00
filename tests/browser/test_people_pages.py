"""Duplicates, tags, own fields and wishes in a real browser: phone and desk, light and dark."""

import os
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from sapa.base.clock import business_now, machine_now
from sapa.base.scope import workspace_scope
from sapa.contacts.models import Contact
from sapa.contacts.selectors import roots
from sapa.contacts.services import add_field, compare_records, set_tags
from tests.browser.conftest import WatchedPage
from tests.browser.shop import Shop
from tests.browser.test_pages import SCREENS, Visit, live, sari, visit, whole

__all__ = ["live", "sari", "visit"]
pytestmark = pytest.mark.browser


@pytest.fixture
def twins(sari: Shop) -> tuple[Contact, Contact]:
    with workspace_scope(sari.workspace.id):
        now = business_now()
        dewi = Contact.objects.get(name="Dewi Anggraini")
        Contact.objects.filter(pk=dewi.pk).update(email="dewi@contoh.test", city="Jakarta Selatan")
        twin = Contact.objects.create(
            name="Dewi Anggraini", email="Dewi@contoh.test", city="Jakarta Selatan", created_at=now
        )
        set_tags(contact_id=dewi.pk, names=["VIP", "Grosir Tanah Abang", "Arisan"], now=now)
        add_field(name="Ukuran baju", kind="choice", choices=["S", "M", "L"], now=now)
        compare_records(now=machine_now())
    return dewi, twin


def shown(watched: WatchedPage, name: str, scheme: str) -> list[object]:
    if folder := os.environ.get("SAPA_SCREENSHOTS"):
        width = watched.page.viewport_size["width"] if watched.page.viewport_size else 0
        watched.page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)
    return whole(watched)


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_two_records_are_joined_and_taken_apart_and_all_pages_are_whole(
    visit: Visit, sari: Shop, twins: tuple[Contact, Contact], width: int, scheme: str
) -> None:
    dewi, twin = twins
    watched = visit("/pelanggan/duplikat/", width, scheme)
    page, found = watched.page, {"duplicates": shown(watched, "duplicates", scheme)}
    page.locator(f"form:has([value='{twin.public_id}']) button[value=gabung]").click()
    expect(page.locator(f"input[value='{twin.public_id}']")).to_have_count(0)
    with workspace_scope(sari.workspace.id):
        assert roots([twin.pk]) == {twin.pk: dewi.pk}
    page.goto(urljoin(page.url, "/pelanggan/duplikat/putusan/"), wait_until="load")
    found["decisions"] = shown(watched, "decisions", scheme)
    page.locator("form[action$=batalkan\\/] button").click()
    expect(page.locator("form[action$=batalkan\\/] button")).to_have_count(0)
    for name, path in {"fields": "isian/", "list": "?tag=vip", "customer": f"{dewi.public_id}/"}.items():
        page.goto(urljoin(page.url, f"/pelanggan/{path}"), wait_until="load")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found[name] = shown(watched, name, scheme)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
