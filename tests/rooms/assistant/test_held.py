from datetime import datetime

import pytest

from sapa.assistant import handlers
from sapa.assistant.models import Turn
from sapa.events.models import Event
from sapa.messaging.models import Conversation, Message
from tests.rooms.assistant.test_turns import says, sent, talk

__all__ = ["talk"]


def told(talk: Conversation, now: datetime, hold: str) -> None:
    data = {"message_id": says(talk, "Kapan dikirim?", now), "conversation_id": talk.pk}
    event = Event(name="message.received", at=now, contact_id=talk.contact_id, data=data | {"hold": hold})
    handlers.answer([event], now)


@pytest.mark.parametrize("hold", ["standby", "storm", "edited", "call"])
def test_what_no_machine_may_answer_gets_no_turn(talk: Conversation, now: datetime, hold: str) -> None:
    told(talk, now, hold)
    assert (sent(talk), Turn.objects.count(), Event.objects.count()) == ([], 0, 0)


def test_what_comes_hours_late_is_handed_to_people_without_a_word(talk: Conversation, now: datetime) -> None:
    told(talk, now, "late")
    assert (sent(talk), Conversation.objects.get().owner) == ([], "nobody")
    assert Event.objects.get(name="assistant.handed_off").data["reason"] == "late"


def test_a_conversation_that_people_have_stays_theirs(talk: Conversation, now: datetime) -> None:
    Conversation.objects.update(owner="human")
    told(talk, now, "late")
    assert (Conversation.objects.get().owner, Message.objects.filter(direction="out").count()) == ("human", 0)
