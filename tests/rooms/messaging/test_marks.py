"""Blue ticks go out once for what somebody has read; nothing depends on them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from sapa.messaging.channels.whatsapp import parse
from sapa.messaging.models import Attempt, Channel, Conversation, Message
from sapa.messaging.services import hold_channel, receive
from sapa.messaging.services.marks import see, send_marks
from tests.rooms.messaging.bodies import body, text_message
from tests.rooms.messaging.conftest import wanted
from tests.rooms.messaging.delivery import Post
from tests.rooms.messaging.graph import Graph, serving


@pytest.fixture
def graph() -> Iterator[Graph]:
    with serving(Graph()) as running:
        yield running


@pytest.fixture
def wrote(post: Post, now: datetime) -> None:
    said = [text_message("wamid.1", "Halo", now), text_message("wamid.2", "Kak?", now + timedelta(seconds=1))]
    with post.inside():
        receive(channel=Channel.objects.get(), parsed=parse(body(messages=said)), now=now)


def seen(post: Post) -> None:
    with post.inside():
        see(conversation_id=Conversation.objects.get().pk)


@pytest.mark.usefixtures("wrote")
def test_the_newest_message_is_marked_once(post: Post, graph: Graph, now: datetime) -> None:
    assert send_marks(now=now) == 0
    seen(post)
    assert [send_marks(now=now), send_marks(now=now)] == [1, 0]
    assert [one["message_id"] for one in graph.said] == ["wamid.2"]
    with post.inside():
        assert not Attempt.objects.exists()


@pytest.mark.usefixtures("wrote")
def test_a_mark_that_fails_twice_is_forgotten(post: Post, graph: Graph, now: datetime) -> None:
    graph.statuses = [100, 100]
    seen(post)
    assert [send_marks(now=now), send_marks(now=now)] == [1, 0]
    assert len(graph.said) == 2


@pytest.mark.usefixtures("wrote")
def test_writing_is_shown_while_the_assistant_answers(post: Post, graph: Graph, now: datetime) -> None:
    with post.inside():
        contact_id = Message.objects.filter(direction="in").values_list("contact_id", flat=True)[0]
    post.queue(now, wanted(contact_id, by="assistant", kind="assistant_reply", klass="reply"))
    seen(post)
    send_marks(now=now)
    assert graph.said[0]["typing_indicator"] == {"type": "text"}


@pytest.mark.usefixtures("wrote")
def test_a_number_that_is_held_tells_nothing(post: Post, graph: Graph, now: datetime) -> None:
    seen(post)
    with post.inside():
        hold_channel(channel_id=post.channel.pk, code="190", now=now)
    assert send_marks(now=now) == 0
