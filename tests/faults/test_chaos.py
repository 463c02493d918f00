"""Everything at once (reliability.md CRASH-02, CRASH-03, SEND-06, SEND-16): the phones are the oracle.

`make chaos` runs it. Each run prints one line of figures.
"""

import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

import pytest

from sapa.lab.demo.seed import FIRST_MOMENT
from sapa.messaging.delivery.claiming import LEASE_SECONDS
from sapa.messaging.delivery.loop import IN_FLIGHT
from tests.faults import chaos
from tests.faults.chaos import (
    ARRIVED,
    MIX,
    NEVER_ARRIVED,
    UNEASY,
    Crew,
    Figures,
    crew,
    order,
    patiently,
    seen,
)
from tests.faults.place import Place, open_shop

pytestmark = pytest.mark.slow
CONFIRMATION = "konfirmasi_pesanan"
Tell = Callable[[str], None]
UNCERTAIN = {"unknown", "quarantined"}


@pytest.fixture
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    """Notices and reminders, no workers yet; for the outage the line to the provider can be cut."""
    with open_shop(workers=0, relayed="six_hours" in request.node.name) as shop:
        shop.inside("switch_on", CONFIRMATION)
        with shop.working():
            patiently(lambda: _approved(shop, CONFIRMATION))
        yield shop


@pytest.fixture
def tell(capfd: pytest.CaptureFixture[str]) -> Tell:
    """The figures are seen, what dying processes say is not."""

    def told(line: str) -> None:
        with capfd.disabled():
            print(f"\n{line}", flush=True)  # noqa: T201

    return told


def _approved(place: Place, name: str) -> bool:
    return any(name in one["name"] for one in place.control("GET", "state")["templates"])


def states(place: Place, batch: str) -> "Counter[str]":
    return Counter(state for state, _klass, _error in place.inside("books", batch))


def figures(place: Place, seed: int, batch: str, kills: int, began: float) -> Figures:
    """`never_arrived` is to be asked before the faults are cleared."""
    told, books = seen(place, batch), place.inside("books", batch)
    found = Counter(state for state, _klass, _error in books)
    return Figures(
        seed=seed,
        intents=len(books),
        seen=len(told),
        twice=sum(told.values()) - len(told),
        unknown=found["unknown"],
        quarantined=found["quarantined"],
        other=len(books) - found["accepted"] - found["unknown"] - found["quarantined"],
        interrupted=sum(error == "interrupted" and state in UNCERTAIN for state, _klass, error in books),
        never_arrived=chaos.hits(place, NEVER_ARRIVED),
        kills=kills,
        seconds=round(time.monotonic() - began),
    )


def all_told(place: Place, batch: str, count: int) -> bool:
    """Whatever a phone saw is accepted, everything else is uncertain."""
    place.inside("calm")
    found, told = states(place, batch), seen(place, batch)
    return (
        sum(found.values()) == count
        and found["accepted"] == len(told)
        and set(found)
        <= {
            "accepted",
            *UNCERTAIN,
        }
    )


def unsettled(place: Place, workers: Crew, batch: str, count: int) -> None:
    """Until nothing is wanted any more but what nobody can know; what the killed held is let go first."""
    patiently(lambda: _is_idle(place, batch, count))
    workers.let_go()
    place.inside("let_leases_run_out")
    workers.hire()
    patiently(lambda: all_told(place, batch, count))


def _is_idle(place: Place, batch: str, count: int) -> bool:
    place.inside("calm")
    found = states(place, batch)
    return sum(found.values()) == count and not found["planned"] and chaos.quiet(place)


