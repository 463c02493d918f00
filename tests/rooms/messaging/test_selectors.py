from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.http import Http404

from sapa.messaging.channels.whatsapp import parse
from sapa.messaging.models import Channel, Conversation, Message
from sapa.messaging.selectors import conversation_by_public_id, home_counts, messages_of
from sapa.messaging.services import queue, receive
from tests.rooms.messaging.bodies import DEWI, body, text_message
from tests.rooms.messaging.conftest import wanted


def hear(channel: Channel, now: datetime, *said: dict[str, object]) -> None:
    receive(channel=channel, parsed=parse(body(messages=list(said))), now=now)


def test_a_conversation_reads_from_old_to_new_thirty_at_a_time(
    channel: Channel, dewi: int, now: datetime
) -> None:
    said = [text_message(f"wamid.{n}", str(n), now - timedelta(minutes=40 - n)) for n in range(40)]
    hear(channel, now, *said)
    talk = Conversation.objects.get().pk
    newest = messages_of(talk)
    older = messages_of(talk, before=newest.next)
    assert [m.text for m in (*older.rows, *newest.rows)] == [str(n) for n in range(40)]
    assert (len(newest.rows), older.next) == (30, None)


def test_the_door_opens_only_to_what_is_there(channel: Channel, dewi: int, now: datetime) -> None:
    hear(channel, now, text_message("wamid.1", "Halo", now, DEWI))
    talk = Conversation.objects.get()
    assert conversation_by_public_id(talk.public_id) == talk
    with pytest.raises(Http404):
        conversation_by_public_id(uuid4())


def test_the_home_page_counts_what_became_of_messages(channel: Channel, dewi: int, now: datetime) -> None:
    states = ["planned", "accepted", "unknown", "quarantined", "failed"]
    ids = queue(outgoing=[wanted(dewi, state) for state in states], now=now)
    for pk, state in zip(ids, states, strict=True):
        Message.objects.filter(id=pk).update(state=state, accepted_at=now, failed_at=now)
    counts = home_counts(since=now - timedelta(hours=1))
    assert (counts.planned, counts.sent, counts.unknown, counts.quarantined, counts.failed) == (1, 1, 1, 1, 1)
