"""Gates that are made while others are held: nobody waits in a circle."""

from datetime import datetime
from functools import partial
from threading import Event
from typing import Any

import pytest

from sapa.accounts.models import Workspace
from sapa.base.rows import fetch
from sapa.base.scope import workspace_scope
from sapa.contacts.models import ContactGate
from sapa.contacts.services import gates
from tests.rooms.journeys.crowd import at_once, inside, until_somebody_waits
from tests.rooms.messaging.conftest import customer


def test_who_takes_what_is_free_makes_missing_gates_first(
    committed_shop: Workspace, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with workspace_scope(committed_shop.pk):
        both = [customer(f"+628123450000{n}", "", now) for n in range(2)]
        ContactGate.objects.filter(contact_id=both[1]).delete()
        gates.lock(contact_ids=both[:1])
    taken = Event()

    def slow(sql: str, given: Any) -> Any:
        rows = fetch(sql, given)
        if sql == gates.TAKE_FREE and not taken.is_set():
            taken.set()
            until_somebody_waits()
        return rows

    def after() -> None:
        taken.wait(20)
        gates.lock(contact_ids=both)

    monkeypatch.setattr(gates, "fetch", slow)
    works = (partial(gates.lock_free, contact_ids=both), after)
    held, _ = at_once(*[inside(committed_shop.pk, work) for work in works])
    assert held == set(both)
