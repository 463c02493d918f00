"""Whatever goes wrong within a turn, whoever wrote gets a person, in their language, and is told who speaks."""

from datetime import datetime
from typing import Any

import pytest
from django.db import DataError, OperationalError

from sapa.assistant.models import Turn
from sapa.assistant.services import turns
from sapa.messaging.models import Conversation, Message
from tests.rooms.assistant.test_conversations import hears
from tests.rooms.assistant.test_turns import talk

__all__ = ["talk"]


def breaks(error: Exception) -> Any:
    def broken(*_given: Any, **_named: Any) -> Any:
        raise error

    return broken


@pytest.mark.parametrize("part", ["wrong_in", "apply", "reply", "keep", "trace_of", "hand_over"])
@pytest.mark.parametrize("error", [ValueError("Dewi"), DataError("Dewi")])
def test_nobody_is_left_without_a_word(
    talk: Conversation, now: datetime, monkeypatch: pytest.MonkeyPatch, part: str, error: Exception
) -> None:
    monkeypatch.setattr(turns, part, breaks(error))
    assert "diteruskan ke tim kami" in hears(talk, "mau bicara dengan petugas", now)
    assert (Turn.objects.get().reason, Conversation.objects.get().owner) == ("failed", "nobody")
    assert Message.objects.filter(direction="out").count() == 1


def test_what_trying_again_may_mend_is_tried_again(
    talk: Conversation, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "keep", breaks(OperationalError("deadlock detected")))
    with pytest.raises(OperationalError):
        hears(talk, "halo", now)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("pesanan saya sampai mana", "Saya asisten otomatis Toko Sari"),
        ("hello, where is my order please?", "I am the automated assistant of Toko Sari"),
    ],
)
def test_a_first_reply_that_the_guard_stopped_says_who_speaks(
    talk: Conversation, now: datetime, monkeypatch: pytest.MonkeyPatch, said: str, told: str
) -> None:
    stops = iter([("ungrounded_fact",), ()])
    monkeypatch.setattr(turns, "wrong_in", lambda *_given, **_named: next(stops))
    assert told in hears(talk, said, now)
