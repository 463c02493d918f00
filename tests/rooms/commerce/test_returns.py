"""Goods come back step by step; what is not possible is refused by its code."""

from datetime import datetime, timedelta

import pytest

from sapa.accounts.models import AuditEntry
from sapa.commerce.models import Order, Return
from sapa.commerce.schemas import Basket, Item, Told
from sapa.commerce.services import (
    apply_baskets,
    apply_orders,
    apply_returns,
    move_return,
    request_return,
    returnable,
)
from sapa.events.models import Event
from sapa.web.errors import Refused
from tests.rooms.commerce.conftest import order

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("shop")


@pytest.fixture
def sold(now: datetime) -> Order:
    facts = order("A-1", now - 50 * HOUR, status="delivered", shipped_at=now - 40 * HOUR, delivered_at=now)
    apply_orders(facts=[facts], source="generic-1", now=now)
    items = [Item("K-1", "Kain batik", 2), Item("S-1", "Selendang", 1)]
    apply_baskets(told=[Basket("A-1", items, now)], source="generic-1", now=now)
    return Order.objects.get()


def asked(sold: Order, now: datetime, pieces: int = 1) -> Return:
    product = returnable(sold)[0].product
    return request_return(order=sold, quantities={product: pieces}, reason="Ukuran salah", now=now)


def move(row: Return, *statuses: str, now: datetime) -> None:
    for status in statuses:
        move_return(public_id=row.public_id, status=status, words="Sudah dicek", now=now)


def names() -> list[str]:
    return [name for name in Event.objects.order_by("pk").values_list("name", flat=True) if "return" in name]


@pytest.mark.parametrize("end", ["refunded", "replaced"])
def test_a_return_goes_its_way_and_each_step_is_told_once(sold: Order, now: datetime, end: str) -> None:
    row = asked(sold, now)
    move(row, "approved", "received", end, now=now + HOUR)
    assert names() == [f"return.{status}" for status in ("requested", "approved", "received", end)]
    kept = Return.objects.get()
    assert (kept.number, kept.status, kept.goods[0]["name"], kept.step) == (
        "A-1-R1",
        end,
        "Kain batik",
        "Sudah dicek",
    )
    assert kept.expected_at is not None
    assert sorted(AuditEntry.objects.values_list("action", flat=True)) == sorted(names())


@pytest.mark.parametrize(
    ("taken", "wanted"),
    [
        ([], "received"),
        ([], "refunded"),
        (["approved"], "approved"),
        (["approved"], "refunded"),
        (["rejected"], "approved"),
        (["approved", "received", "replaced"], "refunded"),
        ([], "lost"),
    ],
)
def test_a_step_that_is_not_next_is_refused(
    sold: Order, now: datetime, taken: list[str], wanted: str
) -> None:
    row = asked(sold, now)
    move(row, *taken, now=now)
    with pytest.raises(Refused, match="return_step"):
        move_return(public_id=row.public_id, status=wanted, words="-", now=now)


def test_a_refusal_says_why(sold: Order, now: datetime) -> None:
    row = asked(sold, now)
    with pytest.raises(Refused, match="return_reason"):
        move_return(public_id=row.public_id, status="rejected", now=now)
    move(row, "rejected", now=now)
    assert Return.objects.get().answer == "Sudah dicek"


def test_no_more_comes_back_than_was_bought(sold: Order, now: datetime) -> None:
    first = asked(sold, now)
    with pytest.raises(Refused, match="return_goods"):
        asked(sold, now, 2)
    move(first, "rejected", now=now)
    assert asked(sold, now, 2).number == "A-1-R2"
    assert [one.name for one in returnable(sold)] == ["Selendang"]


@pytest.mark.parametrize("quantities", [{}, {None: 1}, {987654: 1}])
def test_only_goods_of_the_order_come_back(
    sold: Order, now: datetime, quantities: dict[int | None, int]
) -> None:
    with pytest.raises(Refused, match="return_goods"):
        request_return(order=sold, quantities=quantities, reason="Rusak", now=now)


def test_an_order_that_names_its_goods_in_words_comes_back_too(now: datetime) -> None:
    facts = order("B-1", now, status="shipped", shipped_at=now, goods="2 mukena", quantity=2)
    apply_orders(facts=[facts], source="csv", now=now)
    row = request_return(order=Order.objects.get(), quantities={None: 2}, reason="Rusak", now=now)
    assert row.goods == [{"product": None, "name": "2 mukena", "quantity": 2}]


@pytest.mark.parametrize("said", [{}, {"status": "cancelled"}, {"status": "paid"}])
def test_what_has_not_left_is_not_sent_back(now: datetime, said: dict[str, str]) -> None:
    apply_orders(facts=[order("B-1", now, **said)], source="csv", now=now)
    with pytest.raises(Refused, match="return_not_sent"):
        request_return(order=Order.objects.get(), quantities={None: 1}, reason="Rusak", now=now)


def test_a_return_of_a_shop_is_decided_there(sold: Order, now: datetime) -> None:
    told = Told("R-9", now, status="requested", order="A-1", values={"number": "9"})
    (row,) = apply_returns(told=[told], source="generic-1", now=now)
    with pytest.raises(Refused, match="return_elsewhere"):
        move_return(public_id=row.public_id, status="approved", now=now)
