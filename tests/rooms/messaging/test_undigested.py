"""A body that could not be read yet may say that an uncertain message did arrive: then nothing goes twice."""

from datetime import datetime, timedelta

import pytest

from sapa.events.models import RawDelivery
from sapa.messaging.services import webhook_seen
from tests.rooms.messaging.conftest import wanted
from tests.rooms.messaging.delivery import Post, leases_run_out, server_error


def body_came(post: Post, at: datetime, **more: object) -> None:
    with post.inside():
        endpoint = post.channel.endpoint_id
        values = {
            "endpoint_id": endpoint,
            "kind": "whatsapp",
            "body": b"{}",
            "received_at": at,
            "next_at": at,
        }
        RawDelivery.objects.create(**(values | more))


def uncertain(post: Post, contact_id: int, now: datetime) -> int:
    post.wire.answer = server_error
    [pk] = post.queue(now, wanted(contact_id, delivery_class="must"))
    post.deliver(now)
    return pk


def the_grace_passes(post: Post, now: datetime) -> None:
    leases_run_out()
    with post.inside():
        webhook_seen(channel_ids=[post.channel.pk], at=now + timedelta(minutes=20))
    post.deliver(now + timedelta(minutes=21))


@pytest.mark.parametrize("more", [{"state": "new", "attempts": 3}, {"state": "dead", "attempts": 6}])
def test_what_a_broken_body_may_have_told_is_for_a_person(
    post: Post, customers: tuple[int, int], now: datetime, more: dict[str, object]
) -> None:
    pk = uncertain(post, customers[0], now)
    body_came(post, now + timedelta(seconds=9), **more)
    the_grace_passes(post, now)
    assert (post.message(pk).state, len(post.wire.letters)) == ("quarantined", 1)


@pytest.mark.parametrize(("minutes", "state"), [(-5, "dead"), (1, "done"), (21, "new")])
def test_earlier_read_and_fresh_bodies_hold_nothing_up(
    post: Post, customers: tuple[int, int], now: datetime, minutes: int, state: str
) -> None:
    uncertain(post, customers[0], now)
    body_came(post, now + timedelta(minutes=minutes), state=state)
    the_grace_passes(post, now)
    assert len(post.wire.letters) == 2
