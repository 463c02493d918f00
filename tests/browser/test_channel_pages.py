"""«Saluran» in a real browser: phone and desk, light and dark, and a check list that moves by itself."""

import os
from datetime import timedelta
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from sapa.contacts.models import Contact
from sapa.messaging.models import Channel, Errand, Reach
from sapa.messaging.services import hold_channel
from sapa.messaging.services.channels import change_channel, rest_promos
from sapa.messaging.services.health import measure
from tests.browser.conftest import WatchedPage
from tests.browser.shop import Shop
from tests.browser.test_pages import SCREENS, Visit, live, sari, visit, whole

__all__ = ["live", "sari", "visit"]
pytestmark = pytest.mark.browser


def shown(watched: WatchedPage, name: str, scheme: str) -> list[object]:
    if folder := os.environ.get("SAPA_SCREENSHOTS"):
        width = watched.page.viewport_size["width"] if watched.page.viewport_size else 0
        watched.page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)
    return whole(watched)


def told_by_the_provider(sari: Shop) -> Channel:
    """A number that was looked at: middling quality, a limit, an expired verification."""
    now = business_now()
    measure(now=now)
    with workspace_scope(sari.workspace.id):
        channel = Channel.objects.get()
        look = {"subscribed": True, "platform": "CLOUD_API", "code_status": "EXPIRED", "can_send": "LIMITED"}
        look |= {"issues": [["WABA", "141006", "There is a payment issue", "Add a payment method"]]}
        health = {**channel.health, "look": look, "looked_at": now.isoformat()}
        values = {"quality": "YELLOW", "limit_tier": "TIER_1K", "verified_name": "Toko Sari"}
        change_channel(channel=channel, values={**values, "health": health}, source="poll", now=now)
        until = now + timedelta(hours=3)
        rest_promos(channel=channel, until=until, reason="quality_yellow", source="measured", now=now)
        Reach.objects.create(portfolio=channel.account_id, contact=Contact.objects.earliest("pk"), at=now)
        return channel


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_pages_of_numbers_are_whole(visit: Visit, sari: Shop, width: int, scheme: str) -> None:
    channel = told_by_the_provider(sari)
    watched, found = visit("/saluran/", width, scheme), {}
    found["channels"] = shown(watched, "channels", scheme)
    for name, path in (("connect", "/saluran/hubungkan/"), ("channel", f"/saluran/{channel.public_id}/")):
        watched.page.goto(urljoin(watched.page.url, path), wait_until="load")
        found[name] = shown(watched, name, scheme)
    with workspace_scope(sari.workspace.id):
        hold_channel(channel_id=channel.pk, code="190", detail="Session has expired", now=business_now())
    watched.page.reload(wait_until="load")
    found["stopped"] = shown(watched, "channel-stopped", scheme)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_the_check_list_turns_by_itself_without_a_new_page(visit: Visit, sari: Shop) -> None:
    with workspace_scope(sari.workspace.id):
        channel = Channel.objects.get()
    page = visit(f"/saluran/{channel.public_id}/").page
    page.evaluate("window.stillHere = true")
    before = page.locator("#checks .check-green").count()
    page.get_by_role("button", name="Look again").or_(page.get_by_role("button", name="Periksa lagi")).click()
    expect(page.locator("#checks")).to_have_attribute("hx-trigger", "every 2s")
    with workspace_scope(sari.workspace.id):
        look = {"subscribed": True, "platform": "CLOUD_API", "code_status": "VERIFIED"}
        Channel.objects.update(health={"look": look}, last_inbound_at=business_now())
        Errand.objects.update(done_at=business_now())
    expect(page.locator("#checks .check-green").nth(before + 3)).to_be_visible()
    assert page.evaluate("window.stillHere")
