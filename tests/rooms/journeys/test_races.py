"""Two workers, a page and the policy at the same person in the same instant (reliability.md RACE, decisions.md 31)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event as Signal
from typing import Any

import pytest

from sapa.accounts.models import Workspace
from sapa.base.scope import workspace_scope
from sapa.contacts.models import Contact
from sapa.contacts.services import lock, merge
from sapa.events.models import Event, EventDelivery
from sapa.events.services import NewEvent, record, run_handlers
from sapa.journeys.models import Enrolment, FollowUp, Journey, JourneyVersion
from sapa.journeys.services import enrolling, leave, plan, planning, settle, switch
from sapa.journeys.services.policy.replanning import replan_batch
from sapa.journeys.services.versions import in_force
from sapa.messaging.delivery import deliver_once
from sapa.messaging.models import Message, Template
from tests.rooms.journeys.crowd import at_once, inside, until_somebody_waits
from tests.rooms.journeys.own import ASK, BRANCH, TWICE, happened, own, spoke
from tests.rooms.journeys.rows import contact, talk
from tests.rooms.messaging.delivery import Wire

DAY = timedelta(days=1)
Scoped = Callable[[Callable[[], Any]], Callable[[], Any]]


@pytest.fixture
def scoped(committed_shop: Workspace) -> Scoped:
    return lambda work: inside(committed_shop.pk, work)


@pytest.fixture
def dewi(scoped: Scoped, now: datetime) -> Contact:
    def meet() -> Contact:
        who = contact("Dewi Anggraini", now, phone="+6281300000011", province="DKI Jakarta", postcode="12190")
        talk(who, now - 3 * DAY)
        return who

    found: Contact = scoped(meet)()
    return found


def many(count: int, now: datetime) -> list[Contact]:
    return [contact(f"Made {n}", now, phone=f"+628130001{n:04}", province="Bali") for n in range(count)]


def tell(who: list[Contact], name: str, at: datetime) -> list[Event]:
    news = [NewEvent(name=name, key=f"t:{name}:{one.pk}", at=at, contact_id=one.pk) for one in who]
    return record(events=news, now=at)


def test_the_same_event_in_two_workers_enrols_once(scoped: Scoped, dewi: Contact, now: datetime) -> None:
    scoped(lambda: own(ASK, now=now))()
    event = scoped(lambda: happened("interaction.first", dewi, now))()
    hand_over = scoped(lambda: plan(events=[event], now=now))
    assert sorted(at_once(hand_over, hand_over)) == [0, 1]
    assert scoped(lambda: (Enrolment.objects.count(), FollowUp.objects.count()))() == (1, 1)


def test_two_workers_over_the_same_deliveries_leave_no_dead_letter(scoped: Scoped, now: datetime) -> None:
    scoped(lambda: own(ASK, now=now))()
    people = scoped(lambda: many(60, now))()
    scoped(lambda: tell(people, "interaction.first", now))()
    scoped(lambda: tell(people[::-1], "agent.followed_up", now))()
    at_once(*[lambda: run_handlers(now=now, limit=20)] * 3)
    while run_handlers(now=now):
        pass
    states = scoped(lambda: set(EventDelivery.objects.values_list("state", "attempts")))()
    assert (states, scoped(FollowUp.objects.count)()) == ({("done", 0)}, 60)


def test_a_newer_library_makes_one_version_in_two_processes(scoped: Scoped, now: datetime) -> None:
    scoped(lambda: switch(recipe="kontak_pertama", mode="live", settings={}, now=now))()
    scoped(lambda: JourneyVersion.objects.update(digest="of the release before"))()

    def look() -> int:
        (journey,) = Journey.objects.all()
        return in_force([journey], now=now)[journey.pk][0]

    first, second = at_once(scoped(look), scoped(look))
    assert (first, scoped(JourneyVersion.objects.count)()) == (second, 2)


def test_who_makes_the_newer_version_keeps_the_other_waiting_not_failing(
    scoped: Scoped, now: datetime
) -> None:
    scoped(lambda: switch(recipe="kontak_pertama", mode="live", settings={}, now=now))()
    scoped(lambda: JourneyVersion.objects.update(digest="of the release before"))()
    made = Signal()

    def first() -> int:
        (journey,) = Journey.objects.all()
        found = in_force([journey], now=now)[journey.pk][0]
        made.set()
        until_somebody_waits()
        return found

    def second() -> int:
        made.wait(10)
        (journey,) = Journey.objects.all()
        return in_force([journey], now=now)[journey.pk][0]

    assert len(set(at_once(scoped(first), scoped(second)))) == 1


def test_an_exit_and_a_new_policy_at_the_same_person_wait_for_each_other(
    scoped: Scoped, dewi: Contact, now: datetime
) -> None:
    scoped(lambda: own(ASK, now=now))()
    scoped(lambda: spoke(dewi, now))()
    event = scoped(lambda: happened("order.placed", dewi, now + timedelta(hours=1)))()
    holds = Signal()

    def replan() -> None:
        lock(contact_ids=[dewi.pk])
        holds.set()
        until_somebody_waits()
        replan_batch(after=0, now=now)

    def ordered() -> None:
        holds.wait(10)
        leave(events=[event], now=now + timedelta(hours=1))

    at_once(scoped(replan), scoped(ordered))
    assert scoped(lambda: FollowUp.objects.get().state)() == "dropped"


def test_an_exit_waits_for_a_plan_that_is_being_written(scoped: Scoped, dewi: Contact, now: datetime) -> None:
    scoped(lambda: own(ASK, BRANCH, now=now))()
    started, ordered = (
        scoped(lambda: happened("interaction.first", dewi, now))(),
        scoped(lambda: happened("order.placed", dewi, now + DAY))(),
    )
    holds = Signal()

    def begin() -> None:
        plan(events=[started], now=now)
        holds.set()
        until_somebody_waits()

    def end() -> None:
        holds.wait(10)
        leave(events=[ordered], now=now + DAY)

    at_once(scoped(begin), scoped(end))
    assert scoped(lambda: Enrolment.objects.get().end_reason)() == "exit_order_placed"


def test_an_exit_does_not_end_what_ended_meanwhile(scoped: Scoped, dewi: Contact, now: datetime) -> None:
    scoped(lambda: own(ASK, BRANCH, now=now))()
    scoped(lambda: spoke(dewi, now))()
    ordered = scoped(lambda: happened("order.placed", dewi, now + 9 * DAY))()
    holds = Signal()

    def finish() -> None:
        lock(contact_ids=[dewi.pk])
        holds.set()
        until_somebody_waits()
        Enrolment.objects.update(state="done", end_reason="completed", ended_at=now)

    def end() -> None:
        holds.wait(10)
        leave(events=[ordered], now=now + 9 * DAY)

    at_once(scoped(finish), scoped(end))
    assert scoped(lambda: Enrolment.objects.get().end_reason)() == "completed"


def test_switching_off_while_a_batch_is_planned_locks_nobody_out(
    scoped: Scoped, dewi: Contact, now: datetime
) -> None:
    scoped(lambda: own(ASK, now=now))()
    scoped(lambda: spoke(dewi, now))()
    made = scoped(lambda: many(1, now)[0])()
    event = scoped(lambda: happened("interaction.first", made, now))()
    holds = Signal()

    def batch() -> None:
        replan_batch(after=0, now=now)
        holds.set()
        until_somebody_waits()
        plan(events=[event], now=now)

    def off() -> None:
        holds.wait(10)
        switch(recipe="salam", mode="off", settings={}, now=now)

    at_once(scoped(batch), scoped(off))
    scoped(lambda: settle(contact_ids=[dewi.pk, made.pk], now=now + DAY))()
    assert scoped(lambda: set(FollowUp.objects.values_list("state", flat=True)))() == {"dropped"}


def queued(scoped: Scoped, who: Contact, now: datetime) -> FollowUp:
    def first() -> FollowUp:
        own(ASK, now=now)
        Template.objects.update(status="APPROVED")
        spoke(who, now)
        settle(contact_ids=[who.pk], now=now + DAY)
        return FollowUp.objects.get()

    row: FollowUp = scoped(first)()
    assert row.state == "queued"
    return row


def test_what_is_queued_when_a_journey_becomes_a_rehearsal_is_rehearsed(
    scoped: Scoped, dewi: Contact, now: datetime
) -> None:
    queued(scoped, dewi, now)
    scoped(lambda: switch(recipe="salam", mode="dry_run", settings={}, now=now + DAY))()
    wire = Wire()
    deliver_once(now=now + DAY, transport=wire)
    told = scoped(lambda: (FollowUp.objects.get().state, Message.objects.get(direction="out").state))()
    assert (wire.letters, told) == ([], ("rehearsed", "cancelled"))


def test_what_is_queued_when_a_journey_is_switched_off_does_not_leave(
    scoped: Scoped, dewi: Contact, now: datetime
) -> None:
    queued(scoped, dewi, now)
    scoped(lambda: switch(recipe="salam", mode="off", settings={}, now=now + DAY))()
    wire = Wire()
    deliver_once(now=now + DAY, transport=wire)
    assert (wire.letters, scoped(lambda: FollowUp.objects.get().reasons)()) == ([], ["disabled"])


def test_what_is_on_its_way_is_left_alone_by_switching_off(
    scoped: Scoped, dewi: Contact, now: datetime
) -> None:
    queued(scoped, dewi, now)
    deliver_once(now=now + DAY, transport=Wire())
    scoped(lambda: switch(recipe="salam", mode="off", settings={}, now=now + DAY))()
    scoped(lambda: settle(contact_ids=[dewi.pk], now=now + DAY))()
    assert scoped(lambda: FollowUp.objects.get().state)() == "sent"


@pytest.mark.parametrize(
    ("was", "becomes", "ends"), [("live", "dry_run", "rehearsed"), ("dry_run", "live", "queued")]
)
def test_a_plan_written_while_somebody_switches_goes_by_the_new_switch(
    scoped: Scoped,
    dewi: Contact,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    was: str,
    becomes: str,
    ends: str,
) -> None:
    scoped(lambda: own(ASK, now=now, mode=was))()
    scoped(lambda: Template.objects.update(status="APPROVED"))()
    keep = planning.keep

    def keep_later(*given: Any, **more: Any) -> int:
        at_once(scoped(lambda: switch(recipe="salam", mode=becomes, settings={}, now=now)))
        return keep(*given, **more)

    with monkeypatch.context() as patch:
        patch.setattr(enrolling, "keep", keep_later)
        scoped(lambda: spoke(dewi, now))()
    scoped(lambda: settle(contact_ids=[dewi.pk], now=now + DAY))()
    assert scoped(lambda: FollowUp.objects.get().state)() == ends


def test_a_switch_waits_for_the_messages_that_pass_the_gate(
    scoped: Scoped, dewi: Contact, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = queued(scoped, dewi, now)
    from sapa.journeys.services import gate

    holds = Signal()

    def pass_the_gate() -> str:
        (verdict,) = gate(list(Message.objects.filter(follow_up_id=row.pk)), now + DAY).values()
        holds.set()
        until_somebody_waits()
        return verdict.action

    def off() -> None:
        holds.wait(10)
        switch(recipe="salam", mode="off", settings={}, now=now + DAY)

    assert at_once(scoped(pass_the_gate), scoped(off))[0] == "send"


def test_a_message_sent_back_and_let_go_in_the_same_instant_leaves(
    scoped: Scoped, dewi: Contact, now: datetime
) -> None:
    row = queued(scoped, dewi, now)

    def sent_back() -> None:
        Message.objects.filter(follow_up_id=row.pk).update(state="cancelled")
        FollowUp.objects.update(state="waiting", message_id=None, next_at=now + DAY)
        settle(contact_ids=[dewi.pk], now=now + DAY)

    scoped(sent_back)()
    wire = Wire()
    deliver_once(now=now + DAY, transport=wire)
    assert (len(wire.letters), scoped(lambda: FollowUp.objects.get().state)()) == (1, "sent")


def test_two_merged_while_one_is_settled_are_one_afterwards(
    scoped: Scoped, dewi: Contact, now: datetime
) -> None:
    scoped(lambda: own(ASK, now=now))()
    twin = scoped(lambda: many(1, now)[0])()
    scoped(lambda: lock(contact_ids=[dewi.pk, twin.pk]))()
    holds = Signal()

    def joining() -> None:
        merge(contact_id=dewi.pk, into_id=twin.pk)
        holds.set()
        until_somebody_waits()

    def locking() -> set[int]:
        holds.wait(10)
        lock(contact_ids=[dewi.pk])
        return gates_held(twin.pk)

    assert at_once(scoped(joining), scoped(locking))[1] == {twin.pk}


def gates_held(contact_id: int) -> set[int]:
    """Contacts whose gate another connection cannot have."""
    from sapa.contacts.models import ContactGate

    def free() -> set[int]:
        rows = ContactGate.objects.filter(contact_id=contact_id).select_for_update(skip_locked=True)
        return {row.contact_id for row in rows}

    from sapa.base.scope import current_workspace_id

    found: set[int] = at_once(inside(current_workspace_id(), free))[0]
    return {contact_id} - found


def test_a_merge_between_planning_and_settling_moves_everything_along(
    scoped: Scoped, dewi: Contact, now: datetime
) -> None:
    scoped(lambda: own(ASK, TWICE, now=now))()
    twin = scoped(lambda: many(1, now)[0])()
    scoped(lambda: (spoke(dewi, now), spoke(twin, now)))()
    scoped(lambda: merge(contact_id=dewi.pk, into_id=twin.pk))()
    scoped(lambda: settle(contact_ids=[dewi.pk], now=now + DAY))()
    states = scoped(lambda: sorted(FollowUp.objects.values_list("state", flat=True)))()
    assert states.count("queued") <= 1
    assert scoped(lambda: Enrolment.objects.filter(wake_at__isnull=True, state="active").count())() <= 2


def test_a_thousand_events_of_one_person_in_one_batch_enrol_once(
    scoped: Scoped, dewi: Contact, now: datetime
) -> None:
    scoped(lambda: own(ASK, now=now))()

    def storm() -> None:
        times = [now + timedelta(seconds=(count * 37) % 900) for count in range(1000)]
        news = [
            NewEvent(name="interaction.first", key=f"s{count}", at=at, contact_id=dewi.pk)
            for count, at in enumerate(times)
        ]
        record(events=news, now=now)

    scoped(storm)()
    while run_handlers(now=now + DAY):
        pass
    assert scoped(lambda: (Enrolment.objects.count(), FollowUp.objects.count()))() == (1, 1)
    assert scoped(lambda: Enrolment.objects.get().trigger_at)() == now + timedelta(seconds=899)


def test_an_event_handled_again_after_a_crash_changes_nothing(
    scoped: Scoped, dewi: Contact, now: datetime
) -> None:
    scoped(lambda: own(ASK, now=now))()
    scoped(lambda: tell([dewi], "interaction.first", now))()
    run_handlers(now=now)
    scoped(lambda: EventDelivery.objects.update(state="waiting"))()
    before = scoped(lambda: list(FollowUp.objects.values()))()
    run_handlers(now=now)
    assert scoped(lambda: list(FollowUp.objects.values()))() == before


def test_an_order_that_was_enrolled_for_somebody_else_leaves_no_dead_letter(
    committed_shop: Workspace, scoped: Scoped, dewi: Contact, now: datetime
) -> None:
    """Joined by mistake, enrolled, then set apart again."""
    from sapa.contacts.services import unmerge

    scoped(lambda: own(ASK, now=now))()
    twin = scoped(lambda: many(1, now)[0])()
    scoped(lambda: merge(contact_id=dewi.pk, into_id=twin.pk))()
    scoped(lambda: tell([dewi], "interaction.first", now))()
    run_handlers(now=now)
    scoped(lambda: unmerge(public_id=dewi.public_id))()
    again = NewEvent(name="interaction.first", key="again", at=now, contact_id=dewi.pk)
    scoped(lambda: record(events=[again], now=now))()
    run_handlers(now=now)
    with workspace_scope(committed_shop.pk):
        assert set(EventDelivery.objects.values_list("state", "error")) == {("done", "")}
