from datetime import datetime, timedelta

import pytest

from sapa.accounts.models import Workspace
from sapa.contacts.models import Contact
from sapa.domain.journeys.reading import parse_definition
from sapa.journeys.models import FollowUp
from sapa.journeys.services import advance_due, change, deciding, editing, move_batch, plan, settle, switch
from sapa.messaging.models import Conversation, Message
from tests.rooms.journeys.own import (
    ASK,
    BRANCH,
    HEAD,
    TWICE,
    ended,
    enrolment,
    own,
    spoke,
    steps_of,
    tasks,
)
from tests.rooms.journeys.rows import contact, talk, wrote

DAY = timedelta(days=1)


@pytest.fixture
def dewi(shop: Workspace, now: datetime) -> Contact:
    who = contact("Dewi Anggraini", now, phone="+6281300000011", province="DKI Jakarta", postcode="12190")
    talk(who, now - 3 * DAY)
    return who


def sent(who: Contact, at: datetime) -> None:
    """As the gate leaves it when the message has gone out."""
    settle(contact_ids=[who.pk], now=at)
    rows = list(FollowUp.objects.filter(contact=who, state="queued"))
    for row in rows:
        row.state, row.finished_at = "sent", at
    deciding.save(rows, [])


def test_a_first_talk_plans_the_first_message_and_the_second_waits_for_it(
    dewi: Contact, now: datetime
) -> None:
    own(ASK, TWICE, now=now)
    spoke(dewi, now)
    assert (steps_of(dewi), enrolment(dewi).state) == ([("tanya", "waiting")], "active")


def test_the_second_is_planned_when_the_first_has_gone(dewi: Contact, now: datetime) -> None:
    own(ASK, TWICE, now=now)
    spoke(dewi, now)
    sent(dewi, now + DAY)
    advance_due(now=now + 5 * DAY)
    second = FollowUp.objects.get(contact=dewi, step="lagi")
    assert (second.due_at, enrolment(dewi).state) == (now + 4 * DAY, "done")


def test_the_same_event_twice_enrols_once(dewi: Contact, now: datetime) -> None:
    own(ASK, now=now)
    event = spoke(dewi, now)
    assert plan(events=[event], now=now + DAY) == 0
    assert steps_of(dewi) == [("tanya", "waiting")]


def test_an_answer_of_yes_becomes_a_call_for_a_person(dewi: Contact, now: datetime) -> None:
    own(ASK, BRANCH, now=now)
    spoke(dewi, now)
    sent(dewi, now + DAY)
    wrote(talk_of(dewi), now + DAY + timedelta(hours=1), "Ya!")
    ended("message.received", dewi, now + DAY + timedelta(hours=1))
    advance_due(now=now + DAY + timedelta(hours=1))
    assert tasks(dewi) == [("telepon", "open")]


def test_silence_ends_the_journey_without_a_call(dewi: Contact, now: datetime) -> None:
    own(ASK, BRANCH, now=now)
    spoke(dewi, now)
    sent(dewi, now + DAY)
    advance_due(now=now + 4 * DAY)
    assert (tasks(dewi), enrolment(dewi).state) == ([], "done")


def test_an_order_ends_everything_the_open_call_too(dewi: Contact, now: datetime) -> None:
    own(ASK, BRANCH, now=now)
    spoke(dewi, now)
    sent(dewi, now + DAY)
    wrote(talk_of(dewi), now + DAY + timedelta(hours=1), "ya")
    ended("message.received", dewi, now + DAY + timedelta(hours=1))
    advance_due(now=now + DAY + timedelta(hours=1))
    ended("order.placed", dewi, now + DAY + timedelta(hours=2))
    assert (tasks(dewi), enrolment(dewi).end_reason) == ([("telepon", "dismissed")], "exit_order_placed")


