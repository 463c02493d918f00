from datetime import datetime, timedelta

import pytest

from sapa.accounts.models import Workspace
from sapa.base.scope import workspace_scope
from sapa.events.models import Event, EventDelivery, RawDelivery
from sapa.events.services import create_endpoint, handling, process_raw, replay_raw
from tests.conftest import found_shop

Calls = list[tuple[str, list[int | None]]]


def arrive(shop: Workspace, now: datetime, *bodies: bytes, kind: str = "shop") -> list[int]:
    with workspace_scope(shop.id):
        endpoint, _ = create_endpoint(kind=kind, label="", now=now)
        rows = [
            RawDelivery.objects.create(endpoint=endpoint, kind=kind, received_at=now, next_at=now, body=body)
            for body in bodies
        ]
    return [row.id for row in rows]


def outcomes(shop: Workspace) -> dict[bytes, tuple[str, int, str]]:
    with workspace_scope(shop.id):
        return {bytes(r.body): (r.state, r.attempts, r.error) for r in RawDelivery.objects.all()}


def test_deliveries_of_a_source_are_applied_together(
    committed_shop: Workspace, now: datetime, wired: Calls
) -> None:
    ids = arrive(committed_shop, now, b"a", b"b", b"c")
    assert process_raw(now=now) == 3
    assert wired == [("apply", ids)]
    assert {state for state, *_ in outcomes(committed_shop).values()} == {"done"}
    assert process_raw(now=now) == 0


def test_large_bodies_are_applied_in_several_transactions(
    committed_shop: Workspace, now: datetime, wired: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handling, "MOST_BYTES", 5)
    first, second, third = arrive(committed_shop, now, b"aa", b"bbb", b"cccccc")
    assert [process_raw(now=now) for _ in range(3)] == [2, 1, 0]
    assert wired == [("apply", [first, second]), ("apply", [third])]


def test_what_came_in_becomes_events_of_its_own_workspace(committed_shop: Workspace, now: datetime) -> None:
    other = found_shop("Toko Lain", "citra@lain.test")
    arrive(committed_shop, now, b"a")
    arrive(other, now, b"b", b"c")
    process_raw(now=now)
    for shop, count in ((committed_shop, 1), (other, 2)):
        with workspace_scope(shop.id):
            assert (Event.objects.count(), EventDelivery.objects.count()) == (count, count)


def test_an_unreadable_body_dies_at_once_and_is_kept(committed_shop: Workspace, now: datetime) -> None:
    arrive(committed_shop, now, b"a", b"unreadable", b"c")
    process_raw(now=now)
    assert outcomes(committed_shop) == {
        b"a": ("done", 0, ""),
        b"unreadable": ("dead", 1, "not_json"),
        b"c": ("done", 0, ""),
    }


def test_a_body_that_breaks_the_source_is_retried_then_dies_alone(
    committed_shop: Workspace, now: datetime
) -> None:
    arrive(committed_shop, now, b"a", b"broken")
    for _ in range(10):
        process_raw(now=now)
        now += timedelta(hours=1)
    died = outcomes(committed_shop)
    assert died[b"a"] == ("done", 0, "")
    assert died[b"broken"][:2] == ("dead", 6)
    assert "ValueError" in died[b"broken"][2]


def test_a_dead_body_can_be_replayed(committed_shop: Workspace, now: datetime, wired: Calls) -> None:
    [raw_id] = arrive(committed_shop, now, b"unreadable")
    process_raw(now=now)
    with workspace_scope(committed_shop.id):
        replay_raw(raw_id=raw_id, now=now)
    assert outcomes(committed_shop) == {b"unreadable": ("new", 0, "not_json")}
    assert process_raw(now=now) == 1
    assert len(wired) == 4


def test_a_body_of_an_unknown_source_waits_and_is_not_lost(committed_shop: Workspace, now: datetime) -> None:
    arrive(committed_shop, now, b"a", kind="gone")
    assert process_raw(now=now) == 1
    assert outcomes(committed_shop)[b"a"][:2] == ("new", 1)


@pytest.mark.parametrize("limit", [1, 2])
def test_a_round_takes_no_more_than_its_limit(committed_shop: Workspace, now: datetime, limit: int) -> None:
    arrive(committed_shop, now, b"a", b"b", b"c")
    assert process_raw(now=now, limit=limit) == limit
