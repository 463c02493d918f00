"""What the assistant said and has not left yet stays unsent once a person has the conversation (rule 36)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from sapa.events.models import Event
from sapa.messaging.models import Attempt, Conversation
from sapa.messaging.schemas import Outgoing
from sapa.messaging.services import assign
from tests.rooms.messaging.conftest import wanted
from tests.rooms.messaging.delivery import Post
from tests.rooms.messaging.test_stopped_meanwhile import flipped, while_deciding

__all__ = ["while_deciding"]


def said(contact_id: int, by: str = "assistant", key: str = "a") -> Outgoing:
    return replace(wanted(contact_id, key), by=by, klass="reply", kind=f"{by}_reply", category="service")


def taken_over() -> None:
    assign(conversation_id=Conversation.objects.get().pk, owner="human", assignee_id=1)


def test_what_the_assistant_queued_is_not_sent_once_a_person_has_it(
    post: Post, customers: tuple[int, int], now: datetime
) -> None:
    [pk] = post.queue(now, said(customers[0]))
    with post.inside():
        taken_over()
    assert post.deliver(now) == 0
    assert (post.message(pk).state, post.message(pk).reasons) == ("cancelled", ["taken_over"])


def test_who_takes_over_while_the_gate_decides_is_first(
    post: Post, customers: tuple[int, int], now: datetime, while_deciding: Callable[..., None]
) -> None:
    [pk] = post.queue(now, said(customers[0]))
    while_deciding(taken_over)
    assert flipped(post, now) == 0
    assert post.message(pk).state == "cancelled"
    with post.inside():
        assert not Attempt.objects.exists()


@pytest.mark.parametrize("by", ["agent", "system"])
def test_what_people_and_follow_ups_say_leaves_all_the_same(
    post: Post, customers: tuple[int, int], now: datetime, by: str
) -> None:
    [pk] = post.queue(now, said(customers[0], by))
    with post.inside():
        taken_over()
    post.deliver(now)
    assert post.message(pk).state == "accepted"


def test_an_answer_of_a_person_that_may_not_leave_any_more_is_told(
    post: Post, customers: tuple[int, int], now: datetime
) -> None:
    """Such as after its number was stopped for too long."""
    hour = timedelta(hours=1)
    [pk] = post.queue(now, replace(said(customers[0], "agent"), deadline=now + hour))
    post.deliver(now + 2 * hour)
    assert post.message(pk).state == "expired"
    with post.inside():
        told = Event.objects.get(name="message.unsent").data
    assert (told["message_id"], told["code"]) == (pk, "deadline_passed")
