"""How fast a number may send: slots, halving, climbing back, starting slowly."""

from datetime import UTC, datetime, timedelta

import pytest

from sapa.base.rows import fetch
from sapa.messaging.delivery import pacing
from sapa.messaging.delivery.claiming import Claim, claim_paced
from sapa.messaging.delivery.pacing import PaceRow, free_slots, reserved, speed
from sapa.messaging.delivery.sweeping import stop_everything
from sapa.messaging.models import Channel, Pace
from sapa.messaging.services import resume_channel
from tests.rooms.messaging.conftest import customer, wanted
from tests.rooms.messaging.delivery import Post

NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)


def pace(**more: object) -> PaceRow:
    values = {
        "id": 1,
        "channel_id": 1,
        "rate": 40.0,
        "free_at": NOON,
        "closed_until": None,
        "opened_at": None,
    }
    return PaceRow(**(values | {"now": NOON} | more))  # type: ignore[arg-type]


def test_a_batch_takes_the_slots_of_one_second_and_the_next_one_follows() -> None:
    assert free_slots(pace()) == 40
    slots = reserved(pace(), 40)
    assert (slots.of(0), slots.of(20), slots.ends_at) == (0.0, 0.5, NOON + timedelta(seconds=1))
    assert free_slots(pace(free_at=slots.ends_at)) == 0
    assert free_slots(pace(free_at=NOON + timedelta(seconds=0.5))) == 20


def test_time_that_passed_unused_is_not_caught_up() -> None:
    assert free_slots(pace(free_at=NOON - timedelta(hours=6))) == 40


@pytest.mark.parametrize(("minutes", "rate"), [(0, 4), (1, 8), (2, 16), (3, 32), (4, 40), (600, 40)])
def test_after_an_outage_it_starts_with_a_tenth_and_doubles_every_minute(minutes: int, rate: int) -> None:
    assert round(speed(pace(opened_at=NOON - timedelta(minutes=minutes)))) == rate


def test_a_closed_number_lets_nothing_out_and_then_one_message_asks() -> None:
    assert free_slots(pace(closed_until=NOON + timedelta(seconds=1))) == 0
    assert free_slots(pace(closed_until=NOON)) == 1
    assert reserved(pace(closed_until=NOON), 1).probing


def crowd(post: Post, now: datetime, size: int) -> None:
    with post.inside():
        people = [customer(f"+62812345{n:05}", "", now) for n in range(size)]
    post.queue(now, *[wanted(pk, f"to:{pk}") for pk in people])


def taken(claim: Claim) -> int:
    return sum(sum(counts.values()) for counts in claim.due.values())


def kept(post: Post) -> Pace:
    with post.inside():
        return Pace.objects.get()


def minutes_ago(post: Post, column: str, minutes: int) -> None:
    with post.inside():
        fetch(f"UPDATE messaging_pace SET {column} = clock_timestamp() - interval '{minutes} minutes'")  # noqa: S608


def test_two_workers_together_take_no_more_than_the_number_may_send(post: Post, now: datetime) -> None:
    crowd(post, now, 60)
    pacing.tend([post.workspace_id])
    assert [taken(claim_paced(now=now, limit=200)) for _ in range(3)] == [40, 0, 0]


def test_a_number_whose_owner_uses_the_phone_app_sends_twenty_a_second(post: Post, now: datetime) -> None:
    crowd(post, now, 30)
    with post.inside():
        Channel.objects.update(coexistence=True)
    pacing.tend([post.workspace_id])
    pacing.tend([post.workspace_id])
    assert taken(claim_paced(now=now, limit=200)) == 20


def test_a_slow_number_does_not_stand_before_another(post: Post, now: datetime) -> None:
    crowd(post, now, 3)
    pacing.tend([post.workspace_id])
    pacing.close([post.channel.pk])
    assert taken(claim_paced(now=now, limit=200)) == 0


def test_many_throttles_at_once_halve_the_rate_once_and_it_climbs_back(post: Post, now: datetime) -> None:
    pacing.tend([post.workspace_id])
    for _ in range(5):
        pacing.slow_down([post.channel.pk])
    assert kept(post).rate == 20
    rates = []
    for _ in range(6):
        minutes_ago(post, "slowed_at", 1)
        pacing.tend([post.workspace_id])
        rates.append(kept(post).rate)
    assert (rates, kept(post).slowed_at) == ([24, 28, 32, 36, 40, 40], None)


def test_what_the_gate_kept_back_does_not_use_up_the_second(post: Post, now: datetime) -> None:
    crowd(post, now, 40)
    pacing.tend([post.workspace_id])
    claimed = claim_paced(now=now, limit=200)
    [slots] = claimed.slots.values()
    pacing.give_back(claimed.slots, {post.channel.pk: 10})
    assert kept(post).free_at == slots.starts_at + timedelta(seconds=0.25)


def test_each_silence_is_twice_as_long_and_an_answer_ends_it(post: Post) -> None:
    pacing.tend([post.workspace_id])
    lengths = []
    for _ in range(6):
        pacing.close([post.channel.pk])
        lengths.append(round((kept(post).closed_until - datetime.now(UTC)).total_seconds() / 60))  # type: ignore[operator]
        pacing.close([post.channel.pk])
        minutes_ago(post, "closed_until", 1)
    assert lengths == [1, 2, 4, 8, 15, 15]
    pacing.open_again([post.channel.pk])
    assert (kept(post).closed_until, kept(post).opened_at is not None) == (None, True)


def test_a_number_in_maintenance_rests_as_long_as_it_asks(post: Post, now: datetime) -> None:
    crowd(post, now, 3)
    pacing.tend([post.workspace_id])
    pacing.rest({post.channel.pk: 60})
    assert taken(claim_paced(now=now, limit=200)) == 0
    minutes_ago(post, "closed_until", 1)
    assert [taken(claim_paced(now=now, limit=200)) for _ in range(2)] == [1, 0]


def test_a_number_that_a_person_lets_go_starts_slowly(post: Post, now: datetime) -> None:
    crowd(post, now, 30)
    pacing.tend([post.workspace_id])
    with post.inside():
        resume_channel(channel_id=post.channel.pk, now=now)
    assert taken(claim_paced(now=now, limit=200)) == 4


def test_a_clock_that_jumped_stops_every_number_and_says_so(post: Post, now: datetime) -> None:
    stop_everything(code="clock_jumped", detail="+93600 s", now=now)
    with post.inside():
        assert Channel.objects.get().stopped == "clock_jumped"
