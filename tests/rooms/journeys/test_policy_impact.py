"""What a change of the policy moves: told before it is saved, done after, and never to what is on its way."""

import threading
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from sapa.accounts.models import Workspace
from sapa.accounts.selectors import settings_in_force
from sapa.base.scope import workspace_scope
from sapa.contacts.models import Contact
from sapa.contacts.services import merge
from sapa.journeys.models import Decision, FollowUp
from sapa.journeys.selectors.policy import impact_words
from sapa.journeys.services import policy as services
from sapa.journeys.services.planning import show_plan
from sapa.journeys.services.policy import replanning
from sapa.journeys.tasks import replan
from sapa.web.errors import Refused
from tests.rooms.journeys.rows import contact, follow_up

LATER = {"quiet": {"start": "21:00", "end": "10:00"}}
HALF = {"quiet": {"start": "21:00", "end": "06:00"}}


def person(name: str, now: datetime, **more: Any) -> Contact:
    return contact(name, now, phone="+6281300000011", timezone="Asia/Jakarta", **more)


def tomorrow_morning(name: str, now: datetime, **more: Any) -> FollowUp:
    """Planned for 08.00 of the next day in Jakarta: it was due in the night."""
    night = now + timedelta(hours=13)
    row = follow_up(person(name, now), now, due_at=night, klass="care", **more)
    show_plan(contact_ids=[row.contact_id], follow_up_ids={row.pk}, now=now)
    row.refresh_from_db()
    assert row.next_at == now + timedelta(hours=22)
    return row


def saved(document: Mapping[str, object], now: datetime) -> services.Changed:
    return services.change_policy(document=document, seen=settings_in_force()[0], now=now)


def test_before_saving_each_moved_message_is_counted_and_nothing_is_written(
    shop: Workspace, now: datetime
) -> None:
    tomorrow_morning("Dewi", now)
    tomorrow_morning("Made", now, expires_at=now + timedelta(hours=23))
    decided = Decision.objects.count()
    found = services.impact(document=LATER, now=now)
    assert found.counts == {"later": 1, "earlier": 0, "dropped": 1, "rescued": 0}
    assert (found.read, found.waiting, found.is_sample) == (2, 2, False)
    assert impact_words(found) == "1 pesan akan bergeser, 1 gugur."
    assert {move.kind: move.after for move in found.moves} == {
        "later": now + timedelta(hours=24),
        "dropped": None,
    }
    assert (Decision.objects.count(), settings_in_force()[0]) == (decided, 0)


def test_a_shorter_night_brings_messages_forward(shop: Workspace, now: datetime) -> None:
    tomorrow_morning("Dewi", now)
    assert services.impact(document=HALF, now=now).counts["earlier"] == 1


def test_a_change_that_moves_nothing_says_so(shop: Workspace, now: datetime) -> None:
    tomorrow_morning("Dewi", now)
    found = services.impact(document={"gap_hours": {"promo": 48}}, now=now)
    assert impact_words(found) == "Tidak ada pesan menunggu yang bergeser (1 diperiksa)."


def test_of_very_many_only_the_soonest_are_read_and_it_is_said(shop: Workspace, now: datetime) -> None:
    for name in ("Dewi", "Made", "Yosef"):
        tomorrow_morning(name, now)
    found = services.impact(document=LATER, now=now, most=2)
    assert (found.read, found.waiting, found.is_sample) == (2, 3, True)


def test_after_saving_times_and_reasons_are_those_that_were_foretold(shop: Workspace, now: datetime) -> None:
    moved, dropped = (
        tomorrow_morning("Dewi", now),
        tomorrow_morning("Made", now, expires_at=now + timedelta(hours=23)),
    )
    assert saved(LATER, now) == services.Changed(1, True)
    moved.refresh_from_db()
    dropped.refresh_from_db()
    assert (moved.next_at, moved.reasons) == (now + timedelta(hours=24), ["quiet_hours"])
    assert (dropped.state, dropped.reasons[-1]) == ("dropped", "expires_before_slot")
    assert set(Decision.objects.filter(policy_version=1).values_list("follow_up_id", flat=True)) == {
        moved.pk,
        dropped.pk,
    }


def test_what_is_being_sent_is_not_touched(shop: Workspace, now: datetime) -> None:
    row = tomorrow_morning("Dewi", now)
    FollowUp.objects.filter(pk=row.pk).update(state="queued", message_id=7, next_at=None, reasons=[])
    before = FollowUp.objects.values().get(pk=row.pk)
    saved(LATER, now)
    assert FollowUp.objects.values().get(pk=row.pk) == before


def test_a_merged_customers_messages_move_with_them(shop: Workspace, now: datetime) -> None:
    row, root = tomorrow_morning("Dewi A", now), person("Dewi Anggraini", now)
    merge(contact_id=row.contact_id, into_id=root.pk)
    saved(LATER, now)
    row.refresh_from_db()
    assert row.next_at == now + timedelta(hours=24)


def test_a_second_batch_is_left_to_a_worker(
    shop: Workspace, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replanning, "PEOPLE", 2)
    rows = [tomorrow_morning(name, now) for name in ("Dewi", "Made", "Yosef")]
    assert saved(LATER, now).replanned is False
    job = ProcrastinateJob.objects.get(task_name=services.TASK)
    assert job.args == {"workspace_id": shop.pk}
    assert FollowUp.objects.filter(next_at=now + timedelta(hours=22)).count() == 3
    second = services.replan_batch(after=0, now=now)
    assert second == rows[1].contact_id
    assert services.replan_batch(after=second, now=now) is None
    assert FollowUp.objects.filter(next_at=now + timedelta(hours=24)).count() == len(rows)


def test_the_chore_works_in_the_shop_that_it_names(committed_shop: Workspace, now: datetime) -> None:
    with workspace_scope(committed_shop.pk):
        row = tomorrow_morning("Dewi", now)
        FollowUp.objects.filter(pk=row.pk).update(next_at=now + timedelta(days=400))
    replan(workspace_id=committed_shop.pk)
    with workspace_scope(committed_shop.pk):
        assert FollowUp.objects.get(pk=row.pk).next_at != now + timedelta(days=400)


def test_two_who_save_in_the_same_moment_do_not_overwrite_each_other(
    committed_shop: Workspace, now: datetime
) -> None:
    refused: list[str] = []

    def second() -> None:
        try:
            with workspace_scope(committed_shop.pk):
                saved(HALF, now)
        except Refused as no:
            refused.append(no.code)
        finally:
            connection.close()

    with workspace_scope(committed_shop.pk):
        saved(LATER, now)
        other = threading.Thread(target=second)
        other.start()
        wait_until_blocked()
    other.join(30)
    assert refused == ["changed_meanwhile"]
    with workspace_scope(committed_shop.pk):
        assert settings_in_force() == (1, {"policy": LATER})


def wait_until_blocked() -> None:
    """Until the other connection waits for this one's row."""
    for _ in range(300):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits")
