"""A worker that dies or stops in the middle of sending: counted on the phones, nobody twice, nobody forgotten."""

import os
import signal
from collections.abc import Iterator

import pytest

from tests.faults.place import Place, open_shop, until

pytestmark = pytest.mark.slow
SLOWNESS = {"kind": "slow", "seconds": 1.0}


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with open_shop(customers=300) as shop:
        yield shop


@pytest.fixture
def slowly(place: Place) -> Iterator[None]:
    place.control("POST", "faults", SLOWNESS)
    yield
    place.control("DELETE", "faults")


def test_kill_9_while_sending_doubles_nothing_and_forgets_nobody(place: Place, slowly: None) -> None:
    place.order_all("K")
    until(lambda: len(place.received("K")) >= 5)
    killed = place.worker()
    os.kill(killed, signal.SIGKILL)
    until(lambda: place.worker() not in {0, killed})
    until(lambda: place.settled("K", "sending"))
    place.inside("let_leases_run_out")
    until(lambda: place.settled("K", "unknown"))
    assert set(place.received("K").values()) == {1}


def test_a_clean_stop_finishes_what_is_in_flight(place: Place, slowly: None) -> None:
    place.order_all("T")
    until(lambda: len(place.received("T")) >= 5)
    assert place.stop() == 0
    assert len(place.received("T")) < place.customers
    place.start()
    until(lambda: len(place.received("T")) == place.customers)
    assert set(place.received("T").values()) == {1}
    until(lambda: place.states("T") == {"accepted": place.customers})
