"""Shop and courier tell of one parcel under numbers of their own: it leaves and arrives once."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from sapa.commerce.api.telling import tell as tell_over_api
from sapa.commerce.models import Order, Shipment
from sapa.commerce.schemas import Heard, Told
from sapa.commerce.services import apply_orders, apply_shipments
from sapa.commerce.services.hearing import apply_heard
from sapa.events.models import Event
from sapa.web.errors import Refused
from tests.rooms.commerce.conftest import order

HOUR = timedelta(hours=1)
SHOP, COURIER = "shopify-1", "biteship-2"
pytestmark = pytest.mark.usefixtures("shop")
Said = tuple[str, str, int, str, str]


def sell(now: datetime, number: str) -> None:
    facts = replace(order(f"gid-{number}", now - 60 * HOUR), number=number)
    apply_orders(facts=[facts], source=SHOP, now=now)


def tell(now: datetime, number: str, said: Said) -> None:
    source, status, hours_ago, tracking, own = said
    told = Told(
        f"{own}-{number}",
        now - hours_ago * HOUR,
        status=status,
        order=number if source == COURIER else f"gid-{number}",
        values={"tracking_number": tracking and f"{tracking}-{number}"},
    )
    apply_heard(heard=[Heard(subjects=[("shipment", told)])], source=source, now=now)


def test_a_parcel_whose_tracking_number_comes_late_leaves_and_arrives_once(now: datetime) -> None:
    told: list[Said] = [
        (COURIER, "confirmed", 41, "", "B"),
        (SHOP, "picked_up", 40, "JNE1", "F"),
        (COURIER, "delivered", 20, "JNE1", "B"),
        (SHOP, "delivered", 19, "JNE1", "F"),
    ]
    for number, several in enumerate(permutations(told), 1001):
        sell(now, str(number))
        for said in [*several, *several]:
            tell(now, str(number), said)
        sold = Order.objects.get(number=str(number))
        names = sorted(Event.objects.filter(order_id=sold.pk).values_list("name", flat=True))
        assert (sold.status, names) == (
            "delivered",
            ["order.placed", "shipment.delivered", "shipment.shipped"],
        )


def test_an_order_waits_for_the_parcel_that_has_another_number(now: datetime) -> None:
    sell(now, "1001")
    tell(now, "1001", (SHOP, "picked_up", 40, "JNE1", "F"))
    tell(now, "1001", (COURIER, "delivered", 20, "JNE2", "B"))
    assert (Order.objects.get().status, Shipment.objects.count()) == ("shipped", 2)


@pytest.mark.parametrize(
    ("named", "is_same"),
    [
        ({"order": {"id": "A-1"}}, True),
        ({"customer": {"phone": "0812-1111-2222"}}, True),
        ({"customer": {"phone": "081399998888"}}, False),
        ({"order": {"id": "B-7"}}, False),
        ({}, False),
    ],
)
def test_a_parcel_of_another_sender_is_told_only_by_who_names_its_order_or_customer(
    now: datetime, named: dict[str, Any], is_same: bool
) -> None:
    apply_orders(facts=[order("A-1", now)], source="shopify-1", now=now)
    told = Told("S-1", now, status="in_transit", order="A-1", values={"tracking_number": "JP1"})
    apply_shipments(told=[told], source="shopify-1", now=now)
    apply_orders(facts=[order("B-7", now, "081399998888")], source="api", now=now)
    entry = {"shipment": {"id": "X-1", "status": "delivered", "tracking_number": "JP1"}, "order": {}, **named}
    with nullcontext() if is_same else pytest.raises(Refused, match="shipment_elsewhere"):
        tell_over_api(entry, now=now)
    assert Shipment.objects.get().status == ("delivered" if is_same else "in_transit")
