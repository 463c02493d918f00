"""kill -9 at every step of a batch: what the phones saw is counted once, the rest is sent or stands visible."""

import signal
from collections.abc import Iterator
from itertools import count

import pytest

from tests.faults.place import Place, open_shop, until

pytestmark = pytest.mark.slow
BATCHES = map(chr, count(ord("A")))
BEFORE_AN_INTENT = [
    "raw.applied",
    "events.handled",
    "settle.decided",
    "delivery.claimed",
    "delivery.deciding",
]
AFTER_AN_INTENT = ["delivery.intended", "delivery.answered", "delivery.writing", "delivery.written"]


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with open_shop(workers=0, customers=40) as shop:
        yield shop


def die_at(place: Place, step: str) -> str:
    """A worker dies there with a batch in hand; another goes on once the leases have run out."""
    batch = next(BATCHES)
    with place.working(failpoint=step) as doomed:
        place.order_all(batch)
        assert doomed.wait(60) == -signal.SIGKILL
    place.inside("let_leases_run_out")
    with place.working():
        until(lambda: place.settled(batch, "unknown"))
    return batch


@pytest.mark.parametrize("step", BEFORE_AN_INTENT)
def test_what_was_not_meant_to_leave_yet_leaves_once(place: Place, step: str) -> None:
    batch = die_at(place, step)
    assert set(place.received(batch).values()) == {1}
    assert place.states(batch) == {"accepted": place.customers}


@pytest.mark.parametrize("step", AFTER_AN_INTENT)
def test_what_may_have_left_is_never_sent_twice_and_never_forgotten(place: Place, step: str) -> None:
    batch = die_at(place, step)
    seen, states = place.received(batch), place.states(batch)
    assert set(seen.values()) <= {1}
    assert states.get("accepted", 0) == len(seen)
    assert states.get("unknown", 0) == place.customers - len(seen)
