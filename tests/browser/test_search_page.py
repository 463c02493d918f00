"""The search box in a real browser: reached, used and left by the keyboard, on a phone and on a desk."""

import os
import re

import pytest
from playwright.sync_api import expect

from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from sapa.commerce.models import Order, Shipment
from sapa.messaging.models import Conversation, Message
from tests.browser.conftest import WatchedPage
from tests.browser.shop import Shop
from tests.browser.test_pages import Visit, live, sari, visit, whole

__all__ = ["live", "sari", "visit"]
pytestmark = pytest.mark.browser


@pytest.fixture
def parcel(sari: Shop) -> Shipment:
    """One that is on its way, and a question about it."""
    with workspace_scope(sari.workspace.id):
        now, order = business_now(), Order.objects.filter(contact__name="Made Wirawan")[0]
        talk = Conversation.objects.filter(contact=order.contact)[0]
        at = {"at": now, "not_before": now}
        text = (
            "Kak, paket Made dengan resi JX0012345678 sudah sampai mana ya? Kebayanya mau dipakai hari Minggu"
        )
        told = {"direction": "in", "by": "customer", "state": "received", "text": text}
        Message.objects.create(conversation=talk, contact=talk.contact, channel=talk.channel, **at, **told)
        times = dict.fromkeys(("status_at", "said_at", "recorded_at", "updated_at"), now)
        known = {"contact": order.contact, "order": order, "source": "biteship", "external_id": "s1"}
        return Shipment.objects.create(
            **known, **times, courier="jnt", tracking_number="JX0012345678", status="in_transit"
        )


def test_the_keyboard_leads_to_the_box_through_the_answers_and_on(
    visit: Visit, sari: Shop, parcel: Shipment
) -> None:
    watched = visit("/", 360)
    page, found = watched.page, {}
    page.keyboard.press("/")
    page.wait_for_url("**/cari/")
    found["empty"] = whole(watched)
    page.keyboard.type("made")
    expect(page.locator("#found mark").first).to_have_text("Made")
    found["phone"] = shown(watched, "phone")
    page.set_viewport_size({"width": 1280, "height": 800})
    found["desk"] = shown(watched, "desk")
    page.locator("[data-search]").fill("JX00 1234 5678")
    expect(page.locator("#found-parcels")).to_be_visible()
    found["parcel"] = shown(watched, "parcel")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/pesanan/{parcel.order.public_id}/"))
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def shown(watched: WatchedPage, name: str) -> list[object]:
    if folder := os.environ.get("SAPA_SCREENSHOTS"):
        watched.page.screenshot(path=f"{folder}/search-{name}.png", full_page=True)
    return whole(watched)
