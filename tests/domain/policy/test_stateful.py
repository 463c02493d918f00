"""Any interleaving of journeys, a campaign, an agent, replies, opt-outs and payments (P9 of `domain.md` §2.14).

The auditor recounts from the books; it never asks the policy.
"""

import random
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.domain.policy.auditing import Books, Entry, Wish, faults
from tests.domain.policy.house import JOURNEYS, PEOPLE, START, WIB, House

SCOPES = ("promo", "follow_up", "all")


def house_of(person: str) -> House:
    customer, books = PEOPLE[person]
    return House(customer, books())


class Interleaving(RuleBasedStateMachine):
    """Time goes on in minutes; settling and delivering come whenever they come."""

    house: House

    @initialize(person=st.sampled_from(sorted(PEOPLE)), minutes=st.integers(0, 7 * 1440))
    def begins(self, person: str, minutes: int) -> None:
        self.house = house_of(person)
        self.house.now += timedelta(minutes=minutes)

    @rule(journey=st.sampled_from(sorted(set(JOURNEYS) - {"checkout"})))
    def something_is_planned(self, journey: str) -> None:
        self.house.plan(journey)

    @rule()
    def an_order_is_placed(self) -> None:
        self.house.place_order()

    @precondition(lambda self: self.house.orders)
    @rule(data=st.data(), minutes=st.integers(0, 90))
    def an_order_is_paid(self, data: st.DataObject, minutes: int) -> None:
        order = data.draw(st.integers(1, self.house.orders))
        self.house.pay(order, timedelta(minutes=minutes))

    @rule()
    def the_customer_writes(self) -> None:
        self.house.hear()

    @rule(scope=st.sampled_from(SCOPES))
    def the_customer_opts_out(self, scope: str) -> None:
        self.house.opt_out(scope)

    @rule()
    def the_customer_opts_in(self) -> None:
        self.house.opt_in()

    @rule()
    def the_customer_complains(self) -> None:
        self.house.complain()

    @rule()
    def the_ticket_is_closed(self) -> None:
        self.house.resolve()

    @rule(minutes=st.one_of(st.integers(1, 240), st.integers(1, 4 * 1440)))
    def time_goes_on(self, minutes: int) -> None:
        self.house.now += timedelta(minutes=minutes)

    @rule()
    def what_is_due_is_settled(self) -> None:
        self.house.settle()

    @rule()
    def what_is_queued_is_delivered(self) -> None:
        self.house.deliver()

    @rule(hours=st.integers(1, 96))
    def the_house_works_by_the_hour(self, hours: int) -> None:
        work(self.house, hours)

    @invariant()
    def no_rule_was_broken(self) -> None:
        if hasattr(self, "house"):
            assert faults(self.house.books) == []


def work(house: House, hours: int) -> None:
    """What is queued in one hour is delivered at the beginning of the next or of the next work."""
    for _ in range(hours):
        house.deliver()
        house.now += timedelta(minutes=50)
        house.settle()
        house.now += timedelta(minutes=10)


TestInterleaving = Interleaving.TestCase
TestInterleaving.settings = settings(
    max_examples=120, stateful_step_count=40, derandomize=True, deadline=None, database=None
)


def walk(seed: int, steps: int = 120) -> House:
    """A long random life, seeded."""
    dice = random.Random(seed)
    house = house_of(dice.choice(sorted(PEOPLE)))
    often: list[Any] = [
        *[lambda name=name: house.plan(name) for name in sorted(set(JOURNEYS) - {"checkout"})],
        house.place_order,
        *[lambda: work(house, dice.choice((1, 3, 9, 40)))] * 8,
    ]
    rare: list[Any] = [
        *[house.hear, house.complain, house.resolve, house.resolve, house.opt_in, house.opt_in],
        lambda: house.opt_out(dice.choice(SCOPES)),
        lambda: house.pay(dice.randint(1, house.orders), timedelta(minutes=9)) if house.orders else None,
    ]
    for _ in range(steps):
        dice.choice(rare if dice.random() < 0.2 else often)()
    return house


def test_long_lives_break_no_rule_and_see_everything_happen() -> None:
    houses = [walk(seed) for seed in range(40)]
    assert [fault for house in houses for fault in faults(house.books)] == []
    sent = {entry.klass for house in houses for entry in house.books.entries if entry.direction == "out"}
    assert sent == {klass for klass, *_ in JOURNEYS.values()}
    dropped = {code for house in houses for reasons in house.dropped for code in reasons}
    assert dropped >= {
        "exit_paid",
        "exit_replied",
        "exit_ticket_opened",
        "opted_out_all",
        "expires_before_slot",
    }
    waits = {code for house in houses for reasons in house.waits for code in reasons}
    assert waits >= {"min_gap", "recent_inbound", "backoff", "cap_promo_week", "quiet_hours", "yield_higher"}
    assert waits >= {"b2b_hours", "busy_hours", "weekend", "open_ticket"}


def books(*entries: Entry, **more: Any) -> Books:
    return Books((WIB,), entries=list(entries), **more)


def sent(hours: float, klass: str, **more: Any) -> Entry:
    return Entry(START + timedelta(hours=hours), "out", klass, "x", **more)


def test_the_auditor_finds_what_is_wrong() -> None:
    heard = Entry(START + timedelta(hours=5), "in")
    made = {"made": START}
    wrong = {
        "within": books(sent(0, "reminder"), sent(1.9, "reminder")),
        "contact (in)": books(heard, sent(6, "care")),
        "third nudge": books(sent(0, "reminder"), sent(2, "reminder"), heard, sent(9.5, "care")),
        "over 1 in 7 days": books(sent(0, "promo"), heard, sent(6.9 * 24, "promo")),
        "at night": books(sent(12, "notice")),
        "opted out of promo": books(sent(0, "promo"), wishes=[Wish("promo", START)]),
        "already paid": books(
            sent(4, "reminder", **made, order=1, exits=("paid",)),
            told=[("paid", START + timedelta(hours=1), START + timedelta(hours=2), 1)],
        ),
        "already replied": books(heard, sent(9, "reminder", **made, exits=("replied",))),
        "too soon after an unanswered": books(sent(0, "care"), sent(60, "care")),
        "outside office": books(sent(0.5, "care"), sent(24, "care"), segment="b2b"),
        "at work": books(sent(0, "care"), worker=True),
        "after it was useful": books(sent(1, "notice", ends=START)),
        "beside an open ticket": books(sent(1, "care"), tickets=[[START, None]]),
    }
    for told, found in wrong.items():
        assert any(told in fault for fault in faults(found)), told


def test_the_auditor_finds_nothing_wrong_with_a_quiet_life() -> None:
    assert faults(books(sent(0, "reminder"), sent(2, "reminder"), sent(9, "care"), sent(9, "notice"))) != []
    assert faults(books(sent(0, "reminder"), sent(2, "notice"), sent(24, "care"))) == []
