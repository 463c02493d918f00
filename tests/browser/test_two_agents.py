"""Two people at one customer's conversation, each in a browser of their own."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sapa.accounts.models import User
from sapa.base.scope import workspace_scope
from sapa.inbox.models import Handoff
from tests.browser.shop import Shop
from tests.browser.test_pages import Visit, live, sari, talk_of, visit, whole

pytestmark = pytest.mark.browser
__all__ = ["live", "sari", "visit"]


def shot(page: Page, name: str) -> None:
    """For eyes: only where a folder is named."""
    if folder := os.environ.get("SAPA_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def handed_over(sari: Shop) -> str:
    """The assistant has handed Dewi's conversation over; its address."""
    with workspace_scope(sari.workspace.id):
        return f"/kotak-masuk/{Handoff.objects.get(conversation=talk_of('Dewi Anggraini')).conversation.public_id}/"


def write(page: Page, words: str) -> None:
    page.get_by_label("Balas", exact=True).press_sequentially(words, delay=5)


def test_a_colleague_who_writes_is_seen_and_a_second_answer_is_asked_about(visit: Visit, sari: Shop) -> None:
    path = handed_over(sari)
    budi, ani = visit(path), visit(path, 360, "dark", "ani@tokosari.test")
    expect(budi.page.locator("#others")).to_contain_text("Ani")
    shot(ani.page, "live-card-360")
    write(ani.page, "Besok sampai, Kak.")
    expect(budi.page.locator("#others .writing")).to_contain_text("Ani")
    shot(budi.page, "live-writes-1280")
    budi.page.set_viewport_size({"width": 360, "height": 740})
    shot(budi.page, "live-writes-360")
    budi.page.set_viewport_size({"width": 1280, "height": 800})
    budi.page.context.set_offline(True)
    write(budi.page, "Hari ini, Kak.")
    ani.page.locator("#send").click()
    expect(ani.page.locator(".bubble.out", has_text="Besok sampai")).to_be_visible()
    assert whole(ani) == []
    budi.page.context.set_offline(False)
    budi.page.locator("#send").click()
    expect(budi.page.locator("#guard [role=alert]")).to_contain_text("Ani")
    shot(budi.page, "live-asked-1280")
    budi.page.locator("#guard [name=kirim_juga]").click()
    expect(budi.page.locator(".bubble.out", has_text="Hari ini, Kak.")).to_be_visible()


def test_who_takes_over_is_seen_by_the_other_and_gives_it_on(visit: Visit, sari: Shop) -> None:
    path = handed_over(sari)
    budi, ani = visit(path), visit(path, 360, "light", "ani@tokosari.test")
    ani.page.get_by_role("button", name="Ambil alih").click()
    expect(ani.page.locator("details.handoff")).to_be_visible()
    expect(budi.page.locator(".chat-head .owner")).to_have_text("Ditangani Ani")
    ani.page.locator(".chat-head .give").click()
    expect(ani.page.locator("#sheet .taker").first).to_be_visible()
    shot(ani.page, "live-give-360")
    assert whole(ani) == []
    ani.page.locator("#sheet .taker", has_text="Budi").click()
    expect(budi.page.locator(".chat-head .owner")).to_have_text("Ditangani Budi")
    with workspace_scope(sari.workspace.id):
        assert talk_of("Dewi Anggraini").assignee_id == User.objects.get(email="budi@tokosari.test").pk
