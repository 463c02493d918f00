"""Whom the business may write to first in 24 hours."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from unittest.mock import patch

import pytest

from sapa.messaging.delivery import flipping, pacing, portfolio
from sapa.messaging.delivery.flipping import flip
from sapa.messaging.delivery.marking import mark
from sapa.messaging.models import Channel, Conversation, Reach
from sapa.messaging.services import create_channel
from tests.rooms.journeys.crowd import at_once
from tests.rooms.messaging.conftest import customer, wanted
from tests.rooms.messaging.delivery import Post


@pytest.fixture
def people(post: Post, now: datetime, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Four customers of a shop that may write to three."""
    monkeypatch.setitem(portfolio.LIMITS, "TIER_250", 3)
    portfolio.COUNTS.clear()
    with post.inside():
        Channel.objects.update(limit_tier="TIER_250", portfolio_id="P1")
        return [customer(f"+6281234500{n}", "", now) for n in range(4)]


def reasons(post: Post, pk: int) -> list[str]:
    return list(post.message(pk).reasons)


def test_the_fourth_customer_waits_until_the_first_leaves_the_24_hours(
    post: Post, people: list[int], now: datetime
) -> None:
    keys = post.queue(now, *[wanted(pk, f"to:{pk}") for pk in people])
    assert post.deliver(now) == 3
    assert (post.message(keys[3]).state, reasons(post, keys[3])) == ("planned", ["portfolio_full"])
    assert post.message(keys[3]).not_before >= now + timedelta(hours=24)
    assert post.deliver(now + timedelta(hours=23)) == 0
    assert post.deliver(now + timedelta(hours=24, seconds=1)) == 1


def test_who_was_written_to_already_needs_no_new_place(post: Post, people: list[int], now: datetime) -> None:
    post.queue(now, *[wanted(pk, f"to:{pk}") for pk in people[:3]])
    post.deliver(now)
    post.queue(now, wanted(people[0], "again"))
    assert post.deliver(now + timedelta(minutes=1)) == 1


def test_an_answer_within_24_hours_takes_no_place(post: Post, people: list[int], now: datetime) -> None:
    post.queue(now, *[wanted(pk, f"to:{pk}") for pk in people])
    with post.inside():
        Conversation.objects.filter(contact_id=people[3]).update(last_inbound_at=now)
    assert post.deliver(now) == 4
    with post.inside():
        assert Reach.objects.count() == 3


def test_numbers_of_one_portfolio_share_its_room(post: Post, people: list[int], now: datetime) -> None:
    with post.inside():
        Reach.objects.bulk_create(
            [Reach(portfolio="P1", contact_id=pk, at=now - timedelta(hours=1)) for pk in people[:2]]
        )
    post.queue(now, *[wanted(pk, f"to:{pk}") for pk in people[2:]])
    assert post.deliver(now) == 1


def test_two_workers_with_a_number_each_share_the_last_place(
    post: Post, people: list[int], now: datetime
) -> None:
    """Neither sees what the other has not committed yet: they queue up for the whole portfolio."""
    with post.inside():
        second = create_channel(
            name="Kedua", external_id="106540352242923", token="t", app_secret="s", now=now
        )
        Channel.objects.update(limit_tier="TIER_250", portfolio_id="P1")
        Reach.objects.bulk_create([Reach(portfolio="P1", contact_id=pk, at=now) for pk in people[:2]])
    pacing.tend([post.workspace_id])
    both = post.queue(now, wanted(people[2], "a"), wanted(people[3], "b", channel_id=second.pk))

    def counting(pk: int) -> int:
        portfolio.COUNTS.clear()
        return len(flip(workspace_id=post.workspace_id, wanted=[pk], now=now))

    with patch.object(flipping, "mark", slowly(mark)):
        left = at_once(*[partial(counting, one) for one in both])
    assert sum(left) == 1


def slowly(work: Callable[..., None]) -> Callable[..., None]:
    def later(**given: Any) -> None:
        work(**given)
        time.sleep(0.3)

    return later
