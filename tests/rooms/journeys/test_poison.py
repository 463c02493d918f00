from datetime import datetime, timedelta

import pytest

from sapa.accounts.models import Workspace
from sapa.base.scope import workspace_scope
from sapa.contacts.models import Contact
from sapa.journeys.models import Enrolment, FollowUp
from sapa.journeys.services import advance_due, advancing, settle_due, settling
from tests.rooms.journeys.own import ASK, TWICE, own, spoke
from tests.rooms.journeys.rows import contact, follow_up

DAY = timedelta(days=1)


@pytest.fixture
def two(committed_shop: Workspace, now: datetime) -> tuple[Workspace, Contact, Contact]:
    with workspace_scope(committed_shop.pk):
        found = [
            contact(name, now, phone=phone) for name, phone in (("Dewi", "+6281300000011"), ("Made", ""))
        ]
    return committed_shop, found[0], found[1]


def test_one_person_who_cannot_be_decided_does_not_hold_up_the_others(
    two: tuple[Workspace, Contact, Contact], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop, dewi, made = two
    decided = settling._settle

    def broken(roots: dict[int, int], at: datetime) -> None:
        assert made.pk not in roots, "a row that nobody can read"
        decided(roots, at)

    with workspace_scope(shop.pk):
        rows = [follow_up(who, now, exits=["paid"]) for who in (dewi, made)]
    monkeypatch.setattr(settling, "_settle", broken)
    settle_due(now=now)
    with workspace_scope(shop.pk):
        first, second = (FollowUp.objects.get(pk=row.pk) for row in rows)
    assert (first.next_at == now, second.reasons) == (False, ["not_decided"])
    assert second.next_at == now + timedelta(minutes=15)


def test_one_enrolment_that_cannot_go_on_does_not_hold_up_the_others(
    two: tuple[Workspace, Contact, Contact], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop, dewi, made = two
    with workspace_scope(shop.pk):
        own(ASK, TWICE, now=now)
        for who in (dewi, made):
            spoke(who, now)
        Enrolment.objects.update(wake_at=now)
    walked = advancing.walk

    def broken(rows: list[Enrolment], *, roots: dict[int, int], now: datetime) -> int:
        assert made.pk not in roots, "a row that nobody can read"
        return walked(rows, roots=roots, now=now)

    monkeypatch.setattr(advancing, "walk", broken)
    advance_due(now=now)
    with workspace_scope(shop.pk):
        wakes = {row.contact_id: row.wake_at for row in Enrolment.objects.all()}
    assert (wakes[dewi.pk], wakes[made.pk]) == (None, now + timedelta(minutes=15))
