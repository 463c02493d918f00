"""One customer with everything a shop can know of them: the page, the pane beside a talk, and a message taken back."""

import os
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from sapa.commerce import services
from sapa.commerce.models import Checkout, Order
from sapa.commerce.schemas import Basket, Item, Told
from sapa.contacts.models import Contact
from sapa.domain.orders import Money, OrderFacts
from sapa.events.models import Event
from sapa.events.services import run_handlers
from sapa.journeys.models import FollowUp
from tests.browser.conftest import WatchedPage
from tests.browser.shop import DEWI, Shop
from tests.browser.test_pages import Visit, live, sari, talk_of, visit, whole

__all__ = ["live", "sari", "visit"]
pytestmark = pytest.mark.browser
CASE = {"kind": "delivery", "number": "T-88", "summary": "Paket belum sampai, resi tidak bergerak"}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def dewi(sari: Shop) -> Contact:
    with workspace_scope(sari.workspace.id):
        now, found = business_now(), Contact.objects.get(name="Dewi Anggraini")
        for number in range(7):
            _bought(f"SARI-{900 + number}", now - (number + 2) * DAY, now)
        _beside("SARI-900", now)
        times = {"status_at": now - HOUR, "said_at": now, "recorded_at": now, "updated_at": now}
        told = {
            "goods": "1 Songket Palembang",
            "amount": 1_250_000,
            "status": "abandoned",
            "external_id": "c1",
        }
        Checkout.objects.create(contact=found, source="shopify-1", **told, **times)
        case = Told("88", now - DAY, status="opened", order="SARI-900", values=CASE)
        services.apply_tickets(told=[case], source="toko", now=now)
        about = {"contact_id": found.pk, "recorded_at": now}
        Event.objects.create(name="feedback.rated", at=now - 3 * DAY, data={"score": 4}, **about)
        unpaid = order("SARI-999", now, payment_deadline=now + 2 * DAY)
        services.apply_orders(facts=[unpaid], source="toko", now=now)
    while run_handlers(now=now):
        pass
    return found


def order(number: str, at: datetime, **more: Any) -> OrderFacts:
    told = {"external_id": number, "status": "awaiting_payment", "name": "Dewi Anggraini", "country": "ID"}
    return OrderFacts(placed_at=at, total=Money(605_000), phone=f"+{DEWI}", **told | more)


def _bought(number: str, at: datetime, now: datetime) -> None:
    services.apply_orders(facts=[order(number, at)], source="toko", now=now)
    goods = [
        Item("KBY-M", "Kebaya Kutubaru M", 2),
        Item("TAS", "Tas anyaman pandan Kulon Progo ukuran besar"),
    ]
    services.apply_baskets(told=[Basket(number, goods, at)], source="toko", now=now)
    tried = {"method": "bank_transfer", "channel": "bca", "reference": "812785002530231", "amount": 605_000}
    expired = Told(f"{number}-1", at + HOUR, status="expired", order=number, values=tried)
    part = {"method": "qris", "amount": 300_000, "paid_at": at + 2 * HOUR}
    paid = Told(f"{number}-2", at + 2 * HOUR, status="paid", order=number, values=part)
    services.apply_payments(told=[expired, paid], source="midtrans-1", now=now)


def _beside(number: str, now: datetime) -> None:
    said = {"courier": "JNE REG", "tracking_number": "JX7700120991", "link": "https://jne.test/JX7700120991"}
    parcel = Told("JX77", now - DAY, status="in_transit", order=number, values=said)
    door = replace(parcel, at=now - HOUR, status="out_for_delivery")
    services.apply_shipments(told=[parcel, door], source="toko", now=now)
    bill = {"amount": 4_250_000, "number": "INV-2026-0914", "due_at": now + 3 * DAY}
    services.apply_invoices(
        told=[Told("I-1", now - DAY, status="open", order=number, values=bill)], source="toko", now=now
    )
    period = {"plan": "Langganan batik bulanan", "period_start": now - 20 * DAY, "period_end": now + 10 * DAY}
    plan = Told("L-1", now - 20 * DAY, status="active", order=number, values=period)
    longer = replace(plan, at=now - DAY, values={"period_end": now + 40 * DAY})
    services.apply_subscriptions(told=[plan, longer], source="toko", now=now)
    back = Told("R-1", now - DAY, status="requested", order=number, values={"number": "RET-31"})
    services.apply_returns(
        told=[back, replace(back, at=now - HOUR, status="approved")], source="toko", now=now
    )


def shown(watched: WatchedPage, name: str) -> list[object]:
    """What is wrong with the page; its pictures too, where somebody wants to look at them."""
    wrong = whole(watched)
    if folder := os.environ.get("SAPA_SCREENSHOTS"):
        width = watched.page.viewport_size["width"] if watched.page.viewport_size else 0
        for scheme in ("dark", "light"):
            watched.page.emulate_media(color_scheme=scheme)
            watched.page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)
    return wrong


def test_all_of_a_customer_is_whole_on_phone_and_desk_and_a_planned_message_is_taken_back(
    visit: Visit, sari: Shop, dewi: Contact
) -> None:
    address = f"/pelanggan/{dewi.public_id}/"
    phone = visit(address, 360)
    expect(phone.page.locator("#orders-of-contact .had-one")).to_have_count(5)
    expect(phone.page.locator(".timeline-entry")).to_have_count(30)
    phone.page.evaluate("document.querySelectorAll('.had-one').forEach(one => one.open = true)")
    found = {"phone": shown(phone, "customer")}
    _takes_back(phone.page)
    with workspace_scope(sari.workspace.id):
        assert not FollowUp.objects.filter(contact=dewi, state="waiting").exists()
        talk = talk_of("Dewi Anggraini").public_id
        nobody = Contact.objects.create(name="Rini Baru", created_at=business_now()).public_id
    desk = visit(address, 1280)
    _looks_further(desk.page)
    found["desk"] = shown(desk, "customer")
    desk.page.goto(urljoin(desk.page.url, f"/kotak-masuk/{talk}/"), wait_until="load")
    expect(desk.page.locator(".pane-side .had-one")).to_have_count(5)
    found["talk"] = shown(desk, "talk")
    phone.page.goto(urljoin(phone.page.url, f"/pelanggan/{nobody}/"), wait_until="load")
    found["nobody"] = shown(phone, "customer-new")
    with workspace_scope(sari.workspace.id):
        bought = Order.objects.get(number="SARI-900").public_id
    phone.page.goto(urljoin(phone.page.url, f"/pesanan/{bought}/"), wait_until="load")
    found["order"] = shown(phone, "order")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def _takes_back(page: Page) -> None:
    expect(page.locator(".plan").first).to_contain_text("SARI-999")
    expect(page.locator(".plan").first).to_contain_text("pesanan dibuat")
    page.locator(".plan form button").first.click()
    page.locator("#ask[open] button[value=yes]").click()
    expect(page.locator(".plan form")).to_have_count(0)


def _looks_further(page: Page) -> None:
    page.locator("#orders-of-contact .had-more a").click()
    expect(page.locator("#orders-of-contact .had-one")).to_have_count(9)
    page.locator(".timeline-more a").click()
    expect(page.locator(".timeline-entry")).not_to_have_count(30)
    page.locator(".timeline .tabs a").last.click()
    expect(page.locator(".timeline .is-unsent")).to_have_count(1)
