"""Whom the business may write to first in 24 hours."""

from datetime import datetime, timedelta

import pytest

from sapa.messaging.delivery import portfolio
from sapa.messaging.models import Channel, Conversation, Reach
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
