"""Messages under faults: nobody gets one twice, nobody is forgotten (reliability.md 1)."""

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.db import connections

from sapa.messaging.delivery import deliver_once
from sapa.messaging.models import Message
from sapa.messaging.schemas import Letter, Outcome, Sender
from sapa.messaging.services import webhook_seen
from tests.rooms.messaging.bodies import status
from tests.rooms.messaging.conftest import customer, wanted
from tests.rooms.messaging.delivery import Post, leases_run_out

FAULTS = ["none"] * 6 + [
    "late timeout",
    "early timeout",
    "late 500",
    "early 500",
    "late kill",
    "early kill",
    "throttle",
]


@dataclass
class Phones:
    """A provider with faults: what reached a phone and which statuses are still to come."""

    chance: random.Random
    arrived: Counter[int] = field(default_factory=Counter)
    statuses: list[tuple[str, str]] = field(default_factory=list)

    def send(self, channel: Sender, message: Letter, token: str) -> Outcome:
        fault = self.chance.choice(FAULTS)
        wamid = f"wamid.{message.message_id}.{message.n}"
        if fault == "none" or fault.startswith("late"):
            self.arrived[message.message_id] += 1
            self.statuses += [(wamid, token)] * 2
        return self._answer(fault, wamid)

    def _answer(self, fault: str, wamid: str) -> Outcome:
        if fault.endswith("kill"):
            raise KeyboardInterrupt
        if fault.endswith("timeout"):
            raise TimeoutError
        if fault.endswith("500"):
            return Outcome("unknown", http=500)
        if fault == "throttle":
            return Outcome("refused", code=130429, http=429)
        return Outcome("accepted", wamid=wamid, http=200)

    def post_statuses(self, post: Post, now: datetime) -> None:
        self.chance.shuffle(self.statuses)
        words = self.chance.choices(["sent", "delivered", "read"], k=len(self.statuses))
        said = [
            status(wamid, word, now, token) for (wamid, token), word in zip(self.statuses, words, strict=True)
        ]
        post.hear(now, *said)
        self.statuses.clear()


def crowd(post: Post, now: datetime, size: int, **more: object) -> None:
    with post.inside():
        people = [customer(f"+62812345{n:05}", "", now) for n in range(size)]
    post.queue(now, *[wanted(pk, f"to:{pk}", **more) for pk in people])


def states(post: Post) -> Counter[str]:
    with post.inside():
        return Counter(Message.objects.values_list("state", flat=True))


def rounds(post: Post, phones: Phones, now: datetime) -> None:
    """Killed workers start again; their leases and the grace run out; statuses come late and twice."""
    for turn in range(12):
        later = now + timedelta(minutes=16 * turn)
        killed = True
        while killed:
            try:
                deliver_once(now=later, transport=phones)
                killed = False
            except KeyboardInterrupt:
                continue
        with post.inside():
            webhook_seen(channel_ids=[post.channel.pk], at=later + timedelta(minutes=1))
        phones.post_statuses(post, later)
        leases_run_out()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_must_arrive_arrives_exactly_once_or_is_shown(post: Post, now: datetime, seed: int) -> None:
    phones = Phones(random.Random(seed))
    crowd(post, now, 40, delivery_class="must")
    rounds(post, phones, now)
    found = states(post)
    assert max(phones.arrived.values()) == 1
    assert found["accepted"] == len(phones.arrived)
    assert found["accepted"] + found["quarantined"] == 40


def test_what_goes_once_is_never_tried_again_after_a_doubt(post: Post, now: datetime) -> None:
    phones = Phones(random.Random(4))
    crowd(post, now, 40)
    rounds(post, phones, now)
    found = states(post)
    assert max(phones.arrived.values()) == 1
    assert found["accepted"] == len(phones.arrived)
    assert found["accepted"] + found["quarantined"] == 40


def closing(work: Callable[[], int]) -> int:
    try:
        return work()
    finally:
        connections.close_all()


def test_two_workers_share_the_work_without_a_double(post: Post, now: datetime) -> None:
    crowd(post, now, 60)
    with ThreadPoolExecutor(3) as workers:
        turns = [
            workers.submit(closing, lambda: deliver_once(now=now, transport=post.wire, limit=7))
            for _ in range(3)
        ]
        made = sum(turn.result() for turn in turns)
    made += deliver_once(now=now, transport=post.wire)  # what everybody passed by comes with the next turn
    assert made == len({letter.message_id for letter in post.wire.letters}) == 60
