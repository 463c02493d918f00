from datetime import datetime, timedelta

import pytest

from sapa.messaging.models import Channel, Conversation, Message
from sapa.messaging.services import cancel, queue
from sapa.web.errors import Refused
from tests.rooms.messaging.bodies import MADE
from tests.rooms.messaging.conftest import customer, wanted


def test_a_message_is_queued_once_however_often_it_is_wanted(
    channel: Channel, dewi: int, now: datetime
) -> None:
    first = queue(outgoing=[wanted(dewi)], now=now)
    again = queue(outgoing=[wanted(dewi), wanted(dewi, "followup:2"), wanted(dewi)], now=now)
    assert again[0] == again[2] == first[0]
    assert Message.objects.count() == 2


def test_message_ids_come_back_in_the_order_of_the_wishes(channel: Channel, dewi: int, now: datetime) -> None:
    made = customer(MADE, "Made", now)
    ids = queue(outgoing=[wanted(made, "b"), wanted(dewi, "a")], now=now)
    assert [Message.objects.get(id=pk).contact_id for pk in ids] == [made, dewi]


def test_one_open_conversation_holds_all_messages_of_a_contact(
    channel: Channel, dewi: int, now: datetime
) -> None:
    queue(outgoing=[wanted(dewi, "a"), wanted(dewi, "b")], now=now)
    queue(outgoing=[wanted(dewi, "c")], now=now)
    assert Conversation.objects.get().contact_id == dewi


def test_a_template_message_keeps_its_parameters(channel: Channel, dewi: int, now: datetime) -> None:
    [pk] = queue(
        outgoing=[wanted(dewi, template="belum_bayar", parameters={"panggilan": "Kak Dewi"})], now=now
    )
    message = Message.objects.get(id=pk)
    assert message.payload == {
        "template": "belum_bayar",
        "language": "id",
        "parameters": {"panggilan": "Kak Dewi"},
    }


def test_without_a_channel_nothing_is_queued(dewi: int, now: datetime) -> None:
    with pytest.raises(Refused, match="no_channel"):
        queue(outgoing=[wanted(dewi)], now=now)


def test_what_waits_can_be_cancelled_and_what_left_cannot(channel: Channel, dewi: int, now: datetime) -> None:
    waiting, left = queue(outgoing=[wanted(dewi, "a"), wanted(dewi, "b")], now=now + timedelta(hours=1))
    Message.objects.filter(id=left).update(state="sending")
    assert cancel(message_ids=[waiting, left], reasons=["paid"], now=now) == 1
    assert Message.objects.get(id=waiting).reasons == ["paid"]
    assert Message.objects.get(id=left).state == "sending"
