"""What happens elsewhere reaches the clocks: answers on the phone, turns of the assistant, failures, hand-offs."""

from datetime import datetime

from sapa.accounts.models import User, Workspace
from sapa.events.models import Event
from sapa.inbox import handlers
from sapa.inbox.models import Clock
from sapa.inbox.services import open_handoff, reply
from sapa.messaging.models import Message
from tests.rooms.inbox.clocks import MINUTE, answer, conversation, only, standing, write


def test_a_received_message_starts_its_clocks(shop: Workspace, now: datetime) -> None:
    asked = write(conversation(now), now, told=False)
    told = {"message_id": asked.pk, "conversation_id": asked.conversation_id}
    handlers.start_clocks([Event(name="message.received", at=now, data=told)], now)
    assert Clock.objects.count() == 2


def test_an_answer_on_the_phone_meets_what_waited(shop: Workspace, now: datetime) -> None:
    dewi, later = conversation(now), now + 3 * MINUTE
    write(dewi, now)
    handlers.note_answers(
        [Event(name="agent.followed_up", at=later, data={"conversation_id": dewi.pk})], later
    )
    assert (only("first").met_at, only("first").seconds) == (later, 180)


def test_what_the_assistant_only_passes_on_is_no_answer(shop: Workspace, now: datetime) -> None:
    dewi = conversation(now)
    write(dewi, now)
    for outcome in ("handed_off", "answered"):
        told = {"conversation_id": dewi.pk, "outcome": outcome}
        handlers.note_turns([Event(name="assistant.turn_finished", at=now, data=told)], now)
        assert only("turn").state == {"handed_off": "running", "answered": "met"}[outcome]


def test_an_answer_that_the_provider_refused_is_taken_back(shop: Workspace, now: datetime) -> None:
    dewi = conversation(now)
    write(dewi, now)
    sent = answer(dewi, now + MINUTE)
    Message.objects.filter(pk=sent.pk).update(state="failed")
    handlers.note_failures([Event(name="message.failed", at=now, data={"message_id": sent.pk})], now)
    assert standing(dewi) == {"first": "running", "turn": "running"}


def test_a_reply_meets_what_was_handed_over(shop: Workspace, now: datetime) -> None:
    dewi, budi = conversation(now), User.objects.get()
    asked = write(dewi, now)
    open_handoff(conversation_id=dewi.pk, message_id=asked.pk, reason="not_understood", now=now)
    reply(conversation=dewi, text="Besok, Kak.", author=budi, client_id="1", now=now + MINUTE)
    assert standing(dewi) == {"first": "met", "turn": "met", "handoff": "met"}
    assert only("handoff").author_id == budi.pk
