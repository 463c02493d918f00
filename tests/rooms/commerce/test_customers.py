"""What one customer has with the shop, as the parts of their page tell it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sapa.accounts.models import Workspace
from sapa.base.permissions import Role
from sapa.base.scope import workspace_scope
from sapa.commerce import services
from sapa.commerce.models import Checkout, Order, Return
from sapa.commerce.schemas import Basket, Item, Told
from sapa.contacts.models import Contact
from sapa.domain.orders import OrderFacts
from sapa.events.models import Event
from tests.conftest import found_shop
from tests.rooms.commerce.conftest import order
from tests.rooms.pages import browser, stand_alone

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def house(settings: LazySettings) -> None:
    stand_alone(settings, "tests.rooms.commerce.urls")


@pytest.fixture
def budi(shop: Workspace) -> Client:
    return browser(shop, Role.OWNER)


def told(*facts: OrderFacts, now: datetime) -> Contact:
    services.apply_orders(facts=facts, source="generic-1", now=now)
    return Contact.objects.get(pk=Order.objects.earliest("pk").contact_id)


def orders_part(client: Client, who: Contact) -> str:
    return client.get(f"/pesanan/pelanggan/{who.public_id}/").content.decode()


def affairs_part(client: Client, who: Contact, **query: str) -> str:
    return client.get(f"/pesanan/pelanggan/{who.public_id}/lainnya/", query).content.decode()


def lives(number: int, now: datetime) -> Contact:
    """An order of two goods with two attempts to pay and a parcel, an invoice, a return and a plan."""
    key, at = f"A{number}", now - DAY
    facts = order(key, at)
    dewi = told(facts, now=now)
    goods = [Told(f"{sku}{number}", at, values={"name": f"{sku} no. {number}"}) for sku in ("Kopi", "Teh")]
    services.apply_products(told=goods, source="generic-1", now=now)
    basket = Basket(key, [Item(f"Kopi{number}", "", 2), Item(f"Teh{number}", "")], at)
    services.apply_baskets(told=[basket], source="generic-1", now=now)
    attempt = Told(
        f"P{number}", at, status="expired", order=key, values={"amount": 250_000, "reference": "8812"}
    )
    services.apply_payments(told=[attempt], source="midtrans-1", now=now)
    parcel = Told(f"S{number}", at, status="in_transit", order=key, values={"courier": "JNE"})
    arrived = replace(parcel, at=now, status="delivered")
    services.apply_shipments(told=[parcel, arrived], source="generic-1", now=now)
    bill = Told(f"I{number}", at, status="open", order=key, values={"amount": 99_000, "due_at": now})
    services.apply_invoices(told=[bill], source="generic-1", now=now)
    back = Told(f"R{number}", at, status="requested", order=key)
    services.apply_returns(told=[back], source="generic-1", now=now)
    plan = Told(
        f"L{number}", at, status="active", order=key, values={"plan": "Kopi bulanan", "period_end": now}
    )
    longer = replace(plan, at=now, values={"period_end": now + 30 * DAY})
    services.apply_subscriptions(told=[plan, longer], source="generic-1", now=now)
    return dewi


def test_an_order_is_told_with_goods_attempts_to_pay_and_the_parcels_steps(
    budi: Client, now: datetime
) -> None:
    page = orders_part(budi, lives(1, now))
    for words in ("A1", "Kopi no. 1", "2 ×", "8812", "Kedaluwarsa", "JNE", "Diserahkan ke kurir", "Tiba"):
        assert words in page
    assert "<html" not in page


def test_what_stands_beside_the_orders_is_told(budi: Client, now: datetime) -> None:
    page = affairs_part(budi, lives(1, now))
    for words in ("I1", "Rp99.000", "R1", "Retur diminta", "Kopi bulanan", "Kam 15 Okt 2026"):
        assert words in page


def test_who_has_nothing_is_told_so(budi: Client, now: datetime) -> None:
    rini = Contact.objects.create(name="Rini", phone="+6281300000014", created_at=now)
    assert "had-one" not in orders_part(budi, rini)
    assert "card" not in affairs_part(budi, rini)


def test_a_customers_worth_counts_paid_orders_that_were_kept(budi: Client, now: datetime) -> None:
    paid = order("A1", now, status="paid", paid_at=now)
    kept = told(paid, order("A2", now), replace(paid, external_id="A3", status="refunded"), now=now)
    assert orders_part(budi, kept).split('class="had-worth"')[1].startswith("><b>Rp250.000</b>")


def test_earlier_orders_come_page_by_page_each_once(budi: Client, now: datetime) -> None:
    dewi = told(*(order(f"A{one}", now - one % 3 * DAY) for one in range(12)), now=now)
    address, seen = f"/pesanan/pelanggan/{dewi.public_id}/", []
    while address:
        page = budi.get(address).content.decode()
        seen += [one.split("</b>")[0] for one in page.split('had-name"><b>')[1:]]
        address = page.split('hx-get="')[1].split('"')[0].replace("&amp;", "&") if "hx-get" in page else ""
    assert sorted(seen) == sorted(f"A{one}" for one in range(12))


def test_the_rest_of_many_is_one_tap_away(budi: Client, now: datetime) -> None:
    for number in range(5):
        dewi = lives(number, now)
    assert affairs_part(budi, dewi).count("Rp99.000") == 3
    assert affairs_part(budi, dewi, semua="invoice").count("Rp99.000") == 5


def statements(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


@pytest.mark.parametrize("part", [orders_part, affairs_part])
def test_a_long_life_is_read_with_the_statements_and_rows_of_a_short_one(
    budi: Client, now: datetime, part: Callable[[Client, Contact], str]
) -> None:
    for number in range(6):
        dewi = lives(number, now)
    part(budi, dewi)
    few, page = statements(lambda: part(budi, dewi)), part(budi, dewi)
    for number in range(6, 16):
        lives(number, now)
    assert statements(lambda: part(budi, dewi)) == few
    assert part(budi, dewi).count("<li") == page.count("<li")


def test_joined_records_are_one_customer(budi: Client, now: datetime) -> None:
    dewi = lives(1, now)
    root = Contact.objects.create(name="Dewi baru", created_at=now)
    Contact.objects.filter(pk=dewi.pk).update(root=root)
    assert "A1" in orders_part(budi, root)
    assert "I1" in affairs_part(budi, root)


def test_another_shops_customer_is_not_there(budi: Client, now: datetime) -> None:
    with workspace_scope(found_shop("Toko Lain", "lain@tokolain.test").pk):
        theirs = lives(1, now)
    for part in ("", "lainnya/"):
        assert budi.get(f"/pesanan/pelanggan/{theirs.public_id}/{part}").status_code == 404


def order_page(client: Client, who: Contact) -> str:
    found = Order.objects.filter(contact=who).earliest("pk")
    return client.get(f"/pesanan/{found.public_id}/").content.decode()


def paid(amount: int, now: datetime, key: str = "P1", **more: Any) -> None:
    told = Told(key, now, status="paid", order="A1", values={"amount": amount, "paid_at": now, **more})
    services.apply_payments(told=[told], source="midtrans-1", now=now)


def test_a_part_that_came_in_is_told_on_the_order_and_beside_a_talk(budi: Client, now: datetime) -> None:
    dewi = told(order("A1", now), now=now)
    paid(100_000, now)
    for page in (orders_part(budi, dewi), order_page(budi, dewi)):
        assert "<b>Rp100.000</b>" in page
        assert "Menunggu pembayaran" in page
    paid(150_000, now + DAY, "P2")
    assert "<b>Rp100.000</b>" not in orders_part(budi, dewi)


def test_what_came_in_too_much_is_told(budi: Client, now: datetime) -> None:
    dewi = told(order("A1", now), now=now)
    paid(250_000, now)
    assert "ink-kunyit" not in orders_part(budi, dewi)
    paid(30_000, now, "P2")
    assert "Rp30.000 " in orders_part(budi, dewi).split("ink-kunyit")[1]


def test_a_basket_left_at_the_till_is_told_until_it_is_an_order(budi: Client, now: datetime) -> None:
    dewi = Contact.objects.create(name="Dewi", created_at=now)
    times = {"status_at": now, "said_at": now, "recorded_at": now, "updated_at": now}
    basket = Checkout.objects.create(
        contact=dewi, source="shopify-1", external_id="c1", goods="2 Kopi", status="abandoned", **times
    )
    assert "2 Kopi" in affairs_part(budi, dewi)
    Checkout.objects.filter(pk=basket.pk).update(status="completed")
    assert "2 Kopi" not in affairs_part(budi, dewi)


def test_an_orders_page_tells_the_last_moments_of_many(budi: Client, now: datetime) -> None:
    dewi = lives(1, now)
    page = order_page(budi, dewi)
    assert f"/retur/{Return.objects.get().public_id}/" in page
    assert all(words in page for words in ("Kopi no. 1", "8812", "JNE", "Tiba", "Langganan diperpanjang"))
    few = statements(lambda: order_page(budi, dewi))
    about = {"contact_id": dewi.pk, "order_id": Order.objects.get().pk, "recorded_at": now}
    Event.objects.bulk_create(Event(name="order.placed", at=now, **about) for _ in range(60))
    assert order_page(budi, dewi).count("Pesanan dibuat") == 30
    assert statements(lambda: order_page(budi, dewi)) == few
