"""The stateful test once more through the database: the services of the worker, and the auditor of the policy."""

from datetime import datetime, timedelta

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from sapa.accounts.models import Workspace
from tests.domain.policy.auditing import Books, faults
from tests.rooms.journeys.floor import PEOPLE, STOP, Customer, Floor

NEWS = ("interaction.first", "agent.followed_up")


class OnTheFloor(RuleBasedStateMachine):
    """Every run meets one more customer of the same shop; the follow-ups of those before go on meanwhile."""

    floor: Floor
    who: Customer

    @initialize(kind=st.sampled_from(sorted(PEOPLE)), minutes=st.integers(0, 1440))
    def somebody_orders(self, kind: str, minutes: int) -> None:
        self.floor.now += timedelta(minutes=minutes)
        self.who = self.floor.meet(kind)

    @rule()
    def another_order(self) -> None:
        self.floor.place_order(self.who)

    @rule(data=st.data(), what=st.sampled_from(("ship", "arrive")))
    def an_order_moves_on(self, data: st.DataObject, what: str) -> None:
        getattr(self.floor, what)(self.who, data.draw(st.sampled_from(list(self.who.orders))))

    @rule(data=st.data(), minutes=st.integers(0, 600))
    def an_order_is_paid(self, data: st.DataObject, minutes: int) -> None:
        number = data.draw(st.sampled_from(list(self.who.orders)))
        self.floor.pay(self.who, number, timedelta(minutes=minutes))

    @rule(name=st.sampled_from(NEWS))
    def a_journey_or_a_campaign_begins(self, name: str) -> None:
        self.floor.happen(self.who, name)

    @rule()
    def the_customer_writes(self) -> None:
        self.floor.hear(self.who)

    @rule()
    def an_agent_answers(self) -> None:
        self.floor.answer(self.who)

    @rule(scope=st.sampled_from(sorted(STOP)), stays=st.booleans())
    def the_customer_opts_out(self, scope: str, stays: bool) -> None:
        self.floor.opt_out(self.who, scope)
        if not stays:
            self.floor.opt_in(self.who)

    @rule()
    def a_complaint_comes_or_is_solved(self) -> None:
        is_open = any(closed is None for _, closed in self.who.books.tickets)
        (self.floor.resolve if is_open else self.floor.complain)(self.who)

    @rule()
    def the_worker_settles(self) -> None:
        self.floor.settle()

    @rule()
    def the_worker_delivers(self) -> None:
        self.floor.deliver()

    @rule(hours=st.integers(1, 24))
    def time_goes_on(self, hours: int) -> None:
        work(self.floor, hours)

    @rule(days=st.integers(1, 4))
    def days_go_by(self, days: int) -> None:
        work(self.floor, days * 24)

    @invariant()
    def no_rule_was_broken(self) -> None:
        if hasattr(self, "who"):
            books = self.floor.audited(self.who)
            assert faults(books) + reminded_after_payment(books) == []


def somebody_without_troubles(floor: Floor) -> None:
    """Whatever the others met with, here everything may be sent that is not too much."""
    who = floor.meet("dewi")
    work(floor, 24)
    for name in NEWS:
        floor.happen(who, name)
    work(floor, 5 * 24)


def reminded_after_payment(books: Books) -> list[str]:
    """Whenever the payment was made: once it is known, nobody is asked for it again."""
    return [
        f"{entry.journey} at {entry.at}: after payment"
        for entry in books.entries
        for kind, _, known, order in books.told
        if entry.klass == "reminder" and kind == "paid" and order == entry.order and known < entry.at
    ]


def work(floor: Floor, hours: int) -> None:
    """What is queued at one time leaves a little later, and much may lie in between."""
    for _ in range(0, hours, 3):
        floor.deliver()
        floor.now += timedelta(minutes=170)
        floor.settle()
        floor.now += timedelta(minutes=10)


@pytest.mark.slow
def test_whatever_is_interleaved_nothing_is_sent_that_should_not(
    committed_shop: Workspace, now: datetime
) -> None:
    floor = Floor.open(committed_shop, now)
    machine = type("Machine", (OnTheFloor,), {"floor": floor})
    few = settings(
        max_examples=8,
        stateful_step_count=22,
        derandomize=True,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
    )
    run_state_machine_as_test(machine, settings=few)
    somebody_without_troubles(floor)
    audited = [floor.audited(who) for who in floor.people]
    assert [fault for books in audited for fault in faults(books)] == []
    sent = {entry.klass for books in audited for entry in books.entries if entry.direction == "out"}
    assert sent >= {"reminder", "notice", "care", "promo", "reply"}
