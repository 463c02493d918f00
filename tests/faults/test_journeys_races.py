"""Follow-ups under real concurrency: a killed process, payments against reminders, everybody at once."""

import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db.models import Count

from sapa.accounts.models import User, Workspace
from sapa.base.instance import instance
from sapa.base.scope import workspace_scope
from sapa.commerce.models import Order
from sapa.domain.journeys.reading import parse_definition
from sapa.events.models import EventDelivery
from sapa.events.services import NewEvent, record, run_handlers
from sapa.journeys.models import Decision, FollowUp, Journey
from sapa.journeys.services import (
    advance_due,
    cancel_follow_up,
    change,
    move_batch,
    settle,
    settle_due,
    switch,
)
from sapa.journeys.services.policy.replanning import replan_batch
from sapa.messaging.delivery import deliver_once
from sapa.messaging.models import Attempt, Message, Template
from sapa.web.errors import Refused
from tests.faults.home import line, program
from tests.rooms.journeys.crowd import at_once, deadlocks, inside
from tests.rooms.journeys.floor import Floor
from tests.rooms.journeys.own import ASK, BRANCH, HEAD, TWICE, own
from tests.rooms.journeys.rows import contact, talk
from tests.rooms.messaging.delivery import Wire

pytestmark = pytest.mark.slow
DAY = timedelta(days=1)
NEWS = ("interaction.first", "interaction.first", "order.placed", "payment.received")
WORKER = """
import django; django.setup()
import sys, time
from datetime import datetime
from django.conf import settings
from django.db import connections
for alias in settings.DATABASES:
    for known in (settings.DATABASES[alias], connections[alias].settings_dict):
        known["NAME"] = "test_sapa"
        known["OPTIONS"].pop("pool", None)
from sapa.journeys.services import settle_due, settling
now = datetime.fromisoformat("{now}")
"""
STUCK = (
    WORKER
    + """
save = settling.deciding.save
def stop(rows, decisions):
    save(rows, decisions)
    print("in the middle", flush=True)
    sys.stdin.readline()
assert settle_due(now=now, limit=300)
settling.deciding.save = stop
assert settle_due(now=now, limit=300)
"""
)
STEADY = (
    WORKER
    + """
while settle_due(now=now, limit=300):
    pass
print("nothing is free", flush=True)
sys.stdin.readline()
quiet = 0
while quiet < 20:  # the database lets go of a dead process a moment later; the loop of a worker asks again
    quiet = 0 if settle_due(now=now, limit=300) else quiet + 1
    time.sleep(0.1)
print("done", flush=True)
"""
)


def everybody_is_due(count: int, now: datetime) -> None:
    """Four journeys want each of them at the same time."""
    for key in ("salam", "salam_b", "salam_c", "salam_d"):
        own(ASK, now=now, id=key)
    people = [contact(f"Made {n}", now, phone=f"+628130001{n:04}", province="Bali") for n in range(count)]
    news = [NewEvent(name="interaction.first", key=f"t{one.pk}", at=now, contact_id=one.pk) for one in people]
    talk(people[0], now - 9 * DAY)
    record(events=news, now=now)


def due(at: datetime) -> int:
    return FollowUp.objects.filter(state="waiting", next_at__lte=at).count()


def test_a_worker_killed_while_settling_leaves_its_people_to_the_other(
    committed_shop: Workspace, now: datetime
) -> None:
    with workspace_scope(committed_shop.pk):
        everybody_is_due(500, now)
    while run_handlers(now=now):
        pass
    at = now + DAY
    with workspace_scope(committed_shop.pk):
        FollowUp.objects.filter(state="waiting").update(next_at=at)
        wanted = due(at)
    with program(STUCK.format(now=at.isoformat()), instance().home) as stuck:
        assert line(stuck) == "in the middle"
        with program(STEADY.format(now=at.isoformat()), instance().home) as steady:
            assert line(steady) == "nothing is free"
            with workspace_scope(committed_shop.pk):
                assert 0 < due(at) < wanted
            stuck.send_signal(signal.SIGKILL)
            stuck.wait(10)
            assert steady.communicate("\n", timeout=60)[0].strip() == "done"
    with workspace_scope(committed_shop.pk):
        assert due(at) == 0
        decided = Decision.objects.filter(stage="settle").values("follow_up").annotate(times=Count("id"))
        assert Counter(row["times"] for row in decided) == {1: wanted}
        queued = FollowUp.objects.filter(state="queued").values_list("contact_id", "message_id")
        assert len({who for who, _ in queued}) == len({pk for _, pk in queued}) == len(queued) == 500
        assert Message.objects.filter(direction="out").count() == 500