def test_a_comparison_group_is_kept_and_gets_nothing(dewi: Contact, now: datetime) -> None:
    own(ASK, now=now, share=50)
    people = [dewi, *(contact(f"Made {n}", now, phone=f"+62813000002{n:02}") for n in range(19))]
    for one in people:
        spoke(one, now)
    held = FollowUp.objects.filter(reasons=["holdout"], state="dropped").count()
    assert 3 <= held <= 17
    assert FollowUp.objects.filter(enrolment__arm="treatment", state="waiting").count() == 20 - held


def test_a_rehearsal_decides_everything_and_sends_nothing(dewi: Contact, now: datetime) -> None:
    own(ASK, now=now, mode="dry_run")
    spoke(dewi, now)
    settle(contact_ids=[dewi.pk], now=now + DAY)
    assert steps_of(dewi) == [("tanya", "rehearsed")]
    assert not Message.objects.filter(direction="out").exists()


def test_going_live_takes_the_waiting_ones_along(dewi: Contact, now: datetime) -> None:
    own(ASK, now=now, mode="dry_run")
    spoke(dewi, now)
    switch(recipe="salam", mode="live", settings={}, now=now)
    assert not FollowUp.objects.get(contact=dewi).dry


def test_switched_off_nothing_goes_out_any_more(dewi: Contact, now: datetime) -> None:
    own(ASK, now=now)
    spoke(dewi, now)
    switch(recipe="salam", mode="off", settings={}, now=now)
    settle(contact_ids=[dewi.pk], now=now)
    assert list(FollowUp.objects.values_list("state", "reasons")) == [("dropped", ["disabled"])]


def test_a_change_is_for_new_starts_and_runs_finish_on_their_own_version(
    dewi: Contact, now: datetime
) -> None:
    journey = own(ASK, now=now)
    spoke(dewi, now)
    later = parse_definition(HEAD + ASK.replace("trigger + 1d", "trigger + 2d"))
    change(journey=journey, definition=later, seen=1, now=now)
    assert FollowUp.objects.get(contact=dewi).due_at == now + DAY
    yosef = contact("Yosef", now, phone="+6281300000013")
    spoke(yosef, now)
    assert FollowUp.objects.get(contact=yosef).due_at == now + 2 * DAY


def test_who_is_on_the_way_is_moved_on_request(dewi: Contact, now: datetime) -> None:
    journey = own(ASK, now=now)
    spoke(dewi, now)
    later = parse_definition(HEAD + ASK.replace("trigger + 1d", "trigger + 2d"))
    change(journey=journey, definition=later, seen=1, now=now)
    journey.refresh_from_db()
    assert move_batch(journey=journey, now=now) == 1
    waiting = FollowUp.objects.get(contact=dewi, state="waiting")
    assert (waiting.due_at, waiting.step) == (now + 2 * DAY, "tanya")


def test_a_move_holds_one_batch_of_people_at_a_time(
    dewi: Contact, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editing, "AT_ONCE", 1)
    journey = own(ASK, now=now)
    spoke(dewi, now)
    spoke(contact("Made", now, phone="+6281300000012", province="Bali"), now)
    later = parse_definition(HEAD + ASK.replace("trigger + 1d", "trigger + 2d"))
    change(journey=journey, definition=later, seen=1, now=now)
    journey.refresh_from_db()
    assert [move_batch(journey=journey, now=now) for _ in range(3)] == [1, 1, 0]


def test_nothing_that_was_sent_is_sent_again_after_a_move(dewi: Contact, now: datetime) -> None:
    journey = own(ASK, TWICE, now=now)
    spoke(dewi, now)
    sent(dewi, now + DAY)
    later = parse_definition(HEAD + ASK + TWICE.replace("previous + 3d", "previous + 5d"))
    change(journey=journey, definition=later, seen=1, now=now + DAY)
    journey.refresh_from_db()
    move_batch(journey=journey, now=now + DAY)
    assert [step for step, state in steps_of(dewi) if state != "dropped"] == ["tanya", "lagi"]


def talk_of(who: Contact) -> Conversation:
    return Conversation.objects.get(contact=who)
