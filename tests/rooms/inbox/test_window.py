from datetime import datetime, timedelta

import pytest

from sapa.accounts.models import User, Workspace
from sapa.inbox.services import reply
from sapa.messaging.models import Conversation, Message
from sapa.web.errors import Refused
from tests.rooms.journeys.rows import contact, talk


def answered(where: Conversation, now: datetime) -> int:
    budi = User.objects.get(email="budi@tokosari.test")
    return reply(conversation=where, text="Baik, Kak.", author=budi, client_id="1", now=now)


def test_the_window_counts_what_the_customer_wrote_in_an_earlier_conversation(
    shop: Workspace, now: datetime
) -> None:
    earlier = talk(contact("Dewi", now), now)
    Conversation.objects.filter(pk=earlier.pk).update(open=False)
    new = Conversation.objects.create(
        contact=earlier.contact, channel=earlier.channel, last_message_at=now + timedelta(hours=1)
    )
    assert Message.objects.get(pk=answered(new, now + timedelta(hours=2))).text == "Baik, Kak."


def test_a_closed_window_refuses_free_text(shop: Workspace, now: datetime) -> None:
    with pytest.raises(Refused, match="window_closed"):
        answered(talk(contact("Dewi", now), now), now + timedelta(hours=24))