def test_no_reminder_passes_the_gate_after_its_payment_was_committed(
    committed_shop: Workspace, now: datetime
) -> None:
    """100 payments against 100 reminders; which was first is asked under the payment's own lock."""
    floor, chance = Floor.open(committed_shop, now), random.Random(31)
    people = [floor.meet("dewi") for _ in range(100)]
    groups = [(people[n : n + 10], chance.random() / 8, chance.random() / 8) for n in range(0, 100, 10)]
    floor.settle()
    at = floor.now = floor.now + timedelta(hours=5)
    with workspace_scope(committed_shop.pk):
        Order.objects.update(links={"pay": "https://tokosari.test/bayar"})
    meet, sent_first = Barrier(2), {}

    def pay() -> None:
        for group, wait, _ in groups:
            meet.wait(30)
            time.sleep(wait)
            for who in chance.sample(group, len(group)):
                with workspace_scope(committed_shop.pk):
                    floor._order(who, next(iter(who.orders)), status="paid", paid_at=at)
                    letters = Attempt.objects.filter(message__contact=who.contact_id)
                    sent_first[who.contact_id] = letters.exists()
            run_handlers(now=at)

    def remind() -> None:
        for group, _, wait in groups:
            meet.wait(30)
            time.sleep(wait)
            with workspace_scope(committed_shop.pk):
                settle(contact_ids=[who.contact_id for who in group], now=at)
            while deliver_once(now=at, transport=floor.wire, limit=2):
                pass

    at_once(pay, remind)
    with workspace_scope(committed_shop.pk):
        reached = set(Attempt.objects.values_list("message__contact", flat=True))
    assert reached == {pk for pk, sent in sent_first.items() if sent}
    assert 0 < len(reached) < 100


def test_everything_at_once_locks_nobody_out_and_sends_nothing_of_a_rehearsal(
    committed_shop: Workspace, now: datetime
) -> None:
    rounds, before, wire = 12, deadlocks(), Wire()
    with workspace_scope(committed_shop.pk):
        budi = User.objects.get()
        journey = own(ASK, BRANCH, now=now)
        rehearsed = own(ASK, TWICE, now=now, id="gladi", mode="dry_run")
        people = [contact(f"Made {n}", now, phone=f"+628130001{n:04}", province="Bali") for n in range(40)]
        talk(people[0], now - 9 * DAY)
        Template.objects.update(status="APPROVED")

    def scoped(work: Callable[[], Any]) -> Any:
        return inside(committed_shop.pk, work)()

    def tell(name: str, at: datetime, chance: random.Random) -> None:
        some = chance.sample(people, 12)
        record(
            events=[
                NewEvent(name=name, key=f"{name}:{one.pk}:{at}:{chance.random()}", at=at, contact_id=one.pk)
                for one in some
            ],
            now=at,
        )

    def switches(chance: random.Random, at: datetime) -> None:
        scoped(
            lambda: switch(recipe="salam", mode=chance.choice(["off", "live", "live"]), settings={}, now=at)
        )

    def rewrites(chance: random.Random, at: datetime) -> None:
        days = chance.randint(1, 3)
        text = HEAD + ASK.replace("trigger + 1d", f"trigger + {days}d") + BRANCH
        fresh = scoped(lambda: Journey.objects.get(pk=journey.pk))
        scoped(lambda: change(journey=fresh, definition=parse_definition(text), seen=fresh.version, now=at))
        fresh = scoped(lambda: Journey.objects.get(pk=journey.pk))
        scoped(lambda: move_batch(journey=fresh, now=at))

    def replans(chance: random.Random, at: datetime) -> None:
        scoped(lambda: replan_batch(after=0, now=at))

    def cancels(chance: random.Random, at: datetime) -> None:
        rows = scoped(lambda: list(FollowUp.objects.filter(state__in=("waiting", "queued"))[:20]))
        if rows:
            scoped(lambda: cancel_follow_up(follow_up=chance.choice(rows), person=budi, now=at))

    def works(seed: int, *own_work: Callable[[random.Random, datetime], None]) -> Callable[[], None]:
        def go() -> None:
            chance = random.Random(seed)
            for count in range(rounds):
                at = now + timedelta(hours=3 * count)
                scoped(lambda: tell(chance.choice(NEWS), at, chance))  # noqa: B023
                run_handlers(now=at, limit=15)
                advance_due(now=at)
                settle_due(now=at, limit=15)
                deliver_once(now=at, transport=wire, limit=20)
                for work in own_work:
                    try:
                        work(chance, at)
                    except Refused:
                        continue

        return go

    at_once(works(1, switches), works(2, replans), works(3, rewrites), works(4, cancels))
    end = now + timedelta(days=30)
    while run_handlers(now=end):
        pass
    with workspace_scope(committed_shop.pk):
        assert deadlocks() == before
        assert not EventDelivery.objects.exclude(state="done").exists()
        assert not Message.objects.filter(kind=rehearsed.recipe).exists()
        letters = Counter(letter.message_id for letter in wire.letters)
        assert set(letters.values()) <= {1}
        sent = FollowUp.objects.filter(state="sent").values_list("message_id", flat=True)
        assert set(sent) == set(letters)
