"""What customers change themselves: an order without money in it, a wish kept with the order, a plan that ends."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from sapa.accounts.models import Workspace
from sapa.base.permissions import Role
from sapa.commerce.models import Order, OrderChange, Subscription
from sapa.commerce.schemas import Told
from sapa.commerce.services import (
    apply_orders,
    apply_subscriptions,
    cancel_by_customer,
    change_subscription,
    keep_change_request,
)
from sapa.contacts.models import Contact
from sapa.contacts.services import Person
from sapa.events.models import Event
from sapa.web.errors import Refused
from tests.rooms.commerce.conftest import order
from tests.rooms.pages import browser, stand_alone

DAY = timedelta(days=1)
DEWI = Person(name="Dewi", external=("csv", "D-1"))
pytestmark = pytest.mark.usefixtures("shop")


def ordered(now: datetime, number: str = "A-1", **more: Any) -> Order:
    apply_orders(facts=[order(number, now - DAY, **more)], source="csv", now=now)
    return Order.objects.get(number=number)


def test_an_unpaid_order_is_cancelled_once(now: datetime) -> None:
    mine = ordered(now, status="awaiting_payment")
    assert cancel_by_customer(order_id=mine.pk, contact_id=mine.contact_id, now=now).status == "cancelled"
    assert Event.objects.filter(name="order.cancelled", order_id=mine.pk).count() == 1
    with pytest.raises(Refused):
        cancel_by_customer(order_id=mine.pk, contact_id=mine.contact_id, now=now)


def test_a_paid_order_is_not_cancelled_by_its_customer(now: datetime) -> None:
    mine = ordered(now, status="paid", paid_at=now)
    with pytest.raises(Refused):
        cancel_by_customer(order_id=mine.pk, contact_id=mine.contact_id, now=now)
    assert Order.objects.get().status == "paid"


def test_nobody_changes_the_order_of_somebody_else(now: datetime) -> None:
    mine, made = ordered(now, status="awaiting_payment"), Contact.objects.create(name="Made", created_at=now)
    with pytest.raises(Refused):
        cancel_by_customer(order_id=mine.pk, contact_id=made.pk, now=now)
    with pytest.raises(Refused):
        keep_change_request(order_id=mine.pk, contact_id=made.pk, what="address", values={}, now=now)
    assert (Order.objects.get().status, OrderChange.objects.count()) == ("awaiting_payment", 0)


def test_a_wish_is_kept_once_for_each_message_until_the_order_leaves(now: datetime) -> None:
    mine = ordered(now, status="paid", paid_at=now)
    wish = {"order_id": mine.pk, "contact_id": mine.contact_id, "what": "address", "now": now}
    for _again in range(2):
        keep_change_request(**wish, values={"new_address": "Jl. Kenanga 5"}, message_id=7)  # type: ignore[arg-type]
    assert OrderChange.objects.get().values == {"new_address": "Jl. Kenanga 5"}
    Order.objects.update(shipped_at=now, status="shipped")
    with pytest.raises(Refused):
        keep_change_request(**wish, values={}, message_id=8)  # type: ignore[arg-type]


def test_a_plan_ends_or_is_not_prolonged(now: datetime) -> None:
    told = Told("S-1", now, status="active", values={"plan": "Kotak", "auto_renew": True}, person=DEWI)
    [plan] = apply_subscriptions(told=[told], source="csv", now=now)
    mine = {"subscription_id": plan.pk, "contact_id": plan.contact_id, "now": now}
    change_subscription(**mine, action="disable_autorenew")  # type: ignore[arg-type]
    assert Subscription.objects.values_list("status", "auto_renew").get() == ("active", False)
    change_subscription(**mine, action="cancel")  # type: ignore[arg-type]
    assert Event.objects.filter(name="subscription.cancelled").count() == 1
    with pytest.raises(Refused):
        change_subscription(**mine, action="cancel")  # type: ignore[arg-type]


def test_a_wish_stands_on_the_page_of_its_order(
    shop: Workspace, now: datetime, settings: LazySettings
) -> None:
    stand_alone(settings, "tests.rooms.commerce.urls")
    mine = ordered(now, status="paid", paid_at=now)
    wish = {"new_address": "Jl. Kenanga 5, Malang"}
    keep_change_request(order_id=mine.pk, contact_id=mine.contact_id, what="address", values=wish, now=now)
    page = browser(shop, Role.AGENT).get(f"/pesanan/{mine.public_id}/").content.decode()
    assert "Jl. Kenanga 5, Malang" in page
