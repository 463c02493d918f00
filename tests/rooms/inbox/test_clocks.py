"""Clocks of conversations: begun by a customer, met by an answer, whatever order news comes in."""

from datetime import datetime, timedelta

from sapa.accounts.models import Workspace
from sapa.accounts.services import change_settings
from sapa.contacts.models import Contact
from sapa.inbox.models import Clock
from sapa.inbox.services import clocks
from sapa.messaging.models import Conversation, Message
from tests.rooms.inbox.clocks import MINUTE, answer, conversation, only, said_back, standing, write

HALF_HOUR = timedelta(minutes=30)


def test_a_message_starts_the_first_answer_and_a_turn(shop: Workspace, now: datetime) -> None:
    dewi = conversation(now)
    write(dewi, now)
    assert standing(dewi) == {"first": "running", "turn": "running"}
    assert Conversation.objects.get().due_at == now + HALF_HOUR


def test_several_messages_are_one_turn_from_the_first_on(shop: Workspace, now: datetime) -> None:
    dewi = conversation(now)
    for minutes in (0, 1, 2):
        write(dewi, now + minutes * MINUTE)
    assert only("turn").started_at == now


def test_a_persons_answer_meets_both_and_is_measured(shop: Workspace, now: datetime) -> None:
    dewi = conversation(now)
    write(dewi, now)
    answer(dewi, now + 5 * MINUTE, author_id=7)
    assert standing(dewi) == {"first": "met", "turn": "met"}
    assert (only("first").seconds, only("first").author_id, only("first").met_by) == (300, 7, "agent")
    assert Conversation.objects.get().due_at is None


def test_the_assistants_answer_is_no_first_answer_of_a_person(shop: Workspace, now: datetime) -> None:
    dewi = conversation(now)
    write(dewi, now)
    answer(dewi, now + MINUTE, by="assistant")
    assert standing(dewi) == {"first": "paused", "turn": "met"}
    assert Conversation.objects.get().due_at is None


def test_the_first_answer_goes_on_when_the_customer_writes_again(shop: Workspace, now: datetime) -> None:
    dewi = conversation(now)
    write(dewi, now)
    answer(dewi, now + MINUTE, by="assistant")
    write(dewi, now + 11 * MINUTE)
    assert only("first").due_at == now + 40 * MINUTE
    answer(dewi, now + 13 * MINUTE)
    assert (only("first").seconds, only("first").paused_seconds) == (180, 600)


def test_what_is_handed_over_waits_for_a_person_not_for_the_assistant(shop: Workspace, now: datetime) -> None:
    dewi = conversation(now)
    write(dewi, now)
    for _ in range(2):
        clocks.handed_off(conversation_id=dewi.pk, at=now + MINUTE, now=now + MINUTE)
    assert Conversation.objects.get().due_at == now + 16 * MINUTE
    answer(dewi, now + 3 * MINUTE, by="assistant")
    assert only("handoff").state == "running"
    answer(dewi, now + 4 * MINUTE)
    assert only("handoff").seconds == 180


def test_a_closed_conversation_promises_nothing(shop: Workspace, now: datetime) -> None:
    dewi = conversation(now)
    write(dewi, now)
    clocks.released(conversation_id=dewi.pk, now=now + MINUTE)
    assert standing(dewi) == {"first": "dropped", "turn": "dropped"}
    assert Conversation.objects.get().due_at is None


def test_an_answer_that_failed_leaves_the_clock_running_from_its_old_start(
    shop: Workspace, now: datetime
) -> None:
    dewi = conversation(now)
    write(dewi, now)
    reply = answer(dewi, now + 5 * MINUTE)
    Conversation.objects.update(waiting_since=None)
    Message.objects.filter(pk=reply.pk).update(state="failed")
    clocks.unanswered(conversation_id=dewi.pk, now=now + 6 * MINUTE)
    assert standing(dewi) == {"first": "running", "turn": "running"}
    assert (only("turn").started_at, only("turn").met_at) == (now, None)
    assert Conversation.objects.get().waiting_since == now


def test_a_failed_answer_takes_a_turn_that_began_since_into_the_old_one(
    shop: Workspace, now: datetime
) -> None:
    dewi = conversation(now)
    write(dewi, now)
    reply = answer(dewi, now + 5 * MINUTE)
    write(dewi, now + 6 * MINUTE)
    Message.objects.filter(pk=reply.pk).update(state="failed")
    clocks.unanswered(conversation_id=dewi.pk, now=now + 7 * MINUTE)
    assert only("turn").started_at == now


def test_when_one_of_two_answers_failed_the_other_counts(shop: Workspace, now: datetime) -> None:
    dewi = conversation(now)
    write(dewi, now)
    failed = answer(dewi, now + 5 * MINUTE)
    answer(dewi, now + 6 * MINUTE)
    Message.objects.filter(pk=failed.pk).update(state="failed")
    clocks.unanswered(conversation_id=dewi.pk, now=now + 7 * MINUTE)
    assert (only("first").state, only("first").seconds) == ("met", 360)


def test_when_the_assistants_answer_failed_a_person_is_waited_for_again(
    shop: Workspace, now: datetime
) -> None:
    dewi = conversation(now)
    write(dewi, now)
    reply = answer(dewi, now + MINUTE, by="assistant")
    Message.objects.filter(pk=reply.pk).update(state="cancelled")
    clocks.unanswered(conversation_id=dewi.pk, now=now + 2 * MINUTE)
    assert standing(dewi) == {"first": "running", "turn": "running"}
    assert only("first").due_at == now + HALF_HOUR


