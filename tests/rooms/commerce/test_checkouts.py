"""A basket that is left at the till is told of once, by the clock."""

from datetime import datetime, timedelta

import pytest

from sapa.commerce.models import Checkout
from sapa.commerce.schemas import Heard, OrderTold, Told
from sapa.commerce.services import apply_heard, apply_orders, find_abandoned
from sapa.contacts.services import Person
from sapa.domain.phones import normalise
from sapa.events.models import Event
from tests.rooms.commerce.conftest import order

HOUR = timedelta(hours=1)
SHOP = "shopify-1"
DEWI = Person(phone=normalise("081211112222"), raw_phone="081211112222", name="Dewi")
pytestmark = pytest.mark.usefixtures("shop")


def left(at: datetime, basket: str = "c-1") -> Told:
    return Told(basket, at, status="open", person=DEWI, values={"amount": 250_000, "goods": "1 kain"})


def hear(now: datetime, *told: Told, orders: tuple[OrderTold, ...] = ()) -> None:
    heard = Heard(orders=orders, subjects=[("checkout", one) for one in told])
    apply_heard(heard=[heard], source=SHOP, now=now)


def abandoned() -> list[datetime]:
    return list(Event.objects.filter(name="checkout.abandoned").values_list("at", flat=True))


def test_who_leaves_a_basket_is_told_of_once_after_four_hours(now: datetime) -> None:
    hear(now, left(now))
    assert find_abandoned(now=now + 3 * HOUR) == 0
    assert find_abandoned(now=now + 5 * HOUR) == 1
    hear(now + 6 * HOUR, left(now + 6 * HOUR))
    find_abandoned(now=now + 20 * HOUR)
    assert abandoned() == [now + 4 * HOUR]
    assert Event.objects.get(name="checkout.abandoned").data == {"checkout": Checkout.objects.get().pk}


def test_a_basket_that_is_still_filled_is_not_left(now: datetime) -> None:
    hear(now, left(now), left(now + 3 * HOUR))
    assert find_abandoned(now=now + 5 * HOUR) == 0


@pytest.mark.parametrize("order_first", [True, False])
def test_the_order_with_its_number_ends_a_basket(now: datetime, *, order_first: bool) -> None:
    bought = Told("c-1", now + HOUR, status="completed", order="A-1")
    placed = OrderTold(order("A-1", now + HOUR, "085699990000"))
    if order_first:
        hear(now, bought, orders=(placed,))
    hear(now, left(now))
    if not order_first:
        hear(now, bought, orders=(placed,))
    assert find_abandoned(now=now + 9 * HOUR) == 0
    assert Checkout.objects.get().status == "completed"


def test_any_order_of_the_same_person_ends_a_basket(now: datetime) -> None:
    hear(now, left(now))
    apply_orders(facts=[order("B-7", now + HOUR)], source="csv", now=now)
    assert find_abandoned(now=now + 9 * HOUR) == 0
    row = Checkout.objects.get()
    assert (row.status, row.completed_at) == ("completed", now + HOUR)


def test_an_order_before_the_basket_says_nothing_of_it(now: datetime) -> None:
    apply_orders(facts=[order("B-7", now - HOUR)], source="csv", now=now)
    hear(now, left(now))
    assert find_abandoned(now=now + 9 * HOUR) == 1


def test_every_basket_is_looked_at_however_many_there_are(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sapa.commerce.services.checkouts.BATCH", 2)
    hear(now, *(left(now, f"c-{place}") for place in range(5)))
    assert find_abandoned(now=now + 9 * HOUR) == 5
