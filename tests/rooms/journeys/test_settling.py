"""The settle loop beside another worker: people in other hands are left to it, and nobody is forgotten."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import connections

from sapa.accounts.models import Workspace
from sapa.base.scope import workspace_scope
from sapa.contacts.models import Contact, ContactGate
from sapa.contacts.services import lock
from sapa.journeys.models import Decision, FollowUp
from sapa.journeys.services import settle_due
from tests.rooms.journeys.rows import contact, follow_up


@pytest.fixture
def crowd(committed_shop: Workspace, now: datetime) -> Workspace:
    with workspace_scope(committed_shop.pk):
        for n in range(6):
            due = now - timedelta(minutes=9 - n)
            follow_up(contact(f"Dewi {n}", now, phone=f"+62812{n:08}"), now, due_at=due, next_at=due)
    return committed_shop


@contextmanager
def another_worker(shop: Workspace, names: list[str]) -> Iterator[None]:
    """Holds these people, in a connection of its own, until the block ends."""
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with workspace_scope(shop.pk):
            lock(contact_ids=Contact.objects.filter(name__in=names).values_list("pk", flat=True))
            held.set()
            done.wait(30)
        connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(30)
    try:
        yield
    finally:
        done.set()
        thread.join()


def decided(shop: Workspace) -> set[str]:
    with workspace_scope(shop.pk):
        return set(Decision.objects.filter(stage="settle").values_list("contact__name", flat=True))


def test_people_in_other_hands_are_left_and_the_next_ones_taken(crowd: Workspace, now: datetime) -> None:
    settle_due(now=now, limit=2)  # makes the gates of the oldest two
    with workspace_scope(crowd.pk):
        lock(contact_ids=Contact.objects.values_list("pk", flat=True))
    with another_worker(crowd, ["Dewi 0", "Dewi 1", "Dewi 2"]):
        while settle_due(now=now, limit=2):
            pass
        assert decided(crowd) >= {"Dewi 3", "Dewi 4", "Dewi 5"}
    while settle_due(now=now, limit=2):
        pass
    assert decided(crowd) == {f"Dewi {n}" for n in range(6)}


def test_who_never_had_a_gate_is_settled_all_the_same(crowd: Workspace, now: datetime) -> None:
    with workspace_scope(crowd.pk):
        ContactGate.objects.all().delete()
    assert settle_due(now=now) == 6
    with workspace_scope(crowd.pk):
        assert not FollowUp.objects.filter(state="waiting", next_at__lte=now).exists()
        assert Decision.objects.filter(stage="settle").count() == 6


def test_nothing_due_is_nothing_done(crowd: Workspace, now: datetime) -> None:
    assert settle_due(now=now - timedelta(days=1)) == 0
    assert decided(crowd) == set()
