"""Two machines that thank each other come to an end."""

from datetime import datetime, timedelta

from sapa.messaging.models import Conversation
from tests.rooms.assistant.test_conversations import hears
from tests.rooms.assistant.test_turns import sent, talk

__all__ = ["talk"]
SAID = ("Terima kasih telah menghubungi Toko Bunga!", "Sama-sama!", "Kami buka pukul 09.00-17.00.")


def test_a_machine_gets_thirty_answers_an_hour_and_then_people_look(
    talk: Conversation, now: datetime
) -> None:
    for turn in range(40):
        hears(talk, SAID[turn % 3], now + timedelta(seconds=61 * turn))
    assert len(sent(talk)) == 30
    assert Conversation.objects.get().owner == "nobody"
