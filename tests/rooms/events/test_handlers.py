from datetime import datetime, timedelta

import pytest
from django.db import connections

from sapa.accounts.models import Workspace
from sapa.base.scope import workspace_scope
from sapa.contacts.models import Contact
from sapa.events.models import Event, EventDelivery
from sapa.events.services import handling, replay_delivery, run_handlers
from sapa.web.errors import Refused
from tests.conftest import found_shop
from tests.rooms.events import wiring
from tests.rooms.events.conftest import recorded

Calls = list[tuple[str, list[int | None]]]
PLAN = "tests.rooms.events.wiring.plan"


def delivery_of(shop: Workspace, order_id: int) -> EventDelivery:
    with workspace_scope(shop.id):
        return EventDelivery.objects.get(handler=PLAN, event__order_id=order_id)


def states(shop: Workspace) -> set[tuple[str, int | None, str]]:
    with workspace_scope(shop.id):
        rows = EventDelivery.objects.values_list("handler", "event__order_id", "state")
        return {(handler.rpartition(".")[2], order, state) for handler, order, state in rows}


def test_each_handler_gets_all_due_events_in_one_batch(
    committed_shop: Workspace, now: datetime, wired: Calls
) -> None:
    recorded(committed_shop, [1, 2, 3], now)
    assert run_handlers(now=now) == 6
    assert wired == [("leave", [1, 2, 3]), ("plan", [1, 2, 3])]
    assert run_handlers(now=now) == 0


def test_a_slow_handler_has_its_events_in_short_transactions(
    committed_shop: Workspace, now: datetime, wired: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handling, "HELD_SECONDS", 0.0)
    monkeypatch.setattr(handling, "FEWEST", 2)
    recorded(committed_shop, [1, 2, 3], now)
    assert run_handlers(now=now) == 6
    assert wired == [("leave", [1, 2]), ("leave", [3]), ("plan", [1, 2]), ("plan", [3])]


def test_what_is_recorded_for_later_waits(committed_shop: Workspace, now: datetime) -> None:
    recorded(committed_shop, [1], now)
    assert run_handlers(now=now - timedelta(seconds=1)) == 0


def test_a_batch_holds_events_of_one_workspace_only(
    committed_shop: Workspace, now: datetime, wired: Calls
) -> None:
    recorded(committed_shop, [1], now)
    recorded(found_shop("Toko Lain", "citra@lain.test"), [2], now)
    run_handlers(now=now)
    assert sorted(orders for _, orders in wired) == [[1], [1], [2], [2]]
    with workspace_scope(committed_shop.id):
        assert list(Contact.objects.values_list("name", flat=True)) == ["order 1"]


def test_only_the_poison_event_of_a_batch_fails(committed_shop: Workspace, now: datetime) -> None:
    recorded(committed_shop, [12, 13, 14], now)
    run_handlers(now=now)
    waiting = {state for state in states(committed_shop) if state[2] != "done"}
    assert waiting == {("plan", 13, "waiting")}
    with workspace_scope(committed_shop.id):
        assert set(Contact.objects.values_list("name", flat=True)) == {"order 12", "order 14"}


def test_a_failure_keeps_kind_and_place_but_not_the_customers_name(
    committed_shop: Workspace, now: datetime
) -> None:
    recorded(committed_shop, [13], now)
    run_handlers(now=now)
    failed = delivery_of(committed_shop, 13)
    assert failed.error.startswith("ValueError at ")
    assert "Dewi" not in failed.error
    assert (failed.attempts, failed.next_at) == (1, now + timedelta(seconds=10))


def test_a_failing_handler_is_retried_later_and_later_then_dies(
    committed_shop: Workspace, now: datetime, wired: Calls
) -> None:
    recorded(committed_shop, [13], now)
    waits = []
    while (delivery := delivery_of(committed_shop, 13)).state == "waiting":
        waits.append((delivery.next_at - now).total_seconds())
        now = delivery.next_at
        run_handlers(now=now)
    assert waits == [0, 10, 40, 160, 640, 2560]
    assert (delivery.state, delivery.attempts) == ("dead", 6)
    assert [name for name, _ in wired].count("leave") == 1


def test_a_dead_delivery_is_replayed_once_the_handler_is_mended(
    committed_shop: Workspace, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(committed_shop, [13], now)
    with workspace_scope(committed_shop.id):
        EventDelivery.objects.filter(handler=PLAN).update(state="dead", attempts=6)
        replay_delivery(delivery_id=delivery_of(committed_shop, 13).id, now=now)
    monkeypatch.setattr(wiring, "HANDLERS", {"order.placed": (_mended, wiring.leave)})
    run_handlers(now=now)
    assert delivery_of(committed_shop, 13).state == "done"


def _mended(events: object, now: datetime) -> None: ...


_mended.__module__, _mended.__name__ = wiring.__name__, "plan"


def test_only_the_dead_can_be_replayed(shop: Workspace, now: datetime) -> None:
    with pytest.raises(Refused, match="delivery_not_dead"):
        replay_delivery(delivery_id=1, now=now)


def test_a_killed_worker_leaves_its_handler_undone_and_the_others_done(
    committed_shop: Workspace, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(committed_shop, [1], now)
    killed = pytest.raises(SystemExit)
    with monkeypatch.context() as patch, killed:
        patch.setattr(Contact.objects, "create", _die)
        run_handlers(now=now)
    assert states(committed_shop) == {("leave", 1, "done"), ("plan", 1, "waiting")}
    assert delivery_of(committed_shop, 1).attempts == 0
    assert run_handlers(now=now) == 1


def _die(**fields: object) -> None:
    raise SystemExit


def test_rows_that_another_worker_holds_are_left_to_it(
    committed_shop: Workspace, now: datetime, wired: Calls
) -> None:
    recorded(committed_shop, [1, 2], now)
    held = delivery_of(committed_shop, 1)
    other_worker = connections["dispatch"].copy()
    with other_worker.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT 1 FROM events_eventdelivery WHERE id = %s FOR UPDATE", [held.id])
        run_handlers(now=now)
    other_worker.close()
    assert ("plan", [2]) in wired
    assert ("plan", 1, "waiting") in states(committed_shop)


def test_a_handler_that_is_no_longer_wired_does_not_stop_the_rest(
    committed_shop: Workspace, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(committed_shop, [1], now)
    monkeypatch.setattr(wiring, "HANDLERS", {"order.placed": (wiring.leave,)})
    run_handlers(now=now)
    assert states(committed_shop) == {("leave", 1, "done"), ("plan", 1, "waiting")}


def test_a_broken_reference_is_found_in_its_own_row(
    committed_shop: Workspace, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(committed_shop, [1, 2], now)
    monkeypatch.setattr(wiring, "HANDLERS", {"order.placed": (_dangling, wiring.leave)})
    run_handlers(now=now)
    assert {s for s in states(committed_shop) if s[0] == "plan"} == {
        ("plan", 1, "waiting"),
        ("plan", 2, "done"),
    }


def _dangling(events: list[Event], now: datetime) -> None:
    for event in events:
        if event.order_id == 1:
            EventDelivery.objects.create(event_id=999_999, handler="nobody", next_at=now)


_dangling.__module__, _dangling.__name__ = wiring.__name__, "plan"
