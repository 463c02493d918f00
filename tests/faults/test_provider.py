"""A provider that answers late, wrongly or not at all: nobody gets a message twice, nobody is forgotten."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from tests.faults.place import Place, open_shop, until

pytestmark = pytest.mark.slow
BATCHES = map(chr, count(ord("A")))


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with open_shop(customers=60) as shop:
        yield shop


@pytest.fixture
def fault(place: Place) -> Iterator[Callable[..., None]]:
    yield lambda kind, **more: place.control("POST", "faults", {"kind": kind, **more})
    place.control("DELETE", "faults")
    place.inside("calm")


def ordered(place: Place) -> str:
    batch = next(BATCHES)
    place.order_all(batch)
    return batch


def hits(place: Place) -> int:
    return sum(rule["hits"] for rule in place.control("GET", "state")["faults"])


def everybody_once(place: Place, batch: str) -> None:
    until(lambda: place.states(batch) == {"accepted": place.customers})
    seen = place.received(batch)
    assert len(seen) == place.customers
    assert set(seen.values()) == {1}


@pytest.mark.parametrize(
    "kind", ["accept_then_reset", "500_after_accept", "garbage", "empty", "truncated", "no_id"]
)
def test_an_answer_that_is_lost_is_given_by_the_status(
    place: Place, fault: Callable[..., None], kind: str
) -> None:
    fault(kind, rate=0.4)
    batch = ordered(place)
    everybody_once(place, batch)
    assert hits(place) > 0


def test_an_answer_that_takes_too_long_is_given_by_the_status(
    place: Place, fault: Callable[..., None]
) -> None:
    fault("accept_then_timeout", count=6)
    everybody_once(place, ordered(place))
    assert hits(place) == 6


@pytest.mark.parametrize("kind", ["500_before_accept", "reset"])
def test_what_never_arrived_stands_uncertain_and_is_not_sent_blindly(
    place: Place, fault: Callable[..., None], kind: str
) -> None:
    fault(kind, count=9)
    batch = ordered(place)
    until(lambda: place.states(batch) == {"accepted": place.customers - 9, "unknown": 9})
    assert set(place.received(batch).values()) == {1}
    assert len(place.received(batch)) == place.customers - 9


@pytest.mark.parametrize(("kind", "times"), [("rate_limit", 15), ("pair_limit", 5)])
def test_a_throttled_message_leaves_later_once(
    place: Place, fault: Callable[..., None], kind: str, times: int
) -> None:
    fault(kind, count=times)
    everybody_once(place, ordered(place))
    assert hits(place) == times


def test_an_expired_token_stops_the_number_and_a_new_one_lets_everything_go(
    place: Place, fault: Callable[..., None]
) -> None:
    fault("bad_token")
    batch = ordered(place)
    until(lambda: hits(place) and place.states(batch) == {"planned": place.customers})
    assert hits(place) <= 40
    place.control("DELETE", "faults")
    assert place.inside("resume") == ["190"]
    everybody_once(place, batch)


def test_a_paused_template_waits_and_loses_nothing(place: Place, fault: Callable[..., None]) -> None:
    fault("error", code=132015, http=400, rate=0.1)
    batch = ordered(place)
    until(lambda: hits(place) and place.settled(batch, "planned"))
    place.control("DELETE", "faults")
    place.approve_templates()
    everybody_once(place, batch)


def test_statuses_that_come_twice_shuffled_and_before_the_answer_change_nothing(
    place: Place, fault: Callable[..., None]
) -> None:
    fault("webhook_duplicate", rate=0.6)
    fault("webhook_shuffle")
    fault("status_before_answer", rate=0.5)
    everybody_once(place, ordered(place))
    assert hits(place) > 0


def test_a_database_that_dies_in_the_middle_of_a_batch_comes_back_and_nothing_is_lost(
    place: Place, fault: Callable[..., None]
) -> None:
    fault("slow", seconds=0.5)
    batch = ordered(place)
    until(lambda: len(place.received(batch)) >= 5)
    place.kill_database()
    until(lambda: place.settled(batch, "sending"))
    place.inside("let_leases_run_out")
    until(lambda: place.settled(batch, "unknown"))
    assert set(place.received(batch).values()) == {1}
    until(lambda: place.inside("chores"))
