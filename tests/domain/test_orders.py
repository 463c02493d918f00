from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapa.domain.orders import (
    STATUSES,
    Money,
    OrderFacts,
    advance,
    events_of,
    facts_at,
    from_json,
    merged,
    next_change,
    to_json,
)

MONDAY = datetime(2026, 9, 14, 3, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def dewis_order(**known: object) -> OrderFacts:
    times = {"paid_at": MONDAY + HOUR, "shipped_at": MONDAY + DAY, "delivered_at": MONDAY + 3 * DAY}
    return OrderFacts("A-1", MONDAY, **({"status": "delivered", **times} | known))  # type: ignore[arg-type]


def test_an_order_tells_its_events_oldest_first() -> None:
    names = [event.name for event in events_of(dewis_order())]
    assert names == ["order.placed", "payment.received", "shipment.shipped", "shipment.delivered"]


def test_payment_after_hand_over_is_told_in_its_own_time() -> None:
    names = [event.name for event in events_of(dewis_order(paid_at=MONDAY + 2 * DAY))]
    assert names.index("shipment.shipped") < names.index("payment.received")


def test_what_has_no_time_is_no_event() -> None:
    assert [event.name for event in events_of(OrderFacts("A-1", MONDAY, status="delivered"))] == [
        "order.placed"
    ]


def test_an_order_is_unknown_before_it_is_placed() -> None:
    assert facts_at(dewis_order(), MONDAY - HOUR) is None


@pytest.mark.parametrize(
    ("after", "status"),
    [
        (timedelta(0), "awaiting_payment"),
        (HOUR, "paid"),
        (DAY, "shipped"),
        (3 * DAY, "delivered"),
        (9 * DAY, "delivered"),
    ],
)
def test_an_order_is_known_as_far_as_it_has_come(after: timedelta, status: str) -> None:
    known = facts_at(dewis_order(), MONDAY + after)
    assert known is not None
    assert known.status == status


def test_what_lies_ahead_is_masked() -> None:
    known = facts_at(dewis_order(review_score=5), MONDAY + 2 * HOUR)
    assert known is not None
    assert (known.paid_at, known.shipped_at, known.delivered_at, known.review_score) == (
        MONDAY + HOUR,
        None,
        None,
        None,
    )


def test_a_coming_cancellation_is_masked_with_its_estimate() -> None:
    order = OrderFacts("A-2", MONDAY, status="cancelled", cancelled_at=MONDAY + DAY, cancelled_estimated=True)
    known = facts_at(order, MONDAY)
    assert known == OrderFacts("A-2", MONDAY, status="awaiting_payment")


def test_the_next_change_is_the_next_moment_of_the_order() -> None:
    order = dewis_order()
    assert next_change(order, MONDAY - HOUR) == MONDAY
    assert next_change(order, MONDAY) == MONDAY + HOUR
    assert next_change(order, MONDAY + 3 * DAY) is None


moments = st.none() | st.integers(0, 500).map(lambda hours: MONDAY + hours * HOUR)
orders = st.builds(
    OrderFacts,
    external_id=st.just("A-1"),
    placed_at=st.just(MONDAY),
    paid_at=moments,
    shipped_at=moments,
    delivered_at=moments,
    cancelled_at=moments,
)


@given(orders, st.integers(0, 500))
def test_an_order_at_an_instant_has_exactly_the_events_until_then(order: OrderFacts, hours: int) -> None:
    now = MONDAY + hours * HOUR
    known = facts_at(order, now)
    assert known is not None
    assert events_of(known) == [event for event in events_of(order) if event.at <= now]


@given(orders, st.integers(0, 500), st.integers(0, 500))
def test_knowing_less_of_a_later_view_is_the_earlier_view(order: OrderFacts, one: int, other: int) -> None:
    early, late = MONDAY + min(one, other) * HOUR, MONDAY + max(one, other) * HOUR
    later = facts_at(order, late)
    earlier = facts_at(order, early)
    assert later is not None
    assert earlier is not None
    assert events_of(facts_at(later, early) or order) == events_of(earlier)


@given(orders)
def test_events_of_an_order_have_their_own_keys(order: OrderFacts) -> None:
    keys = [event.key_suffix for event in events_of(order)]
    assert len(keys) == len(set(keys))


@given(orders)
def test_facts_survive_being_kept_as_json(order: OrderFacts) -> None:
    assert from_json(to_json(order)) == order


def test_money_and_links_survive_being_kept_as_json() -> None:
    order = dewis_order(total=Money(125_000), links={"pay": "https://toko-sari.example/p/A-1"}, quantity=2)
    assert from_json(to_json(order)) == order


@pytest.mark.parametrize("late", ["placed", "awaiting_payment", "failed", "expired", "on_hold", "unknown"])
def test_paid_is_not_left_for_what_is_told_late(late: str) -> None:
    assert advance("paid", late) == "paid"


@pytest.mark.parametrize("end", ["cancelled", "refunded"])
def test_paid_is_left_for_an_explicit_end(end: str) -> None:
    assert advance("paid", end) == end


def test_a_late_settlement_wins_over_an_expired_attempt() -> None:
    assert advance("expired", "paid") == "paid"


@given(st.lists(st.sampled_from(STATUSES), min_size=1))
def test_the_order_of_hearing_does_not_change_the_status(heard: list[str]) -> None:
    def after(told: list[str]) -> str:
        status = "unknown"
        for new in told:
            status = advance(status, new)
        return status

    assert after(heard) in {after(heard[::-1])}


def test_an_older_event_does_not_erase_what_is_known() -> None:
    order = dewis_order(name="Dewi", total=Money(90_000))
    assert merged(order, OrderFacts("A-1", MONDAY)) == order


def test_a_later_event_adds_what_it_knows() -> None:
    order = OrderFacts("A-1", MONDAY, name="Dewi")
    paid = merged(order, OrderFacts("A-1", MONDAY, status="paid", paid_at=MONDAY + HOUR))
    assert (paid.name, paid.status, paid.paid_at) == ("Dewi", "paid", MONDAY + HOUR)


def test_a_real_time_of_cancellation_beats_an_estimate_and_not_the_other_way() -> None:
    guessed = OrderFacts("A", MONDAY, status="cancelled", cancelled_at=MONDAY + DAY, cancelled_estimated=True)
    real = OrderFacts("A", MONDAY, status="cancelled", cancelled_at=MONDAY + HOUR)
    assert merged(guessed, real).cancelled_at == merged(real, guessed).cancelled_at == MONDAY + HOUR
