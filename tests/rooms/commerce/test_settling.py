"""Money that comes in parts and goes back: the order says what is left, in whatever order it was told."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any, cast

import pytest

from sapa.commerce.models import Order, Payment, Shipment
from sapa.commerce.schemas import Heard, OrderTold, Told
from sapa.commerce.selectors.payments import paid_amounts
from sapa.commerce.services import apply_heard, apply_payments, apply_told_orders, happenings, link_waiting
from sapa.contacts.models import ContactState
from sapa.domain.orders import Money
from sapa.events.models import Event, EventKey
from sapa.events.schemas import TooEarly
from tests.rooms.commerce.conftest import order

HOUR = timedelta(hours=1)
SHOP, GATEWAY = "woocommerce-1", "xendit-2"
pytestmark = pytest.mark.usefixtures("shop")


def pay(at: datetime, amount: int, attempt: str = "T-1", status: str = "paid", **values: Any) -> Told:
    return Told(attempt, at, status=status, order="1001", values={"amount": amount, **values})


def back(at: datetime, amount: int, number: str, attempt: str = "T-1") -> Told:
    """One refund by its own number, as a gateway that never names the sum tells it."""
    return pay(at, amount, attempt, "refunded", refunds={number: (amount, at)})


def sold(at: datetime, status: str = "awaiting_payment", number: str = "gid-1", **said: Any) -> OrderTold:
    """What a shop that names the whole standing says `at`."""
    facts = replace(order(number, said.pop("placed_at", at), status=status, **said), number="1001")
    return OrderTold(facts, at, stands=True)


def tell(now: datetime, *told: Told | OrderTold) -> None:
    for one in told:
        if isinstance(one, Told):
            apply_payments(told=[one], source=GATEWAY, now=now)
        else:
            apply_told_orders(told=[one], source=SHOP, now=now)


def afresh() -> None:
    Payment.objects.all().delete()
    Order.objects.all().delete()


@pytest.mark.parametrize(
    ("moves", "expected", "paid_at", "held"),
    [
        ([(1, 100_000, "T-1", "")], "awaiting_payment", None, 100_000),
        ([(1, 100_000, "T-1", ""), (2, 150_000, "T-2", "")], "paid", 2, 250_000),
        ([(1, 250_000, "T-1", ""), (2, 250_000, "T-2", "")], "paid", 1, 500_000),
        ([(1, 250_000, "T-1", ""), (2, 50_000, "T-1", "R-1"), (3, 60_000, "T-1", "R-2")], "paid", 1, 140_000),
        ([(1, 250_000, "T-1", ""), (2, 50_000, "T-1", "R-1"), (3, 200_000, "T-1", "R-2")], "refunded", 1, 0),
        ([(1, 250_000, "T-1", ""), (2, 250_000, "T-2", ""), (3, 250_000, "T-1", "R-1")], "paid", 1, 250_000),
        ([(1, 100_000, "T-1", ""), (2, 100_000, "T-1", "R-1")], "awaiting_payment", None, 0),
    ],
)
def test_parts_add_up_and_refunds_are_taken_off_however_they_are_told(
    now: datetime, moves: list[tuple[int, int, str, str]], expected: str, paid_at: int | None, held: int
) -> None:
    told: list[Told | OrderTold] = [
        back(now + hours * HOUR, amount, refund, attempt)
        if refund
        else pay(now + hours * HOUR, amount, attempt)
        for hours, amount, attempt, refund in moves
    ]
    ends = set()
    for several in permutations([*told, sold(now)]):
        afresh()
        tell(now + 9 * HOUR, *several, *several)
        row = Order.objects.get()
        ends.add((row.status, row.paid_at, paid_amounts([row.pk]).get(row.pk, 0)))
    assert ends == {(expected, paid_at and now + paid_at * HOUR, held)}


def test_a_refund_leaves_what_was_paid(now: datetime) -> None:
    tell(now, sold(now), pay(now, 250_000), back(now + HOUR, 100_000, "R-1"))
    payment = Payment.objects.get()
    assert (payment.status, payment.amount, payment.refunded_amount) == ("paid", 250_000, 100_000)


def test_a_gateway_that_names_only_the_sum_of_refunds_is_believed(now: datetime) -> None:
    whole = Told("T-1", now + HOUR, status="refunded", order="1001", values={"amount": 250_000})
    tell(now, sold(now), pay(now, 250_000), whole)
    row = Order.objects.get()
    assert (row.status, row.cancelled_at) == ("refunded", now + HOUR)
    assert Payment.objects.get().amount == 250_000


def test_a_payment_that_is_voided_takes_the_order_with_it_until_another_one_comes(now: datetime) -> None:
    tell(now, sold(now), pay(now, 250_000), pay(now + HOUR, 250_000, status="cancelled"))
    assert Order.objects.get().status == "cancelled"
    tell(now, pay(now + 2 * HOUR, 250_000, "T-2"))
    row = Order.objects.get()
    assert (row.status, row.cancelled_at) == ("paid", None)


@pytest.mark.parametrize("shop_first", [True, False])
@pytest.mark.parametrize(
    ("end", "paid", "also"),
    [
        ("cancelled", False, "cancelled"),
        ("cancelled", False, "expired"),
        ("expired", False, "expired"),
        ("cancelled", True, "refunded"),
    ],
)
def test_an_end_that_the_shop_tells_stays_where_a_payment_ends_at_the_same_second(
    now: datetime, end: str, paid: bool, also: str, shop_first: bool
) -> None:
    at = now + 2 * HOUR
    over = OrderTold(
        replace(order("gid-1", now, status=end, cancelled_at=at, payment_deadline=None), number="1001"), at
    )
    told = [over, back(at, 50_000, "R-1") if also == "refunded" else pay(at, 250_000, status=also)]
    tell(now, OrderTold(replace(over.facts, status="placed", cancelled_at=None), now))
    tell(at, *([pay(now, 250_000)] if paid else []), *(told if shop_first else reversed(told)))
    row = Order.objects.get()
    assert (row.status, row.cancelled_at) == (end, at)


def test_money_that_failed_after_all_is_not_counted(now: datetime) -> None:
    tell(now, sold(now), pay(now, 250_000), pay(now + HOUR, 250_000, status="failed"))
    row = Order.objects.get()
    assert (row.status, paid_amounts([row.pk])) == ("paid", {row.pk: 0})


def test_a_shop_that_says_paid_is_believed(now: datetime) -> None:
    tell(now, sold(now), pay(now, 100_000), sold(now + HOUR, "paid", paid_at=now + HOUR))
    assert Order.objects.get().status == "paid"


def test_other_money_than_the_order_asks_for_counts_as_the_whole(now: datetime) -> None:
    tell(now, sold(now, total=Money(250_000)), pay(now, 20, currency="USD"))
    assert Order.objects.get().status == "paid"


@pytest.mark.parametrize("seed", range(6))
def test_an_order_that_the_shop_restored_comes_back_whichever_is_heard_first(
    now: datetime, seed: int
) -> None:
    said = [
        sold(now),
        sold(now + HOUR, "cancelled", placed_at=now, cancelled_at=now + HOUR),
        sold(now + 2 * HOUR, "processing", placed_at=now, paid_at=now + 2 * HOUR),
    ]
    tell(now + 3 * HOUR, *list(permutations(said))[seed], *said)
    row = Order.objects.get()
    assert (row.status, row.cancelled_at) == ("processing", None)


def test_an_order_that_is_cancelled_again_is_told_again(now: datetime) -> None:
    for hours in (1, 3):
        end = now + hours * HOUR
        tell(now + 9 * HOUR, sold(end, "cancelled", placed_at=now, cancelled_at=end))
        tell(now + 9 * HOUR, sold(end + HOUR, "processing", placed_at=now, paid_at=end + HOUR))
    assert Event.objects.filter(name="order.cancelled").count() == 2


@pytest.mark.parametrize("end", ["failed", "expired"])
def test_a_paid_order_that_its_shop_calls_failed_later_is_over(now: datetime, end: str) -> None:
    told = [
        sold(now, "processing", paid_at=now),
        sold(now + HOUR, end, placed_at=now, cancelled_at=now + HOUR),
    ]
    for several in (told, told[::-1]):
        afresh()
        tell(now + 2 * HOUR, *several)
        row = Order.objects.get()
        assert (row.status, row.cancelled_at) == (end, now + HOUR)


def test_expiry_and_cancellation_are_two_ends(now: datetime) -> None:
    tell(now, sold(now - 3 * HOUR, payment_deadline=now - HOUR), pay(now, 0, status="expired"))
    tell(now, pay(now + HOUR, 250_000, "T-2"))
    tell(now + 3 * HOUR, sold(now + 2 * HOUR, "cancelled", placed_at=now, cancelled_at=now + 2 * HOUR))
    ends = EventKey.objects.filter(event__name="order.cancelled").values_list("key", flat=True)
    assert sorted(key.rpartition(":")[2] for key in ends) == ["cancelled", "expired"]


def test_an_expired_attempt_leaves_an_order_of_which_a_part_is_paid(now: datetime) -> None:
    tell(now, sold(now - 3 * HOUR, payment_deadline=now - HOUR), pay(now - 2 * HOUR, 100_000))
    tell(now, pay(now, 150_000, "T-2", "expired"))
    assert Order.objects.get().status == "awaiting_payment"


def test_of_two_orders_with_one_number_the_newest_open_one_is_paid(now: datetime) -> None:
    tell(now, sold(now - 2 * HOUR, number="gid-1"), sold(now - HOUR, number="gid-2"))
    tell(now, sold(now, "cancelled", number="gid-3", cancelled_at=now), pay(now, 250_000))
    assert dict(Order.objects.values_list("external_id", "status")) == {
        "gid-1": "awaiting_payment",
        "gid-2": "paid",
        "gid-3": "cancelled",
    }


def test_no_payment_that_waits_is_forgotten_however_many_wait(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sapa.commerce.services.payments.BATCH", 2)
    tell(now, *(replace(pay(now, 1, f"T-{place}"), order=f"other-{place}") for place in range(5)))
    tell(now, pay(now - HOUR, 250_000, "T-9"), sold(now))
    Order.objects.update(status="awaiting_payment", paid_at=None)
    Payment.objects.update(order=None, contact_id=None)
    assert link_waiting(now=now) == 1
    assert Order.objects.get().status == "paid"


def test_cash_to_the_courier_of_a_marketplace_is_paid_on_arrival(now: datetime) -> None:
    def push(status: str, hours: int, **said: Any) -> OrderTold:
        at = now + hours * HOUR
        return OrderTold(order("T-9", at, status=status, payment_type="COD", **said), at, partial=True)

    for told in (push("paid", 0, paid_at=now), push("shipped", 1, shipped_at=now + HOUR)):
        apply_told_orders(told=[told], source="tiktokshop-3", now=now)
        assert Order.objects.get().paid_at is None
    arrived = now + 5 * HOUR
    apply_told_orders(told=[push("delivered", 5, delivered_at=arrived)], source="tiktokshop-3", now=now)
    assert Order.objects.get().paid_at == arrived


def of_courier(now: datetime, hours: int, status: str = "", **said: Any) -> OrderTold | Told:
    at = now + hours * HOUR
    if not status:
        values = {"tracking_number": "JP1"}
        return Told("P-1", at, status="delivered", order="T-9", values=values)
    return OrderTold(order("T-9", at, status=status, **said), at, partial=True)


def test_cash_on_arrival_ends_alike_whenever_it_is_told_to_be_so(now: datetime) -> None:
    life = (
        of_courier(now, 0, "paid", paid_at=now),
        of_courier(now, 1, "processing", payment_type="cod", paid_at=now + HOUR),
        of_courier(now, 2, "shipped", shipped_at=now + 2 * HOUR),
        of_courier(now, 5),
    )
    ends = set()
    for several in permutations(life):
        for model in (Shipment, Order, ContactState):
            model.objects.all().delete()
        for one in [*several, *several]:
            heard = Heard([one]) if isinstance(one, OrderTold) else Heard(subjects=[("shipment", one)])
            with suppress(TooEarly):
                apply_heard(heard=[heard], source="tiktokshop-3", now=now + 6 * HOUR)
        sold, counted = Order.objects.get(), ContactState.objects.get()
        ends.add((sold.status, sold.paid_at, sold.delivered_at, counted.paid_orders))
    assert ends == {("delivered", now + 5 * HOUR, now + 5 * HOUR, 1)}


def test_an_order_called_paid_is_not_once_the_courier_is_known_to_be_paid(now: datetime) -> None:
    for one in (
        of_courier(now, 0, "paid", paid_at=now),
        of_courier(now, 1, "processing", payment_type="cod", paid_at=now + HOUR),
    ):
        apply_heard(heard=[Heard([cast(OrderTold, one)])], source="tiktokshop-3", now=now)
    assert (Order.objects.get().paid_at, ContactState.objects.get().paid_orders) == (None, 0)


def test_a_part_of_unknown_size_that_went_back_is_not_all_of_it(now: datetime) -> None:
    part = Told("T-1", now + HOUR, status="refunded", order="1001", values={"refunds": {}, "is_part": True})
    told: list[Told | OrderTold] = [sold(now), pay(now, 250_000), part]
    for several in permutations(told):
        afresh()
        tell(now + 2 * HOUR, *several)
        assert (Order.objects.get().status, Payment.objects.get().status) == ("paid", "paid")


def test_each_refund_of_a_payment_is_told_under_a_key_of_its_own(now: datetime) -> None:
    told = [back(now, 50_000, "R-1"), back(now + HOUR, 60_000, "R-2")]
    keys = [happenings(Heard(subjects=[("payment", one)]), "xendit")[0].key for one in [*told, *told]]
    assert set(keys) == {"xendit:refund:R-1:refunded", "xendit:refund:R-2:refunded"}


def test_a_payment_that_is_told_with_its_order_belongs_to_it_whatever_another_shop_calls_so(
    now: datetime,
) -> None:
    for source in ("shopify-1", "api"):
        apply_told_orders(told=[OrderTold(order("1001", now), now)], source=source, now=now)
    apply_payments(told=[pay(now, 250_000)], source="api", now=now)
    assert dict(Order.objects.values_list("source", "status")) == {
        "shopify-1": "awaiting_payment",
        "api": "paid",
    }


def test_an_order_that_expires_again_after_a_new_attempt_is_told_again_and_only_once(now: datetime) -> None:
    again = pay(now + 2 * HOUR, 250_000, "T-2", "expired")
    told: list[Told | OrderTold] = [
        sold(now - 3 * HOUR, payment_deadline=now - HOUR),
        pay(now, 250_000, status="expired"),
        pay(now + HOUR, 250_000, "T-2", "pending"),
        again,
    ]
    tell(now + 3 * HOUR, *told, *told, *reversed(told))
    ends = Event.objects.filter(name="order.cancelled").order_by("at").values_list("at", flat=True)
    assert list(ends) == [now, again.at]


@pytest.mark.parametrize("seed", range(6))
def test_no_end_of_an_order_is_told_twice_however_its_attempts_are_heard(now: datetime, seed: int) -> None:
    tell(now, sold(now - 3 * HOUR, payment_deadline=now - HOUR))
    attempts = [
        pay(now, 250_000, status="expired"),
        pay(now - HOUR / 2, 250_000, "T-2", "pending"),
        pay(now + 2 * HOUR, 250_000, "T-2", "expired"),
    ]
    several = list(permutations(attempts))[seed]
    tell(now + 3 * HOUR, *several, *several, *attempts)
    ends = list(Event.objects.filter(name="order.cancelled").values_list("at", flat=True))
    assert now + 2 * HOUR in ends or now in ends
    assert len(ends) == len(set(ends))
