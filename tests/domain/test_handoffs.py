"""What a card concludes from the records at a hand-off."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sapa.domain.handoffs import Known, OrderSeen, missing, next_step

NOW = datetime(2026, 9, 15, 3, tzinfo=UTC)
PAID = OrderSeen(1, "paid", paid=True)
SENT = OrderSeen(2, "shipped", paid=True, shipped=True, parcel="in_transit", tracked=True)
ARRIVED = OrderSeen(3, "delivered", paid=True, shipped=True, delivered=True)
DEWI = Known("not_understood", named=True, orders=(PAID,))


@pytest.mark.parametrize(
    ("known", "codes"),
    [
        (DEWI, []),
        (replace(DEWI, named=False, orders=()), ["name", "no_order"]),
        (replace(DEWI, orders=(PAID, SENT)), ["which_order"]),
        (replace(DEWI, orders=(SENT, ARRIVED)), []),
        (replace(DEWI, orders=(replace(SENT, tracked=False),)), ["tracking"]),
    ],
)
def test_a_card_says_what_still_has_to_be_asked(known: Known, codes: list[str]) -> None:
    assert missing(known) == codes


@pytest.mark.parametrize(
    ("known", "code"),
    [
        (DEWI, "read_and_answer"),
        (replace(DEWI, reason="late"), "late_answer"),
        (replace(DEWI, reason="ask_opt_out", open_tickets=1), "clarify_wish"),
        (replace(DEWI, open_tickets=1), "look_at_ticket"),
        (replace(DEWI, orders=()), "ask_order"),
        (replace(DEWI, orders=(PAID, SENT)), "ask_which_order"),
        (replace(DEWI, orders=(replace(PAID, status="placed", paid=False),)), "look_at_payment"),
        (replace(DEWI, orders=(SENT,)), "tell_position"),
        (replace(DEWI, orders=(PAID, replace(SENT, parcel="failed_attempt"))), "ask_courier"),
        (replace(DEWI, orders=(replace(SENT, eta=NOW - timedelta(hours=1)),)), "ask_courier"),
        (replace(DEWI, orders=(replace(ARRIVED, eta=NOW - timedelta(days=3)),)), "read_and_answer"),
    ],
)
def test_a_card_proposes_the_most_pressing_step(known: Known, code: str) -> None:
    assert next_step(known, NOW) == code
