"""Files of subscriptions and of products are taken back, without what others have used since."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from sapa.accounts.models import Workspace
from sapa.commerce.importers import outlook
from sapa.commerce.models import ImportRun, Product, Subscription
from sapa.commerce.schemas import Basket, Item, Told
from sapa.commerce.services import apply_baskets, apply_orders, apply_products, apply_subscriptions
from sapa.contacts.models import Contact
from sapa.contacts.services import Person, set_tags
from sapa.domain.phones import normalise
from sapa.events.models import Event, EventKey
from tests.rooms.commerce.conftest import order
from tests.rooms.commerce.test_import_contracts import DEWI, PLANS
from tests.rooms.commerce.test_import_tables import GOODS, KOPI, account, imported
from tests.rooms.commerce.test_undo import undone, undone_as_told

MADE = "L-2,Made,081233334444,Kopi Bulanan,,2026-10-01,batal,\n"
SARINGAN = "K-2,Saringan,20000,,,\n"


def sold(sku: str, now: datetime) -> None:
    apply_orders(facts=[order("Z1", now)], source="csv", now=now)
    apply_baskets(told=[Basket("Z1", (Item(sku, "Kopi", 1),), now)], source="csv", now=now)


def test_subscriptions_go_with_their_customers_and_events_and_may_come_again(
    shop: Workspace, now: datetime
) -> None:
    run = imported(PLANS + DEWI + MADE, "subscriptions", now)
    assert outlook(run) == undone_as_told(run, now)
    assert (ImportRun.objects.get().removed, ImportRun.objects.get().kept) == (4, 0)
    assert not any(model.objects.exists() for model in (Subscription, Contact, EventKey))
    assert not Event.objects.exclude(contact_id=None).exists()
    assert account(imported(PLANS + DEWI + MADE, "subscriptions", now)) == (2, 2, 0, 0, 0)
    assert Event.objects.filter(contact_id__isnull=False).count() == 3


def test_a_subscription_that_was_told_again_stays_with_its_customer(shop: Workspace, now: datetime) -> None:
    run = imported(PLANS + DEWI + MADE, "subscriptions", now)
    later, dewi = now + timedelta(hours=1), Person(phone=normalise("081211112222"))
    told = Told("L-1", later, person=dewi, values={"period_end": now + timedelta(days=60)})
    apply_subscriptions(told=[told], source="csv", now=later)
    assert outlook(run) == undone_as_told(run, now)
    assert [row.external_id for row in Subscription.objects.all()] == ["L-1"]
    assert (Contact.objects.get().name, ImportRun.objects.get().kept) == ("Dewi", 2)


def test_a_tagged_customer_stays_without_the_subscription(shop: Workspace, now: datetime) -> None:
    run = imported(PLANS + DEWI, "subscriptions", now)
    set_tags(contact_id=Contact.objects.get().pk, names=["grosir"], now=now)
    gone = undone(run, now)
    assert (gone.removed, gone.kept, Contact.objects.count()) == (1, 1, 1)
    assert not Subscription.objects.exists()


def test_products_go_with_what_was_named_beside_them(shop: Workspace, now: datetime) -> None:
    apply_products(told=[Told("K-9", now, values={"name": "Teh"})], source="csv", now=now)
    run = imported(GOODS + KOPI + "K-9,Teh,15000,,,\n", "products", now + timedelta(hours=1))
    assert outlook(run) == undone_as_told(run, now)
    assert list(Product.objects.values_list("external_id", "amount")) == [("K-9", 15000)]
    assert (ImportRun.objects.get().removed, ImportRun.objects.get().kept) == (2, 0)


@pytest.mark.parametrize(
    ("use", "staying"),
    [
        (lambda now: sold("K-1", now), ["K-1", "K-2"]),
        (lambda now: sold("K-2", now), ["K-2"]),
        (
            lambda now: apply_products(
                told=[Told("K-2", now, values={"name": "Saringan V60"})],
                source="csv",
                now=now + timedelta(hours=1),
            ),
            ["K-2"],
        ),
    ],
)
def test_a_product_that_was_used_stays_with_what_goes_with_it(
    shop: Workspace, now: datetime, use: Callable[[datetime], object], staying: list[str]
) -> None:
    run = imported(GOODS + KOPI + SARINGAN, "products", now)
    use(now)
    assert outlook(run) == undone_as_told(run, now)
    assert list(Product.objects.order_by("external_id").values_list("external_id", flat=True)) == staying