def test_a_message_told_late_moves_the_beginning_back(shop: Workspace, now: datetime) -> None:
    dewi = conversation(now)
    write(dewi, now)
    write(dewi, now - 20 * MINUTE, arrived=now + MINUTE)
    assert {only("turn").started_at, only("first").started_at} == {now - 20 * MINUTE}
    assert Conversation.objects.get().due_at == now + 10 * MINUTE


def test_an_answer_on_the_phone_that_is_told_before_its_question_still_meets_it(
    shop: Workspace, now: datetime
) -> None:
    dewi = conversation(now)
    answer(dewi, now + 2 * MINUTE, by="phone")
    write(dewi, now, arrived=now + 3 * MINUTE)
    assert standing(dewi) == {"first": "met", "turn": "met"}
    assert only("turn").seconds == 120


def test_what_came_after_an_answer_told_late_waits_on(shop: Workspace, now: datetime) -> None:
    dewi = conversation(now)
    write(dewi, now)
    write(dewi, now + 4 * MINUTE)
    answer(dewi, now + 2 * MINUTE, by="phone")
    turns = Clock.objects.filter(kind="turn").order_by("started_at")
    assert [(one.state, one.started_at) for one in turns] == [
        ("met", now),
        ("running", now + 4 * MINUTE),
    ]


def test_an_answer_in_sapa_never_meets_what_had_not_arrived(shop: Workspace, now: datetime) -> None:
    """WhatsApp counts in whole seconds: a message may seem older than an answer that could not know of it."""
    dewi = conversation(now)
    write(dewi, now)
    answer(dewi, now + MINUTE + timedelta(milliseconds=600))
    write(dewi, now + MINUTE, arrived=now + MINUTE + timedelta(seconds=2))
    assert Clock.objects.filter(kind="turn", state="running").count() == 1


def test_an_answer_given_before_the_clocks_heard_of_the_message_counts(
    shop: Workspace, now: datetime
) -> None:
    dewi = conversation(now)
    asked = write(dewi, now, told=False)
    said_back(dewi, now + MINUTE)
    clocks.customer_wrote(message_ids=[asked.pk], now=now + 2 * MINUTE)
    assert standing(dewi) == {"first": "met", "turn": "met"}


def test_hearing_of_a_message_again_changes_nothing(shop: Workspace, now: datetime) -> None:
    dewi = conversation(now)
    asked = write(dewi, now)
    answer(dewi, now + MINUTE)
    clocks.customer_wrote(message_ids=[asked.pk], now=now + 2 * MINUTE)
    assert Clock.objects.count() == 2
    assert standing(dewi) == {"first": "met", "turn": "met"}


def test_reactions_and_what_only_metas_agent_sees_start_nothing(shop: Workspace, now: datetime) -> None:
    dewi = conversation(now)
    heart, seen = write(dewi, now, told=False), write(dewi, now, told=False)
    Message.objects.filter(pk=heart.pk).update(type="reaction")
    Message.objects.filter(pk=seen.pk).update(payload={"standby": True})
    clocks.customer_wrote(message_ids=[heart.pk, seen.pk], now=now)
    assert Clock.objects.count() == 0


def test_an_urgent_conversation_has_less_time_from_the_same_beginning(shop: Workspace, now: datetime) -> None:
    dewi = conversation(now)
    write(dewi, now)
    Conversation.objects.update(priority=2)
    clocks.reprioritised(conversation_id=dewi.pk, now=now + MINUTE)
    assert Conversation.objects.get().due_at == now + 10 * MINUTE


def test_a_joined_contact_is_promised_what_its_company_is(shop: Workspace, now: datetime) -> None:
    hours = {"b2c": [[["09:00", "17:00"]]] * 7, "b2b": [[["13:00", "14:00"]]] * 7}
    change_settings(changes={"service_promise": {"hours": hours}}, now=now)
    company = Contact.objects.create(name="PT Citra Rasa", segment="b2b", created_at=now)
    dewi = conversation(now)
    Contact.objects.filter(pk=dewi.contact_id).update(root=company)
    write(dewi, now)
    assert (only("first").segment, only("first").due_at) == ("b2b", now + timedelta(hours=3, minutes=30))


def test_who_writes_unasked_after_the_assistant_gives_no_first_answer(shop: Workspace, now: datetime) -> None:
    """Nobody waited: the assistant's second would be counted as a person's."""
    dewi = conversation(now)
    write(dewi, now)
    answer(dewi, now + timedelta(seconds=2), by="assistant")
    answer(dewi, now + HALF_HOUR)
    assert not Clock.objects.filter(kind="first", state="met").exists()
    write(dewi, now + 40 * MINUTE)
    answer(dewi, now + 45 * MINUTE)
    assert only("first").seconds == 300


def test_what_is_closed_without_an_answer_is_broken_when_its_time_is_over(
    shop: Workspace, now: datetime
) -> None:
    dewi = conversation(now)
    write(dewi, now)
    clocks.released(conversation_id=dewi.pk, now=now + 31 * MINUTE)
    turn = Clock.objects.get(kind="turn")
    assert (turn.state, turn.breached_at, turn.calendar_seconds) == ("dropped", now + HALF_HOUR, 31 * 60)


def test_a_thumb_of_the_team_is_no_answer(shop: Workspace, now: datetime) -> None:
    dewi = conversation(now)
    asked = write(dewi, now, told=False)
    thumb = said_back(dewi, now + MINUTE)
    Message.objects.filter(pk=thumb.pk).update(type="reaction")
    clocks.customer_wrote(message_ids=[asked.pk], now=now + 2 * MINUTE)
    assert standing(dewi) == {"first": "running", "turn": "running"}
