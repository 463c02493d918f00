"""Goods come back step by step; what is not possible is refused by its code."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from sapa.accounts.models import AuditEntry
from sapa.commerce.models import Order, Payment, Return
from sapa.commerce.schemas import Basket, Item, Told
from sapa.commerce.selectors.payments import paid_amounts
from sapa.commerce.services import (
    apply_baskets,
    apply_orders,
    apply_payments,
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


def words_only(now: datetime, **said: Any) -> Order:
    """As a file tells it: no lines, and that it arrived, not when."""
    facts = order("F-1", now - 50 * HOUR, status="completed", goods="3 kain batik", quantity=3, **said)
    apply_orders(facts=[facts], source="csv", now=now)
    return Order.objects.get()


def through(sold: Order, pieces: int, now: datetime, **said: Any) -> None:
    row = request_return(order=sold, quantities={None: pieces}, reason="Sobek", now=now)
    move(row, "approved", "received", now=now)
    move_return(public_id=row.public_id, status="refunded", now=now + HOUR, **said)


def test_goods_of_a_file_come_back_by_words_and_all_their_money_ends_the_order(now: datetime) -> None:
    sold = words_only(now, paid_at=now - 49 * HOUR)
    through(sold, 2, now)
    assert (Order.objects.get().status, Payment.objects.count()) == ("completed", 0)
    through(sold, 1, now + HOUR)
    kept, back = Order.objects.get(), Payment.objects.get()
    assert (kept.status, kept.cancelled_at) == ("refunded", now + 2 * HOUR)
    assert (back.status, back.refunded_amount, back.source) == ("refunded", 250_000, "sapa")
    assert Event.objects.filter(name="order.cancelled").count() == 1


def test_money_given_back_by_hand_leaves_the_rest(now: datetime) -> None:
    sold = words_only(now)
    paid = Told("T-1", now - 49 * HOUR, status="paid", order="F-1", values={"amount": 250_000})
    apply_payments(told=[paid], source="midtrans-1", now=now)
    through(sold, 1, now, amount=80_000)
    assert paid_amounts([sold.pk]) == {sold.pk: 170_000}
    assert Order.objects.get().status == "completed"
    through(sold, 2, now + HOUR, amount=170_000)
    assert (paid_amounts([sold.pk]), Order.objects.get().status) == ({sold.pk: 0}, "refunded")


def test_no_more_goes_back_than_was_paid(now: datetime) -> None:
    sold = words_only(now, paid_at=now)
    with pytest.raises(Refused, match="return_amount"):
        through(sold, 1, now, amount=250_001)


def test_what_the_gateway_sends_back_is_not_sent_twice(now: datetime) -> None:
    sold = words_only(now)
    paid = Told("T-1", now - 49 * HOUR, status="paid", order="F-1", values={"amount": 250_000})
    back = Told("T-1", now, status="refunded", order="F-1", values={"amount": 250_000})
    row = request_return(order=sold, quantities={None: 3}, reason="Sobek", now=now)
    move(row, "approved", "received", now=now)
    apply_payments(told=[paid, back], source="midtrans-1", now=now)
    move(row, "refunded", now=now)
    assert Payment.objects.count() == 1
