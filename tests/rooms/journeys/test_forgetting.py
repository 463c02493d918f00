"""A shop takes an import back: what was planned for it goes too, unless a customer has seen some of it."""

from datetime import datetime
from typing import Any

import pytest
from django.conf import LazySettings

from sapa.accounts.models import Workspace
from sapa.base.scope import current_workspace_id
from sapa.commerce import importers
from sapa.commerce.models import ImportRun, Order, Subscription
from sapa.contacts.models import Contact
from sapa.contacts.services import Person, find_or_make, open_ticket
from sapa.domain.phones import normalise
from sapa.events.models import Event, EventKey
from sapa.events.services import NewEvent, record
from sapa.journeys.models import Decision, Enrolment, FollowUp, JourneyVersion
from sapa.journeys.services import plan, switch
from tests.rooms.journeys.rows import RECIPE, follow_up, talk, wrote

FILE = b"no_order,nama,hp,tanggal\nA1,Dewi,081211112222,2026-09-15 09:00\nA2,Made,081233334444,2026-09-15 09:30\n"
PLANS = b"nomor langganan,nama,hp,paket,berakhir\nL-1,Dewi,081211112222,Kopi,2026-10-15\n"


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


def test_an_order_that_a_message_names_stays_though_its_follow_up_waits_again(
    brought: ImportRun, now: datetime
) -> None:
    """A message may have been given up before it left: what was written stays readable with its order."""
    row = FollowUp.objects.select_related("contact").filter(order__number="A1").order_by("pk")[0]
    about: dict[str, Any] = {"order_id": row.order_id, "follow_up_id": row.pk}
    wrote(talk(row.contact, now), now, direction="out", by="system", state="cancelled", **about)
    assert taken_back(brought, now) == ["A1"]
    assert FollowUp.objects.filter(pk=row.pk, order__number="A1").exists()


def test_an_order_of_a_case_stays(brought: ImportRun, now: datetime) -> None:
    made = Order.objects.get(number="A2")
    open_ticket(contact_id=made.contact_id, ticket_id=1, kind="complaint", at=now, order_id=made.pk)
    assert taken_back(brought, now) == ["A2"]


def test_nothing_that_happened_names_an_order_that_is_gone(brought: ImportRun, now: datetime) -> None:
    made = Order.objects.get(number="A1")
    told = [NewEvent("order.cancelled", "by-hand", now, made.contact_id, made.pk)]
    record(events=told, now=now)
    assert taken_back(brought, now) == []
    assert not Event.objects.exclude(order_id=None).exists()
    assert not EventKey.objects.filter(key="by-hand").exists()


@pytest.fixture
def plan_of_dewi(shop: Workspace, now: datetime) -> ImportRun:
    """A subscription of a customer known before, with its reminder planned."""
    switch(recipe=RECIPE, mode="live", settings={}, now=now)
    find_or_make(people=[Person(phone=normalise("081211112222"))], source="shopify", now=now)
    run = importers.keep_upload(chunks=[PLANS], filename="langganan.csv", now=now, holds="subscriptions")
    mapping = importers.known_mapping(tuple(run.header), "subscriptions")
    importers.begin_import(run_id=run.pk, mapping=mapping, now=now)
    done = importers.run_import(workspace_id=current_workspace_id(), run_id=run.pk, now=now)
    told, version = Subscription.objects.get(), JourneyVersion.objects.select_related("journey").get()
    enrolment = Enrolment.objects.create(
        journey=version.journey,
        version=version,
        contact=told.contact,
        trigger_name="subscription.noted",
        trigger_at=now,
        refs={"subscription": told.pk},
        subject=f"subscription-{told.pk}",
        started_at=now,
        arm="treatment",
    )
    follow_up(told.contact, now, enrolment=enrolment)
    return done


def test_planned_messages_go_with_their_subscription(plan_of_dewi: ImportRun, now: datetime) -> None:
    follow_up(Contact.objects.get(), now, key="other")
    taken_back(plan_of_dewi, now)
    assert not any(model.objects.exists() for model in (Subscription, Enrolment))
    assert FollowUp.objects.get().key == "other"


def test_a_subscription_that_somebody_was_written_about_stays(plan_of_dewi: ImportRun, now: datetime) -> None:
    FollowUp.objects.update(state="sent", message_id=7)
    told = importers.outlook(plan_of_dewi)
    assert told
    assert (told.count, told.kept) == (0, 1)
    taken_back(plan_of_dewi, now)
    assert (Subscription.objects.count(), FollowUp.objects.count(), Enrolment.objects.count()) == (1, 1, 1)
