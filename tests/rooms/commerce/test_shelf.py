"""What a person says of a product, and what the orders say goes with it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.urls import reverse

from sapa.accounts.models import AuditEntry, Workspace
from sapa.base.permissions import Role
from sapa.base.scope import workspace_scope
from sapa.commerce.models import Order, OrderLine, Pairing, Product
from sapa.commerce.schemas import Told
from sapa.commerce.selectors import products as shelf
from sapa.commerce.services import apply_products
from sapa.commerce.services.shelf import accept_pair, count_pairs, decline_pair, set_product
from sapa.contacts.models import Contact
from sapa.web.errors import Refused
from tests.rooms.pages import browser, stand_alone

KOPI, SARINGAN, TEH = "K-1", "S-1", "T-1"


def tell(now: datetime, sku: str = KOPI, **values: object) -> Product:
    return apply_products(told=[Told(sku, now, values={"name": sku, **values})], source="generic", now=now)[0]


def ordered(now: datetime, *baskets: Iterable[str], cancelled: bool = False) -> None:
    goods = {sku: tell(now, sku) for basket in baskets for sku in basket}
    dewi = Contact.objects.create(name="Dewi", created_at=now)
    told = {"contact": dewi, "source": "toko", "status": "paid", "placed_at": now - timedelta(days=1)}
    told |= {"recorded_at": now, "updated_at": now, "cancelled_at": now if cancelled else None}
    for basket in baskets:
        number = f"A{Order.objects.count()}"
        order = Order.objects.create(external_id=number, number=number, **told)
        OrderLine.objects.bulk_create([OrderLine(order=order, product=goods[sku]) for sku in basket])


def proposed() -> list[tuple[str, str]]:
    rows = Pairing.objects.filter(state="proposed").order_by("product__external_id", "-score")
    return list(rows.values_list("product__external_id", "other__external_id"))


def test_what_a_person_says_stays_until_it_is_blanked(shop: Workspace, now: datetime) -> None:
    kopi = tell(now, lifetime_days=30, link="https://a.example/k")
    set_product(product=kopi, values={"lifetime_days": 14, "link": kopi.link}, now=now)
    later = now + timedelta(hours=1)
    tell(later, lifetime_days=45, link="https://b.example/k")
    kopi.refresh_from_db()
    assert (kopi.lifetime_days, kopi.link, kopi.by_hand) == (14, "https://b.example/k", ["lifetime_days"])
    set_product(product=kopi, values={"lifetime_days": None}, now=later)
    assert tell(later + timedelta(hours=1), lifetime_days=45).lifetime_days == 45


def test_a_stock_said_by_hand_is_only_the_newest_look(shop: Workspace, now: datetime) -> None:
    kopi = tell(now, stock=12)
    set_product(product=kopi, values={"stock": 5}, now=now + timedelta(hours=1))
    kopi.refresh_from_db()
    assert (kopi.stock, kopi.stock_said_at, kopi.by_hand) == (5, now + timedelta(hours=1), [])
    assert shelf.is_fresh(kopi, now + timedelta(hours=24))
    assert not shelf.is_fresh(kopi, now + timedelta(hours=26))
    assert tell(now + timedelta(hours=2), stock=0).stock == 0


def test_a_product_never_goes_with_itself(shop: Workspace, now: datetime) -> None:
    kopi = tell(now)
    with pytest.raises(Refused, match="goes_with_itself"):
        set_product(product=kopi, values={"complement_id": kopi.pk}, now=now)


def test_five_orders_propose_a_pair_with_its_figures(shop: Workspace, now: datetime) -> None:
    ordered(now, *[(KOPI, SARINGAN)] * 5, (KOPI,), *[(TEH,)] * 4)
    assert (count_pairs(now=now), proposed()) == (2, [(KOPI, SARINGAN), (SARINGAN, KOPI)])
    pair = Pairing.objects.get(product__external_id=KOPI)
    assert (pair.baskets, pair.of_product, pair.of_other, pair.of_all) == (5, 6, 5, 10)
    assert (pair.support, round(pair.confidence, 3), round(pair.lift, 3)) == (0.5, 0.833, 1.667)


@pytest.mark.parametrize("what", ["four", "cancelled", "chance", "reseller", "old"])
def test_what_says_nothing_is_not_proposed(shop: Workspace, now: datetime, what: str) -> None:
    if what == "four":
        ordered(now, *[(KOPI, SARINGAN)] * 4, *[(TEH,)] * 9)
    elif what == "cancelled":
        ordered(now, *[(KOPI, SARINGAN)] * 9, cancelled=True)
        ordered(now, *[(TEH,)] * 9)
    elif what == "chance":
        ordered(now, *[(KOPI, SARINGAN)] * 5, *[(KOPI,)] * 5, *[(SARINGAN,)] * 5)
    elif what == "reseller":
        ordered(now, *[tuple(f"P-{n}" for n in range(51))] * 5, *[(TEH,)] * 9)
    else:
        ordered(now - timedelta(days=400), *[(KOPI, SARINGAN)] * 5, *[(TEH,)] * 9)
    assert (count_pairs(now=now), proposed()) == (0, [])


def test_an_accepted_pair_goes_with_the_product_and_no_shop_takes_it_back(
    shop: Workspace, now: datetime
) -> None:
    ordered(now, *[(KOPI, SARINGAN)] * 5, *[(TEH,)] * 4)
    count_pairs(now=now)
    accept_pair(pairing=Pairing.objects.get(product__external_id=KOPI), reason="pas untuk V60", now=now)
    kopi = tell(now + timedelta(hours=1), complement=TEH)
    kopi.refresh_from_db()
    assert kopi.complement is not None
    assert (kopi.complement.external_id, kopi.complement_reason) == (SARINGAN, "pas untuk V60")
    assert AuditEntry.objects.filter(action="pair.accepted").count() == 1


def test_a_declined_pair_is_not_proposed_again_and_nobody_decides_twice(
    shop: Workspace, now: datetime
) -> None:
    ordered(now, *[(KOPI, SARINGAN)] * 5, *[(TEH,)] * 4)
    count_pairs(now=now)
    pair = Pairing.objects.get(product__external_id=KOPI)
    decline_pair(pairing=pair, now=now)
    count_pairs(now=now + timedelta(days=1))
    assert proposed() == [(SARINGAN, KOPI)]
    with pytest.raises(Refused, match="pair_decided"):
        accept_pair(pairing=pair, reason="", now=now)


def test_a_proposal_that_orders_bear_out_no_more_is_taken_back(shop: Workspace, now: datetime) -> None:
    ordered(now, *[(KOPI, SARINGAN)] * 5, *[(TEH,)] * 4)
    count_pairs(now=now)
    assert (count_pairs(now=now + timedelta(days=400)), Pairing.objects.count()) == (0, 0)


@pytest.fixture
def pages(settings: LazySettings) -> None:
    stand_alone(settings, "tests.rooms.commerce.urls")


def test_the_pages_of_products_tell_how_fresh_a_stock_is(
    committed_shop: Workspace, now: datetime, pages: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sapa.commerce.views.products.business_now", lambda: now)
    with workspace_scope(committed_shop.pk):
        ordered(now, *[(KOPI, SARINGAN)] * 5, *[(TEH,)] * 4)
        kopi = tell(now - timedelta(hours=3), stock=12)
        count_pairs(now=now)
    budi = browser(committed_shop, Role.OWNER)
    shown = budi.get(reverse("commerce:products"), {"q": "k-"}).content.decode()
    assert "3 jam" in shown
    assert SARINGAN in budi.get(reverse("commerce:product", args=[kopi.public_id])).content.decode()
    assert "T-1" not in budi.get(reverse("commerce:products"), {"kurang": "old_stock"}).content.decode()


def test_a_product_is_changed_on_its_page_by_those_who_may(
    committed_shop: Workspace, now: datetime, pages: None
) -> None:
    with workspace_scope(committed_shop.pk):
        kopi, other = tell(now), tell(now, SARINGAN)
    address = reverse("commerce:product_change", args=[kopi.public_id])
    budi, agent = (
        browser(committed_shop, Role.OWNER),
        browser(committed_shop, Role.AGENT, "ani2@tokosari.test"),
    )
    said = {"lifetime_days": "30", "guide_url": "https://a.example/g", "complement": SARINGAN}
    assert agent.post(address, said).status_code == 403
    assert budi.post(address, said | {"guide_url": "javascript:alert(1)"}).status_code == 422
    assert budi.post(address, said | {"complement": "tidak ada"}).status_code == 422
    assert budi.post(address, said).status_code == 302
    with workspace_scope(committed_shop.pk):
        kopi.refresh_from_db()
    assert (kopi.lifetime_days, kopi.complement_id, kopi.guide_url) == (30, other.pk, "https://a.example/g")


def test_a_long_list_of_products_has_pages(shop: Workspace, now: datetime) -> None:
    for name in ("C", "A", "B", "D"):
        tell(now, name)
    rows = shelf.products(now=now)
    first = shelf.products_after(rows, after=None, limit=2)
    assert [one.name for one in shelf.products_after(rows, after=first[-1], limit=9)] == ["C", "D"]
    assert [one.name for one in first] == ["A", "B"]
