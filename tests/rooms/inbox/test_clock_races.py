"""Clocks under load: as many statements for twenty conversations as for one, and one clock from two workers."""

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from sapa.accounts.models import Workspace
from sapa.base.scope import workspace_scope
from sapa.inbox.models import Clock, Notice
from sapa.inbox.services import clocks
from sapa.inbox.services.clocks.watching import watch_clocks
from sapa.messaging.models import Conversation
from tests.rooms.inbox.clocks import MINUTE, answer, conversation, write


def statements(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def test_many_conversations_cost_as_many_statements_as_one(shop: Workspace, now: datetime) -> None:
    costs = []
    for batch in (range(1), range(1, 21)):
        talks = [conversation(now, f"Dewi {n}", f"+62812{n:08}") for n in batch]
        ids = [write(one, now, told=False).pk for one in talks for _ in range(3)]
        costs.append(statements(lambda ids=ids: clocks.customer_wrote(message_ids=ids, now=now)))  # type: ignore[misc]
    assert costs[0] == costs[1]
    assert Clock.objects.count() == 42


@pytest.mark.parametrize("what", ["heard", "watched"])
def test_two_workers_at_once_do_it_once(committed_shop: Workspace, now: datetime, what: str) -> None:
    with workspace_scope(committed_shop.pk):
        dewi = conversation(now)
        asked = write(dewi, now, told=what == "watched")
    start = threading.Barrier(2)

    def work() -> None:
        try:
            start.wait()
            if what == "watched":
                watch_clocks(now=now + 31 * MINUTE)
                return
            with workspace_scope(committed_shop.pk):
                clocks.customer_wrote(message_ids=[asked.pk], now=now)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with workspace_scope(committed_shop.pk):
        assert Clock.objects.count() == 2
        assert list(Notice.objects.values_list("kind", "count")) == (
            [("breached", 1)] if what == "watched" else []
        )


def test_the_watch_passes_by_where_somebody_answers(committed_shop: Workspace, now: datetime) -> None:
    """It holds a clock only together with its conversation: else it stood in a circle with the answer."""
    with workspace_scope(committed_shop.pk):
        dewi = conversation(now)
        write(dewi, now)
    with workspace_scope(committed_shop.pk):
        list(Conversation.objects.select_for_update().filter(pk=dewi.pk))
        watching = threading.Thread(target=_watch_once, args=(now + 31 * MINUTE,))
        watching.start()
        watching.join(5)
        waits_for_us = watching.is_alive()
        answer(dewi, now + 32 * MINUTE)
    watching.join()
    assert not waits_for_us


def _watch_once(now: datetime) -> None:
    try:
        watch_clocks(now=now)
    finally:
        connections.close_all()
