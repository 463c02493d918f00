from datetime import datetime, timedelta

import pytest
from django.db import transaction

from sapa.accounts.models import Workspace
from sapa.base.scope import ScopeMissing, workspace_scope
from sapa.events.models import Event, EventDelivery, EventKey
from sapa.events.schemas import NewEvent
from sapa.events.services import record, record_many
from tests.conftest import found_shop
from tests.rooms.events.conftest import placed, recorded


def test_an_event_is_recorded_with_one_delivery_for_each_handler(shop: Workspace, now: datetime) -> None:
    [event] = record(events=[placed(1, now - timedelta(hours=2))], now=now)
    stored = Event.objects.get()
    assert (stored.id, stored.name, stored.order_id) == (event.id, "order.placed", 1)
    assert (stored.at, stored.recorded_at) == (now - timedelta(hours=2), now)
    handlers = EventDelivery.objects.order_by("handler").values_list("handler", "event_id", "next_at")
    assert list(handlers) == [
        ("tests.rooms.events.wiring.leave", event.id, now),
        ("tests.rooms.events.wiring.plan", event.id, now),
    ]


def test_the_same_key_happens_once_in_one_call_and_in_the_next(shop: Workspace, now: datetime) -> None:
    first = record(events=[placed(1, now), placed(2, now), placed(1, now)], now=now)
    second = record(events=[placed(2, now), placed(3, now)], now=now)
    assert [event.order_id for event in first] == [1, 2]
    assert [event.order_id for event in second] == [3]
    assert (Event.objects.count(), EventKey.objects.count(), EventDelivery.objects.count()) == (3, 3, 6)


def test_an_event_without_handlers_is_still_in_the_log(shop: Workspace, now: datetime) -> None:
    event = NewEvent("consent.changed", "form:1", now, contact_id=7, data={"state": "granted"})
    assert [stored.data for stored in record(events=[event], now=now)] == [{"state": "granted"}]
    assert (Event.objects.get().contact_id, EventDelivery.objects.count()) == (7, 0)


def test_nothing_to_record_needs_no_scope(now: datetime) -> None:
    assert record(events=[], now=now) == []


@pytest.mark.django_db
def test_recording_outside_a_scope_raises(now: datetime) -> None:
    with pytest.raises(ScopeMissing):
        record(events=[placed(1, now)], now=now)


def test_long_keys_of_foreign_systems_stay_apart(shop: Workspace, now: datetime) -> None:
    keys = ["x" * 300 + end for end in "ab"]
    events = [NewEvent("consent.changed", key, now) for key in [*keys, *keys]]
    assert len(record(events=events, now=now)) == 2


def test_rollback_takes_events_and_deliveries_away_together(shop: Workspace, now: datetime) -> None:
    with transaction.atomic():
        record(events=[placed(1, now)], now=now)
        transaction.set_rollback(True)
    counts = [model.objects.count() for model in (Event, EventKey, EventDelivery)]
    assert counts == [0, 0, 0]
    assert len(record(events=[placed(1, now)], now=now)) == 1


def test_two_workspaces_may_use_the_same_key(committed_shop: Workspace, now: datetime) -> None:
    other = found_shop("Toko Lain", "citra@lain.test")
    assert len(recorded(committed_shop, [1], now)) == len(recorded(other, [1], now)) == 1
    with workspace_scope(other.id):
        assert Event.objects.count() == 1


def test_thousands_of_which_a_few_are_known_are_recorded_once(shop: Workspace, now: datetime) -> None:
    record(events=[placed(2, now)], now=now)
    assert record_many(events=[placed(1, now), placed(2, now), placed(3, now), placed(3, now)], now=now) == 2
    assert (Event.objects.count(), EventKey.objects.count(), EventDelivery.objects.count()) == (3, 3, 6)
