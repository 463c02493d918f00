"""The worker's look at promises: a warning when most of the time has passed, a mark when it is over, each once."""

from datetime import datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from sapa.accounts.models import User, Workspace
from sapa.accounts.services import add_member
from sapa.base.permissions import Role
from sapa.inbox.models import Clock, Notice, Presence
from sapa.inbox.services import clocks
from sapa.inbox.services.clocks.watching import watch_clocks
from sapa.messaging.models import Conversation, Message
from tests.rooms.inbox.clocks import MINUTE, answer, conversation, only, said_back, write


def told() -> dict[str, int]:
    return dict(Notice.objects.values_list("kind", "count"))


def test_a_promise_is_told_before_it_runs_out(shop: Workspace, now: datetime) -> None:
    write(conversation(now), now)
    assert watch_clocks(now=now + 23 * MINUTE) == 0
    assert watch_clocks(now=now + 24 * MINUTE) == 2
    assert watch_clocks(now=now + 25 * MINUTE) == 0
    assert told() == {"due_soon": 1}


def test_a_broken_promise_is_marked_and_told_once(shop: Workspace, now: datetime) -> None:
    dewi = conversation(now)
    write(dewi, now)
    before = Conversation.objects.get().version
    for minutes in (31, 32):
        watch_clocks(now=now + minutes * MINUTE)
    assert only("turn").breached_at == now + 30 * MINUTE
    assert told() == {"breached": 1}
    assert Conversation.objects.get().version > before


def test_an_answer_in_time_leaves_nothing_to_tell(shop: Workspace, now: datetime) -> None:
    dewi = conversation(now)
    write(dewi, now)
    answer(dewi, now + 20 * MINUTE)
    assert watch_clocks(now=now + timedelta(hours=2)) == 0


def test_a_promise_kept_too_late_was_broken_whether_or_not_the_worker_looked(
    shop: Workspace, now: datetime
) -> None:
    dewi = conversation(now)
    write(dewi, now)
    answer(dewi, now + 40 * MINUTE)
    assert only("turn").breached_at == now + 30 * MINUTE


def test_whoever_has_the_conversation_is_warned_and_nobody_who_is_off(shop: Workspace, now: datetime) -> None:
    budi = User.objects.get()
    ani = add_member(email="ani@tokosari.test", name="Ani", role=Role.AGENT).user
    add_member(email="citra@tokosari.test", name="Citra", role=Role.ANALYST)
    dewi = conversation(now)
    write(dewi, now)
    Conversation.objects.update(assignee_id=ani.pk)
    Presence.objects.create(user_id=budi.pk, is_off=True, seen_at=now)
    watch_clocks(now=now + 25 * MINUTE)
    watch_clocks(now=now + 31 * MINUTE)
    assert set(Notice.objects.values_list("user_id", "kind")) == {(ani.pk, "due_soon"), (ani.pk, "breached")}


def test_who_waits_because_an_answer_was_stopped_at_the_gate_has_a_clock_again(
    shop: Workspace, now: datetime
) -> None:
    dewi = conversation(now)
    write(dewi, now)
    stopped = answer(dewi, now + MINUTE)
    Message.objects.filter(pk=stopped.pk).update(state="cancelled")
    Conversation.objects.update(owner="human")
    watch_clocks(now=now + 3 * MINUTE)
    assert only("turn").state == "running"
    assert Conversation.objects.get().due_at == now + 30 * MINUTE


def test_who_waited_before_there_were_clocks_gets_one(shop: Workspace, now: datetime) -> None:
    dewi = conversation(now)
    said_back(dewi, now - 5 * MINUTE)
    write(dewi, now, told=False)
    Conversation.objects.update(owner="nobody")
    watch_clocks(now=now + 2 * MINUTE)
    assert Clock.objects.get(kind="turn").started_at == now


def test_an_answer_that_is_still_on_its_way_is_one(shop: Workspace, now: datetime) -> None:
    """A number that is stopped keeps answers for hours; nobody has to write them again."""
    dewi = conversation(now)
    write(dewi, now)
    on_its_way = answer(dewi, now + MINUTE)
    Message.objects.filter(pk=on_its_way.pk).update(state="planned")
    Conversation.objects.update(owner="human")
    watch_clocks(now=now + 3 * MINUTE)
    assert only("turn").state == "met"


def test_when_the_assistants_answer_was_stopped_by_a_person_the_turn_runs_on(
    shop: Workspace, now: datetime
) -> None:
    dewi = conversation(now)
    write(dewi, now)
    clocks.handed_off(conversation_id=dewi.pk, at=now, now=now)
    stopped = answer(dewi, now + MINUTE, by="assistant")
    Message.objects.filter(pk=stopped.pk).update(state="cancelled", reasons=["taken_over"])
    Conversation.objects.update(owner="human")
    watch_clocks(now=now + 3 * MINUTE)
    assert (only("turn").state, only("turn").started_at) == ("running", now)


def test_a_promise_broken_while_nobody_is_on_duty_is_told_to_those_who_lead(
    shop: Workspace, now: datetime
) -> None:
    budi = User.objects.get()
    write(conversation(now), now)
    Presence.objects.create(user_id=budi.pk, is_off=True, seen_at=now)
    watch_clocks(now=now + 31 * MINUTE)
    assert Notice.objects.filter(kind="breached").values_list("user_id", flat=True).get() == budi.pk


def test_who_said_nothing_that_wants_an_answer_is_not_looked_at_again_and_again(
    shop: Workspace, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    dewi = conversation(now)
    Message.objects.filter(pk=write(dewi, now, told=False).pk).update(type="request_welcome")
    Conversation.objects.update(owner="nobody")
    with CaptureQueriesContext(connection) as alone:
        watch_clocks(now=now + 2 * MINUTE)
    Conversation.objects.update(waiting_since=None)
    with django_assert_num_queries(len(alone)):
        watch_clocks(now=now + 2 * MINUTE)
