"""A score that stands alone gets one short word, and nobody waits behind it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from sapa.accounts.models import Workspace
from sapa.assistant import handlers
from sapa.assistant.models import Turn
from sapa.events.models import Event
from sapa.messaging.models import Conversation, Message
from tests.rooms.feedback.test_scores import asked
from tests.rooms.journeys.rows import wrote

HOUR = timedelta(hours=1)


def said(where: Conversation, text: str, at: datetime, **told: Any) -> list[str]:
    message = wrote(where, at, text)
    data = {"message_id": message.pk, "conversation_id": where.pk, **told}
    before = Message.objects.filter(by="assistant").count()
    event = Event(name="message.received", at=at, contact_id=where.contact_id, data=data)
    for _again in range(2):
        handlers.answer([event], at)
    return list(Message.objects.filter(by="assistant").order_by("pk").values_list("text", flat=True))[before:]


@pytest.mark.parametrize(
    ("text", "word"), [("5", "Senang"), ("3", "kami catat"), ("1", "Penilaian ini dilihat tim kami")]
)
def test_a_score_is_thanked_for_once(shop: Workspace, now: datetime, text: str, word: str) -> None:
    told = said(asked("csat", now), text, now + HOUR)
    assert len(told) == 1
    assert word in told[0]
    turn = Turn.objects.get()
    assert (turn.outcome, turn.guard_blocks, turn.trace["rating"]) == ("recorded", 0, int(text))


def test_who_speaks_is_told_once(shop: Workspace, now: datetime) -> None:
    where = asked("csat", now)
    assert "asisten otomatis" in said(where, "5", now + HOUR)[0]
    assert "asisten otomatis" not in said(where, "jam bukanya kapan kak?", now + HOUR * 2)[0]


def test_a_low_recommendation_promises_nobody(shop: Workspace, now: datetime) -> None:
    [told] = said(asked("nps", now), "2", now + HOUR)
    assert ("maaf" in told, "tim kami" in told) == (True, False)


@pytest.mark.parametrize("told", [{"hold": "late"}, {"hold": "storm"}])
def test_a_score_that_no_machine_may_answer_is_only_kept(
    shop: Workspace, now: datetime, told: dict[str, str]
) -> None:
    assert said(asked("csat", now), "5", now + HOUR, **told) == []
    assert not Event.objects.filter(name="assistant.handed_off").exists()


def test_people_who_have_the_conversation_answer_themselves(shop: Workspace, now: datetime) -> None:
    where = asked("csat", now)
    Conversation.objects.update(owner="human")
    assert said(where, "1", now + HOUR) == []
