"""A gateway knows a number and no shop: the payment finds its order, in whatever order the two are told."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from sapa.accounts.models import Workspace
from sapa.commerce.models import Order, Payment
from sapa.commerce.schemas import Told
from sapa.commerce.services import apply_orders, apply_payments, link_waiting
from sapa.events.models import Event
from tests.rooms.commerce.conftest import order

HOUR = timedelta(hours=1)
SHOP, GATEWAY = "shopify-1", "midtrans-2"
pytestmark = pytest.mark.usefixtures("shop")


def paid(
    now: datetime, number: str = "1001", status: str = "paid", attempt: str = "T-1", **values: Any
) -> Told:
    return Told(attempt, now, status=status, order=number, values={"amount": 250_000, **values})


def tell(now: datetime, *told: Told) -> None:
    apply_payments(told=told, source=GATEWAY, now=now)


def sell(now: datetime, **said: Any) -> None:
    facts = replace(order("gid-1", now - HOUR, **said), number="1001")
    apply_orders(facts=[facts], source=SHOP, now=now)


def names() -> list[str]:
    return sorted(Event.objects.values_list("name", flat=True))


@pytest.mark.parametrize("number", ["1001", "gid-1"])
def test_a_payment_makes_the_order_of_any_shop_paid(now: datetime, number: str) -> None:
    sell(now)
    tell(now, paid(now, number))
    sold, payment = Order.objects.get(), Payment.objects.get()
    assert (sold.status, sold.paid_at) == ("paid", now)
    assert (payment.order_id, payment.contact_id) == (sold.pk, sold.contact_id)
    assert names() == ["order.placed", "payment.received"]


def test_a_payment_that_is_told_first_waits_for_its_order(now: datetime) -> None:
    tell(now, paid(now))
    assert Payment.objects.get().contact_id is None
    sell(now)
    assert Order.objects.get().status == "paid"
    assert Payment.objects.get().order_id == Order.objects.get().pk
    assert names() == ["order.placed", "payment.received"]


def test_who_says_paid_second_is_not_heard_twice(now: datetime) -> None:
    sell(now)
    tell(now, paid(now))
    sell(now, status="paid", paid_at=now + HOUR)
    assert names() == ["order.placed", "payment.received"]


def test_a_number_that_two_orders_go_by_is_nobodys(now: datetime) -> None:
    sell(now)
    apply_orders(facts=[order("1001", now)], source="shopify-9", now=now)
    tell(now, paid(now))
    assert Payment.objects.get().order_id is None
    assert set(Order.objects.values_list("status", flat=True)) == {"awaiting_payment"}


def test_settlement_may_come_before_pending_and_a_failed_attempt_beside_it(now: datetime) -> None:
    told = [
        paid(now - HOUR, status="pending"),
        paid(now),
        paid(now - 2 * HOUR, status="expired", attempt="T-0"),
        paid(now + HOUR, status="failed", attempt="T-2"),
    ]
    states = set()
    for seed in range(6):
        Payment.objects.all().delete()
        Order.objects.all().delete()
        random.Random(seed).shuffle(told)
        for one in [*told, *told]:
            tell(now, one)
        sell(now)
        states.add(
            (Order.objects.get().status, *Payment.objects.order_by("external_id").values_list("status"))
        )
    assert states == {("paid", ("expired",), ("paid",), ("failed",))}


@pytest.mark.parametrize(
    ("said", "attempts", "expected"),
    [
        ({}, ["expired"], "expired"),
        ({}, ["cancelled"], "expired"),
        ({}, ["failed"], "awaiting_payment"),
        ({}, ["expired", "pending"], "awaiting_payment"),
        ({}, ["expired", "challenged"], "awaiting_payment"),
        ({"payment_deadline": None}, ["expired"], "awaiting_payment"),
        ({"payment_type": "COD"}, ["expired"], "awaiting_payment"),
        ({"status": "processing"}, ["expired"], "processing"),
    ],
)
def test_an_order_ends_with_its_last_attempt_only_after_its_own_deadline(
    now: datetime, said: dict[str, Any], attempts: list[str], expected: str
) -> None:
    sell(now, **{"payment_deadline": now - HOUR} | said)
    tell(now, *(paid(now, status=status, attempt=f"T-{place}") for place, status in enumerate(attempts)))
    assert Order.objects.get().status == expected


def test_an_attempt_that_ends_before_the_deadline_leaves_other_ways(now: datetime) -> None:
    sell(now, payment_deadline=now + HOUR)
    tell(now, paid(now, status="expired"))
    assert Order.objects.get().status == "awaiting_payment"
    assert names() == ["order.placed"]


@pytest.mark.parametrize("who", ["gateway", "shop"])
def test_a_late_payment_revives_an_order_that_expired(now: datetime, who: str) -> None:
    sell(now, payment_deadline=now - HOUR)
    tell(now, paid(now, status="expired"))
    if who == "gateway":
        tell(now, paid(now + HOUR, attempt="T-2"))
    else:
        sell(now, status="paid", paid_at=now + HOUR)
    sell(now, status="expired", cancelled_at=now)
    sold = Order.objects.get()
    assert (sold.status, sold.cancelled_at) == ("paid", None)


def test_a_payment_that_missed_its_order_is_linked_later(shop: Workspace, now: datetime) -> None:
    tell(now, paid(now))
    sell(now)
    Order.objects.update(status="awaiting_payment", paid_at=None)
    Payment.objects.update(order=None, contact_id=None)
    assert link_waiting(now=now) == 1
    assert Order.objects.get().status == "paid"
    assert link_waiting(now=now) == 0


def deal(now: datetime, kind: str, at: datetime, **said: Any) -> None:
    """One statement of the shop or of the gateway, two and a half days after the order was placed."""
    if kind == "shop":
        facts = replace(
            order("gid-1", now - 60 * HOUR, payment_deadline=now - 36 * HOUR, **said), number="1001"
        )
        apply_orders(facts=[facts], source=SHOP, now=now, said_at=[at])
    else:
        tell(now, paid(at, status=kind, **said))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([("paid", 50, {}), ("paid", 30, {})], ("paid", 50, None)),
        ([("paid", 50, {}), ("paid", 40, {"attempt": "T-2"})], ("paid", 50, None)),
        ([("paid", 40, {}), ("shop", 50, {"status": "paid", "hours": 50})], ("paid", 50, None)),
        ([("paid", 50, {}), ("shop", 40, {"status": "paid", "hours": 40})], ("paid", 50, None)),
        ([("cancelled", 30, {}), ("paid", 20, {"attempt": "T-2"})], ("paid", 20, None)),
        ([("expired", 30, {}), ("pending", 20, {"attempt": "T-2"})], ("awaiting_payment", None, None)),
        ([("expired", 30, {}), ("expired", 20, {"attempt": "T-2"})], ("expired", None, 20)),
    ],
)
def test_an_order_ends_alike_however_shop_and_gateway_are_mixed(
    now: datetime, told: list[tuple[str, int, dict[str, Any]]], expected: tuple[str, int | None, int | None]
) -> None:
    ends = set()
    for several in permutations([("shop", 60, {}), *told]):
        Payment.objects.all().delete()
        Order.objects.all().delete()
        for kind, hours, said in [*several, *several]:
            own = {name: value for name, value in said.items() if name != "hours"}
            times = {"paid_at": now - said["hours"] * HOUR} if "hours" in said else {}
            deal(now, kind, now - hours * HOUR, **own, **times)
        ends.add(Order.objects.values_list("status", "paid_at", "cancelled_at").get())
    status, *hours_ago = expected
    assert ends == {(status, *(hours and now - hours * HOUR for hours in hours_ago))}


def test_a_capture_that_is_cancelled_counts_as_cancelled_whichever_is_told_first(now: datetime) -> None:
    for told in (["paid", "cancelled"], ["cancelled", "paid"]):
        Payment.objects.all().delete()
        tell(now, *(paid(now, status=status) for status in told))
        assert Payment.objects.get().status == "cancelled"