def mixed(place: Place, tell: Tell, seed: int, count: int, *, kills: int, databases: int) -> None:
    """Half of them are reminders, sent at most once; half are confirmations, which must arrive."""
    rng, began = random.Random(seed), time.monotonic()
    for kind, rate in (*MIX, *UNEASY):
        place.control(
            "POST", "faults", {"kind": kind, "rate": rate, "seconds": 3 if "webhook" in kind else 20}
        )
    with crew(place, 3) as workers:
        order(place, "K", range(count // 2))
        order(place, "K", range(count // 2, count), **chaos.paid(FIRST_MOMENT - timedelta(minutes=2)))
        patiently(lambda: len(seen(place, "K")) >= 3)
        chaos.stir(place, workers, rng, kills=kills, databases=databases)
        unsettled(place, workers, "K", count)
        first = figures(place, seed, "K", kills, began)
        tell(f"chaos: {first.line()}")
        nobody_twice_nobody_forgotten(first)
        place.control("DELETE", "faults")
        tell(f"after the grace: {what_must_arrive_arrives(place, workers, count, first, began).line()}")


def nobody_twice_nobody_forgotten(told: Figures) -> None:
    assert told.twice == 0
    assert told.other == 0
    uncertain = told.unknown + told.quarantined
    assert told.seen + uncertain == told.intents
    assert uncertain - told.interrupted <= told.never_arrived
    assert told.interrupted <= told.kills * 1.25 * IN_FLIGHT or not told.kills


def what_must_arrive_arrives(
    place: Place, workers: Crew, count: int, first: Figures, began: float
) -> Figures:
    """The grace is over and the way in is alive: confirmations leave once more, reminders stand listed."""
    place.control("POST", "inbound", {"from": "+6281299999999", "text": "halo"})
    patiently(lambda: chaos.quiet(place))
    time.sleep(2)  # that webhook is a raw delivery now; a worker takes it within a second
    patiently(lambda: _grace_is_over(place, count))
    last = figures(place, first.seed, "K", first.kills, began)
    assert last.twice == 0
    assert (
        Counter(klass for _state, klass, _error in place.inside("books", "K"))["must"] == count - count // 2
    )
    assert {klass for state, klass, _error in place.inside("books", "K") if state != "accepted"} <= {"once"}
    assert last.quarantined == last.intents - last.seen
    return last


def _grace_is_over(place: Place, count: int) -> bool:
    place.inside("let_grace_run_out")
    return all_told(place, "K", count) and not states(place, "K")["unknown"]


@pytest.mark.chaos
def test_workers_killed_amid_a_faulty_provider_double_nothing_and_forget_nobody(
    place: Place, tell: Tell
) -> None:
    mixed(place, tell, 7, 120, kills=3, databases=1)


@pytest.mark.chaos
@pytest.mark.parametrize("seed", chaos.seeds())
def test_the_whole_mix_at_length(place: Place, tell: Tell, seed: int) -> None:
    mixed(place, tell, seed, chaos.intents(), kills=12, databases=2)


@pytest.mark.chaos
def test_a_worker_that_was_asleep_past_its_lease_sends_no_second_copy(place: Place, tell: Tell) -> None:
    place.inside("hurry", "20")
    began = time.monotonic()
    with crew(place, 1) as asleep, crew(place, 1) as awake:
        order(place, "S", range(120), **chaos.paid(FIRST_MOMENT - timedelta(minutes=2)))
        patiently(lambda: len(seen(place, "S")) >= 5)
        asleep.hands[0].send_signal(signal.SIGSTOP)
        time.sleep(LEASE_SECONDS)
        place.inside("let_leases_run_out")
        place.control("POST", "inbound", {"from": "+6281299999999", "text": "halo"})
        patiently(lambda: _sent_again(place, "S"))
        asleep.hands[0].send_signal(signal.SIGCONT)
        asleep.let_go()
        patiently(lambda: states(place, "S") == {"accepted": 120})
        assert awake.hands[0].poll() is None
    told = figures(place, 0, "S", 0, began)
    tell(f"asleep: {told.line()}")
    assert (told.seen, told.twice) == (120, 0)


def _sent_again(place: Place, batch: str) -> bool:
    place.inside("let_grace_run_out")
    return set(states(place, batch)) == {"accepted"}


@pytest.mark.chaos
def test_answers_and_statuses_lost_together_resend_nothing_and_hide_nothing(place: Place, tell: Tell) -> None:
    began = time.monotonic()
    place.control("POST", "faults", {"kind": "webhook_drop", "match": {"field": "messages"}})
    place.control("POST", "faults", {"kind": "accept_then_reset", "rate": 0.2})
    place.control("POST", "faults", {"kind": "500_after_accept", "rate": 0.2})
    with crew(place, 2):
        order(place, "L", range(60))
        order(place, "L", range(60, 120), **chaos.paid(FIRST_MOMENT - timedelta(minutes=2)))
        patiently(lambda: _nothing_waits(place, "L", 120))
        lost = chaos.hits(place, ARRIVED)
        place.inside("let_grace_run_out")
        time.sleep(5)  # a resend would leave now
        place.inside("let_grace_run_out")
        patiently(lambda: states(place, "L") == {"accepted": 120 - lost, "quarantined": lost})
    told = figures(place, 0, "L", 0, began)
    tell(f"silent: {told.line()}")
    assert lost > 0
    assert (told.seen, told.twice, told.quarantined) == (120, 0, lost)


def _nothing_waits(place: Place, batch: str, count: int) -> bool:
    place.inside("calm")
    found = states(place, batch)
    return sum(found.values()) == count and not set(found) & {"planned", "sending"}


def _some_more(place: Place, batch: str, sent: int) -> bool:
    place.inside("calm")
    return len(seen(place, batch)) > sent and states(place, batch)["sending"] > 0


@pytest.mark.chaos
def test_twenty_kills_in_a_row_leave_few_uncertain(place: Place, tell: Tell) -> None:
    """Each worker is killed in the middle of sending; what it had in hand is counted at once."""
    rng, began, count, uncertain = random.Random(20), time.monotonic(), 5000, []
    place.inside("hurry", "200")
    place.control("POST", "faults", {"kind": "slow", "seconds": 0.5})
    with crew(place, 1) as workers:
        order(place, "Z", range(count))
        for _ in range(20):
            patiently(partial(_some_more, place, "Z", len(seen(place, "Z"))))
            time.sleep(rng.uniform(0, 0.5))
            workers.kill(0)
            uncertain.append(states(place, "Z")["sending"])
            place.inside("let_leases_run_out")
            workers.hire()
        unsettled(place, workers, "Z", count)
    told = figures(place, 20, "Z", 20, began)
    tell(f"twenty kills: {told.line()} being_sent_at_each={uncertain}")
    nobody_twice_nobody_forgotten(told)
    assert told.interrupted > 0
    assert max(uncertain) <= 1.25 * IN_FLIGHT
    assert told.unknown + told.quarantined <= sum(uncertain)


REPLIES = 12
STALE, EVENING = range(20), range(20, 100)
DOWN, UP = "2026-09-15T15:20:00+07:00", "2026-09-15T21:30:00+07:00"
MORNING = "2026-09-16T08:30:00+07:00"


@pytest.mark.chaos
def test_six_hours_without_the_provider_end_in_order(place: Place, tell: Tell) -> None:
    """Down in the afternoon, up again in the evening: answers at once, the reminders next morning, no herd."""
    began = time.monotonic()
    for number in range(REPLIES):
        place.control("POST", "inbound", {"from": chaos.phone("W", number), "text": "halo"})
    with crew(place, 2):
        patiently(lambda: answered(place) == REPLIES)
        chaos.jump(place, DOWN)
        assert place.relay
        with place.relay.down():
            assert place.inside("reply_all", "B") >= REPLIES
            order(place, "B", STALE, **chaos.unpaid(DOWN, hours=5, payable_hours=8))
            order(place, "B", EVENING, **chaos.unpaid(DOWN, hours=5, payable_hours=48))
            patiently(lambda: place.inside("pace")["closed"])
            patiently(lambda: states(place, "B")["planned"] >= REPLIES + len(EVENING))
            chaos.jump(place, UP)
        chaos.jump(place, UP)
        patiently(lambda: chaos.ended_silence(place) and len(seen(place, "B")) >= REPLIES)
        time.sleep(5)  # a herd would leave now
        at_night = seen(place, "B")
        assert all("Balasan" in one for one in at_night)
        chaos.jump(place, MORNING)
        patiently(lambda: len(seen(place, "B")) == len(at_night) + len(EVENING))
        fastest = max(chaos.by_second(place, "B", MORNING).values())
    told = figures(place, 0, "B", 0, began)
    tell(f"six hours: {told.line()} fastest={fastest}/s dropped={place.inside('reasons', 'B')}")
    assert told.twice == 0
    assert sum(place.inside("reasons", "B").values()) >= len(STALE)
    assert fastest <= 40


def answered(place: Place) -> int:
    """Customers to whom the house has said something."""
    return len({one["phone"] for one in place.control("GET", "messages")["messages"] if one["dir"] == "out"})
