"""What was paid for an order and what went back, as sums over time."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from sapa.domain.orders import Movement, OrderFacts, balance, cash_on_arrival, events_of, paid_since

MONDAY = datetime(2026, 9, 14, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def moved(*amounts: int) -> list[Movement]:
    return [Movement(MONDAY + hours * HOUR, amount) for hours, amount in enumerate(amounts)]


@pytest.mark.parametrize(
    ("amounts", "total", "hours"),
    [
        ([250], 250, 0),
        ([100, 150], 250, 1),
        ([100, 149], 250, None),
        ([100, -100, 150], 250, None),
        ([100, -100, 150, 100], 250, 3),
        ([250, -50], 250, 0),
        ([10], 0, 0),
        ([], 0, None),
    ],
)
def test_an_order_is_paid_when_what_is_left_of_its_payments_first_reaches_its_total(
    amounts: list[int], total: int, hours: int | None
) -> None:
    expected = None if hours is None else MONDAY + hours * HOUR
    found = {paid_since(several, total) for several in permutations(moved(*amounts))}
    assert found == {expected}


def test_money_that_went_back_in_the_moment_it_came_was_there() -> None:
    at_once = [Movement(MONDAY, -250), Movement(MONDAY, 250)]
    assert (paid_since(at_once, 250), balance(at_once)) == (MONDAY, 0)


@pytest.mark.parametrize("end", ["cancelled", "expired", "failed", "refunded"])
def test_each_end_of_an_order_has_a_key_of_its_own(end: str) -> None:
    facts = OrderFacts("A-1", MONDAY, status=end, cancelled_at=MONDAY + HOUR)
    assert [event.key_suffix for event in events_of(facts)] == ["order:A-1:placed", f"order:A-1:{end}"]


def test_cash_is_paid_when_the_parcel_arrives() -> None:
    ready = OrderFacts("A-1", MONDAY, status="paid", paid_at=MONDAY, payment_type="COD")
    waits = cash_on_arrival(ready)
    assert (waits.status, waits.paid_at) == ("processing", None)
    arrived = OrderFacts("A-1", MONDAY, status="delivered", delivered_at=MONDAY + HOUR, payment_type="cod")
    assert cash_on_arrival(arrived).paid_at == MONDAY + HOUR


def test_other_ways_to_pay_are_believed() -> None:
    paid = OrderFacts("A-1", MONDAY, status="paid", paid_at=MONDAY, payment_type="gopay")
    assert cash_on_arrival(paid) == paid
