"""A thousand messages in ten seconds from one sender, and a reaction that leaves."""

from datetime import datetime, timedelta
from typing import Any

from sapa.messaging.channels.whatsapp import parse
from sapa.messaging.channels.whatsapp.composing import reaction
from sapa.messaging.models import Channel, Conversation, Message
from sapa.messaging.selectors import stories
from sapa.messaging.services import receive
from tests.rooms.messaging.bodies import body, text_message
from tests.rooms.messaging.conftest import wanted
from tests.rooms.messaging.delivery import Post


def test_a_thousand_messages_in_ten_seconds_count_once_each(
    channel: Channel, dewi: int, now: datetime
) -> None:
    told = [
        text_message(f"wamid.{place}", f"pesan {place}", now + timedelta(seconds=place // 100))
        for place in range(1000)
    ]
    for begin in range(0, 1000, 200):
        part = parse(body(messages=told[begin : begin + 200]))
        for _twice in range(2):
            receive(channel=channel, parsed=part, now=now + timedelta(seconds=10))
    where = Conversation.objects.get()
    assert (where.unread, Message.objects.count(), where.preview) == (1000, 1000, "pesan 999")
    assert len(stories.newest(where.pk).rows) == 30
    first = stories.first_unread(where.pk, where.unread)
    assert first is not None
    assert first.text == "pesan 0"


def test_a_reaction_leaves_the_talk_as_it_is(post: Post, customers: tuple[int, int], now: datetime) -> None:
    with post.inside():
        said = parse(body(messages=[text_message("wamid.1", "Terima kasih!", now)]))
        receive(channel=Channel.objects.get(), parsed=said, now=now)
    told: dict[str, Any] = {"klass": "reply", "kind": "agent_reaction", "by": "agent"}
    told["content"] = reaction("wamid.1", "🙏")
    later = now + timedelta(minutes=1)
    [pk] = post.queue(later, wanted(customers[0], **told))
    post.deliver(later)
    assert post.message(pk).state == "accepted"
    with post.inside():
        where = Conversation.objects.get(contact_id=customers[0])
        assert (where.preview, where.waiting_since, where.last_message_at) == ("Terima kasih!", now, now)


def test_a_preview_turns_nothing_that_stands_beside_it(channel: Channel, dewi: int, now: datetime) -> None:
    for wamid, words in (("wamid.1", "\u202eHalo \u200bKak"), ("wamid.2", "\u2067Ada?")):
        receive(channel=channel, parsed=parse(body(messages=[text_message(wamid, words, now)])), now=now)
    assert Conversation.objects.get().preview == "Ada?"
