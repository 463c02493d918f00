"""Products, what goes with them, baskets, and who owns what."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sapa.accounts.models import Workspace
from sapa.commerce import services
from sapa.commerce.models import Feature, Order, OrderLine, Product
from sapa.commerce.schemas import Basket, Item, Told
from sapa.commerce.selectors import (
    owned_products,
    products_of_orders,
    refills_due,
    returning_buyers,
    subjects,
)
from sapa.commerce.selectors.products import namesakes
from sapa.domain.subjects import FeatureFacts, ProductFacts
from sapa.events.models import Event
from tests.rooms.commerce.conftest import order

SHOP = "generic-1"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def product(sku: str, at: datetime, **said: Any) -> Product:
    return services.apply_products(told=[Told(sku, at, values=said)], source=SHOP, now=at)[0]


def facts_of(row: Product) -> ProductFacts:
    (facts,) = subjects([("product", row.pk)]).values()
    assert isinstance(facts, ProductFacts)
    return facts


def bought(
    number: str, delivered_at: datetime, *skus: str, pieces: int = 1, raw_phone: str = "081211112222"
) -> Order:
    facts = order(number, delivered_at - DAY, raw_phone, status="delivered", delivered_at=delivered_at)
    services.apply_orders(facts=[facts], source=SHOP, now=delivered_at)
    items = [Item(sku, sku, pieces) for sku in skus]
    services.apply_baskets(told=[Basket(number, items, delivered_at)], source=SHOP, now=delivered_at)
    return Order.objects.get(external_id=number)


def test_a_product_is_known_with_what_goes_with_it(shop: Workspace, now: datetime) -> None:
    row = product("KOPI", now, name="Kopi Gayo", complement="V60", complement_name="Saringan V60", stock=3)
    product("V60", now, name="Saringan V60", link="https://toko.test/v60", stock=0)
    facts = facts_of(row)
    assert (facts.name, facts.in_stock, facts.complement_name) == ("Kopi Gayo", True, "Saringan V60")
    assert (facts.complement_link, facts.complement_in_stock) == ("https://toko.test/v60", False)


def test_an_older_word_on_a_product_only_fills_blanks(shop: Workspace, now: datetime) -> None:
    product("KOPI", now, name="Kopi Gayo", stock=0, needs_care=False)
    row = product("KOPI", now - DAY, name="Kopi", stock=9, needs_care=True, guide_url="https://toko.test/g")
    row.refresh_from_db()
    assert (row.name, row.stock, row.needs_care, row.guide_url) == (
        *("Kopi Gayo", 0, False),
        "https://toko.test/g",
    )


def test_stock_that_was_never_said_is_unknown(shop: Workspace, now: datetime) -> None:
    row = product("KOPI", now, name="Kopi Gayo")
    assert facts_of(row).in_stock is None


def test_a_newer_basket_replaces_the_older(shop: Workspace, now: datetime) -> None:
    sold = bought("A-1", now, "KOPI", "GULA")
    newer = Basket("A-1", [Item("KOPI", "Kopi Gayo", 2), Item("KOPI", "Kopi Gayo", 1)], now + HOUR)
    services.apply_baskets(told=[newer], source=SHOP, now=now)
    (line,) = OrderLine.objects.select_related("product").all()
    assert (line.order_id, line.product.external_id, line.quantity) == (sold.pk, "KOPI", 3)


def test_what_is_in_many_orders_is_one_question(shop: Workspace, now: datetime) -> None:
    orders = [bought(f"A-{number}", now, "KOPI", "GULA", pieces=2).pk for number in range(5)]
    with CaptureQueriesContext(connection) as asked:
        found = products_of_orders(orders)
    assert len(asked) == 1
    assert [(one.name, one.quantity) for one in found[orders[0]]] == [("KOPI", 2), ("GULA", 2)]


def test_a_product_runs_out_after_its_lifetime_for_each_piece(shop: Workspace, now: datetime) -> None:
    product("KOPI", now, name="Kopi Gayo", lifetime_days=30)
    sold = bought("A-1", now, "KOPI", "GULA", pieces=2)
    (due,) = refills_due(after=now + 59 * DAY, until=now + 60 * DAY)
    assert (due.order_id, due.runs_out_at, due.cycles) == (sold.pk, now + 60 * DAY, 1)
    assert refills_due(after=now + 60 * DAY, until=now + 99 * DAY) == []


def test_the_customers_own_rhythm_counts_after_three_orders(shop: Workspace, now: datetime) -> None:
    product("KOPI", now, name="Kopi Gayo", lifetime_days=30)
    for number, days in enumerate((0, 20, 44)):
        bought(f"A-{number}", now + days * DAY, "KOPI")
    (due,) = refills_due(after=now, until=now + 365 * DAY)
    assert due.runs_out_at == now + (44 + 22) * DAY


def test_buyers_who_came_back_are_found(shop: Workspace, now: datetime) -> None:
    twice = bought("A-1", now, "KOPI").contact_id
    bought("A-2", now + DAY, "KOPI")
    once = bought("A-3", now, "KOPI", raw_phone="081333334444").contact_id
    assert [(one.contact_id, one.orders) for one in returning_buyers()] == [(twice, 2)]
    kopi = Product.objects.get().pk
    assert owned_products([twice, once]) == {twice: {kopi: 2}, once: {kopi: 1}}


@pytest.mark.parametrize("times", [1, 2])
def test_a_new_feature_is_told_to_each_owner_once(shop: Workspace, now: datetime, times: int) -> None:
    owner = bought("A-1", now, "MESIN").contact_id
    bought("A-2", now, "KOPI", raw_phone="081333334444")
    said = Told("F-1", now, status="released", values={"sku": "MESIN", "name": "Mode hemat"})
    for _ in range(times):
        services.apply_features(told=[said], source=SHOP, now=now)
    event = Event.objects.get(name="feature.released")
    (facts,) = subjects([("feature", Feature.objects.get().pk)]).values()
    assert isinstance(facts, FeatureFacts)
    assert (event.contact_id, event.data) == (owner, {"feature": facts.id})
    assert facts.product_name == "MESIN"


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("sources", [("api", SHOP), (SHOP, "api")])
def test_the_api_and_the_shop_mean_one_product_by_one_number(now: datetime, sources: tuple[str, str]) -> None:
    told: list[dict[str, Any]] = [{"name": "Kopi Gayo"}, {"stock": 3}]
    for source, said in zip(sources, told, strict=True):
        services.apply_products(told=[Told("KOPI", now, values=said)], source=source, now=now)
    kept = Product.objects.get()
    assert (kept.source, kept.name, kept.stock) == (sources[0], "Kopi Gayo", 3)


@pytest.mark.usefixtures("shop")
def test_a_number_of_two_shops_is_nobodys_and_its_products_say_so(now: datetime) -> None:
    for source in (SHOP, "shopify-2", "api"):
        services.apply_products(told=[Told("KOPI", now, values={"name": source})], source=source, now=now)
    rows = {row.source: row for row in Product.objects.all()}
    assert {source: row.name for source, row in rows.items()} == {name: name for name in rows}
    assert namesakes(rows["api"]) == [rows[SHOP], rows["shopify-2"]]


@pytest.mark.usefixtures("shop")
def test_what_the_api_sells_is_what_the_shop_tells_of(now: datetime) -> None:
    row = product("KOPI", now, name="Kopi Gayo", lifetime_days=30)
    services.apply_orders(facts=[order("A-1", now)], source="api", now=now)
    basket = Basket("A-1", [Item("KOPI", "Kopi", 2)], now)
    services.apply_baskets(told=[basket], source="api", now=now)
    assert OrderLine.objects.get().product_id == row.pk
