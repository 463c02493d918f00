"""An answer that is written down after the lease has run out: the database was away, another worker swept."""

from datetime import datetime, timedelta

import pytest

from sapa.messaging.delivery.claiming import claim
from sapa.messaging.delivery.flipping import flip
from sapa.messaging.delivery.outcomes import Result
from sapa.messaging.delivery.results import record_results
from sapa.messaging.delivery.sweeping import sweep
from sapa.messaging.schemas import Letter, Outcome
from sapa.messaging.services import webhook_seen
from tests.rooms.messaging.conftest import wanted
from tests.rooms.messaging.delivery import Post, accepted, leases_run_out, refused

CAME = pytest.mark.parametrize("delivery_class", ["must", "once"])


def under_way(post: Post, contact_id: int, now: datetime, delivery_class: str) -> Letter:
    """The request is made; meanwhile another worker calls the message lost."""
    post.queue(now, wanted(contact_id, delivery_class=delivery_class))
    [(workspace_id, due)] = claim(now=now, limit=10).due.items()
    [ready] = flip(workspace_id=workspace_id, wanted=due, now=now)
    leases_run_out()
    sweep(now)
    return ready.letter


def an_hour_passes(post: Post, now: datetime) -> None:
    leases_run_out()
    with post.inside():
        webhook_seen(channel_ids=[post.channel.pk], at=now + timedelta(minutes=20))
    post.deliver(now + timedelta(hours=1))


@CAME
def test_what_was_accepted_is_never_sent_again(
    post: Post, customers: tuple[int, int], now: datetime, delivery_class: str
) -> None:
    letter = under_way(post, customers[0], now, delivery_class)
    record_results([Result(letter, accepted(letter))], now)
    an_hour_passes(post, now)
    assert post.message(letter.message_id).state == "accepted"
    assert post.wire.letters == []


@CAME
def test_what_surely_did_not_leave_goes_again(
    post: Post, customers: tuple[int, int], now: datetime, delivery_class: str
) -> None:
    letter = under_way(post, customers[0], now, delivery_class)
    record_results([Result(letter, Outcome("not_sent"))], now)
    an_hour_passes(post, now)
    assert [one.n for one in post.wire.letters] == [2]


def test_what_was_refused_for_good_is_failed(post: Post, customers: tuple[int, int], now: datetime) -> None:
    letter = under_way(post, customers[0], now, "once")
    record_results([Result(letter, refused(131026)(letter))], now)
    assert (post.message(letter.message_id).state, post.message(letter.message_id).error) == (
        "failed",
        "131026",
    )


def test_an_answer_that_nobody_understood_gives_no_second_grace(
    post: Post, customers: tuple[int, int], now: datetime
) -> None:
    letter = under_way(post, customers[0], now, "once")
    leases_run_out()
    before = post.message(letter.message_id).lease_until
    record_results([Result(letter, Outcome("unknown"))], now)
    assert post.message(letter.message_id).lease_until == before


def test_accepted_after_the_grace_it_is_no_longer_uncertain(
    post: Post, customers: tuple[int, int], now: datetime
) -> None:
    letter = under_way(post, customers[0], now, "once")
    an_hour_passes(post, now)
    record_results([Result(letter, accepted(letter))], now + timedelta(hours=1))
    assert post.message(letter.message_id).state == "accepted"
