"""A shop takes an import back: what was planned for it goes too, unless a customer has seen some of it."""

from datetime import datetime

import pytest
from django.conf import LazySettings

from sapa.accounts.models import Workspace
from sapa.base.scope import current_workspace_id
from sapa.commerce import importers
from sapa.commerce.models import ImportRun, Order
from sapa.events.models import Event
from sapa.journeys.models import Decision, Enrolment, FollowUp
from sapa.journeys.services import plan, switch
from tests.rooms.journeys.rows import RECIPE

FILE = b"no_order,nama,hp,tanggal\nA1,Dewi,081211112222,2026-09-15 09:00\nA2,Made,081233334444,2026-09-15 09:30\n"


@pytest.fixture
def brought(shop: Workspace, now: datetime, settings: LazySettings) -> ImportRun:
    """Two orders that nobody has paid, each with its reminder planned."""
    settings.SAPA = settings.SAPA.model_copy(update={"demo": False})
    switch(recipe=RECIPE, mode="live", settings={}, now=now)
    run = importers.keep_upload(chunks=[FILE], filename="pesanan.csv", now=now)
    importers.begin_import(run_id=run.pk, mapping=importers.known_mapping(tuple(run.header)), now=now)
    done = importers.run_import(workspace_id=current_workspace_id(), run_id=run.pk, now=now)
    plan(events=list(Event.objects.order_by("pk")), now=now)
    assert {row.order.number for row in FollowUp.objects.all() if row.order} == {"A1", "A2"}
    return done


def taken_back(run: ImportRun, now: datetime) -> list[str]:
    importers.start_undo(run_id=run.pk, now=now)
    importers.run_undo(workspace_id=current_workspace_id(), run_id=run.pk, now=now)
    return list(Order.objects.values_list("number", flat=True))


def test_planned_messages_go_with_their_orders(brought: ImportRun, now: datetime) -> None:
    assert taken_back(brought, now) == []
    assert not any(model.objects.exists() for model in (FollowUp, Enrolment, Decision))


def test_an_order_that_somebody_was_written_about_stays_with_its_plans(
    brought: ImportRun, now: datetime
) -> None:
    first = FollowUp.objects.filter(order__number="A1").order_by("pk").first()
    assert first
    FollowUp.objects.filter(pk=first.pk).update(state="sent", message_id=7)
    told = importers.outlook(brought)
    assert told
    assert (len(told.orders), len(told.people), told.kept) == (1, 1, 2)
    assert taken_back(brought, now) == ["A1"]
    assert {row.order.number for row in FollowUp.objects.all() if row.order} == {"A1"}
