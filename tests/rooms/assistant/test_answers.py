"""Answers to what the shop asked want no answer: neither the assistant's nor a person's."""

from datetime import datetime, timedelta

import pytest

from sapa.accounts.models import Workspace
from sapa.assistant import handlers as assistant
from sapa.assistant.models import Turn
from sapa.events.models import Event
from sapa.inbox import handlers as inbox
from sapa.inbox.models import Clock
from sapa.messaging.models import Conversation
from tests.rooms.feedback.test_scores import asked
from tests.rooms.journeys.rows import wrote


@pytest.mark.parametrize(("text", "is_question"), [("5", False), ("Tolong sambungkan ke petugas", True)])
def test_a_score_starts_no_clock_and_goes_to_nobody(
    shop: Workspace, now: datetime, text: str, is_question: bool
) -> None:
    where, at = asked("csat", now), now + timedelta(hours=1)
    message = wrote(where, at, text)
    data = {"message_id": message.pk, "conversation_id": where.pk}
    told = [Event(name="message.received", at=at, contact_id=where.contact_id, data=data)]
    for react in (assistant.answer, inbox.start_clocks, inbox.tell_people, inbox.wake_tickets):
        react(told, at)
    assert (Turn.objects.get().outcome == "handed_off") == is_question
    assert Clock.objects.exists() == is_question
    assert (Conversation.objects.get().owner == "nobody") == is_question
