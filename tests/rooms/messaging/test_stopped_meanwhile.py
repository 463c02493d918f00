"""What is stopped while the gate decides: nothing is marked as being sent after the stop was written (SEND-11)."""

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import pytest

from sapa.base.scope import workspace_scope
from sapa.messaging.delivery import flipping
from sapa.messaging.delivery.claiming import claim
from sapa.messaging.delivery.flipping import flip
from sapa.messaging.models import Attempt, Channel, Message, Template
from sapa.messaging.services import hold_channel
from tests.rooms.journeys.crowd import at_once
from tests.rooms.messaging.conftest import customer, wanted
from tests.rooms.messaging.delivery import Post


@pytest.fixture
def while_deciding(monkeypatch: pytest.MonkeyPatch, post: Post) -> Callable[[Callable[[], Any]], None]:
    """Runs the work, committed, when messages have been decided and nothing is written yet."""

    def arrange(work: Callable[[], Any]) -> None:
        sort, left = flipping._sort, [work]

        def slow(*given: Any) -> Any:
            result = sort(*given)
            if left and given[0]:
                at_once(partial(scoped, post.workspace_id, left.pop()))
            return result

        monkeypatch.setattr(flipping, "_sort", slow)

    return arrange


def scoped(workspace_id: int, work: Callable[[], Any]) -> None:
    with workspace_scope(workspace_id):
        work()


def flipped(post: Post, now: datetime) -> int:
    due = claim(now=now, limit=50).due
    return sum(len(flip(workspace_id=pk, wanted=wanted, now=now)) for pk, wanted in due.items())


def test_a_number_stopped_while_the_gate_decides_sends_nothing(
    post: Post, customers: tuple[int, int], now: datetime, while_deciding: Callable[..., None]
) -> None:
    pks = post.queue(now, *[wanted(pk, f"to:{pk}") for pk in customers])
    while_deciding(partial(hold_channel, channel_id=post.channel.pk, code="by_hand", now=now))
    assert flipped(post, now) == 0
    assert {(post.message(pk).state, *post.message(pk).reasons) for pk in pks} == {
        ("planned", "channel_stopped")
    }
    with post.inside():
        assert not Attempt.objects.exists()


def test_a_template_paused_while_the_gate_decides_is_not_sent(
    post: Post, customers: tuple[int, int], now: datetime, while_deciding: Callable[..., None]
) -> None:
    post.approve(post.template(now, "Halo, pesanan menunggu."), now)
    [pk] = post.queue(now, wanted(customers[0], template="belum_bayar"))
    while_deciding(lambda: Template.objects.update(status="PAUSED"))
    assert flipped(post, now) == 0
    assert (post.message(pk).state, post.message(pk).reasons) == ("planned", ["template_paused"])


@pytest.mark.slow
def test_a_stop_against_the_gate_two_hundred_times(post: Post, now: datetime) -> None:
    """Which was first is asked under the stop's own lock; nothing leaves after it."""
    with post.inside():
        people = [customer(f"+62812345{n:05}", "", now) for n in range(200)]
    late = 0
    for n, pk in enumerate(people):
        [message] = post.queue(now, wanted(pk, f"to:{pk}"))
        with post.inside():
            Channel.objects.update(stopped="")

        def stop(wait: float = n % 20 / 2000, message: int = message) -> bool:
            time.sleep(wait)
            with post.inside():
                hold_channel(channel_id=post.channel.pk, code="by_hand", now=now)
                return Message.objects.filter(pk=message, state="sending").exists()

        left, sent_first = at_once(partial(flipped, post, now), stop)
        late += bool(left) and not sent_first
    assert late == 0
