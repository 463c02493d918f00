"""What is done for many costs as many statements as for one."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sapa.accounts.models import Workspace
from sapa.base.permissions import Role
from sapa.commerce.services import apply_orders
from sapa.domain.orders import Money, OrderFacts
from sapa.events.models import Event
from sapa.journeys.models import FollowUp
from sapa.journeys.services import plan, settle, switch
from tests.rooms.pages import browser

LISTS = ("journeys:list", "journeys:recipes", "journeys:why_search", "commerce:orders", "contacts:list")
LATER = timedelta(hours=4)


@pytest.fixture
def reminding(shop: Workspace, now: datetime) -> Workspace:
    switch(recipe="checkout_belum_bayar", mode="live", settings={}, now=now - LATER)
    planned(1, 2, now)  # what is read once and kept is read here
    return shop


def statements(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def placed(first: int, last: int, now: datetime) -> list[Event]:
    """Orders of new people, with the events that tell of them."""
    facts = [
        OrderFacts(
            external_id=f"A{number}",
            placed_at=now,
            phone=f"+62812111{number:05}",
            country="ID",
            goods="kemeja",
            total=Money(150_000),
        )
        for number in range(first, last)
    ]
    before = set(Event.objects.values_list("pk", flat=True))
    apply_orders(facts=facts, source="csv", now=now)
    return list(Event.objects.exclude(pk__in=before).filter(name="order.placed").order_by("pk"))


def planned(first: int, last: int, now: datetime) -> int:
    """Statements that planning their orders took."""
    events = placed(first, last, now)
    return statements(lambda: plan(events=events, now=now))


def settled(first: int, last: int, now: datetime) -> int:
    planned(first, last, now)
    people = FollowUp.objects.filter(order__external_id__in=[f"A{one}" for one in range(first, last)])
    ids = list(people.values_list("contact_id", flat=True))
    assert len(set(ids)) == last - first
    return statements(lambda: settle(contact_ids=ids, now=now + LATER))


def test_planning_for_many_people_asks_as_often_as_for_one(reminding: Workspace, now: datetime) -> None:
    assert planned(100, 101, now) == planned(200, 209, now)


def test_settling_for_many_people_asks_as_often_as_for_one(reminding: Workspace, now: datetime) -> None:
    settled(50, 51, now)
    assert settled(100, 101, now) == settled(200, 209, now)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_many_rows_asks_as_often_as_one_of_two(
    reminding: Workspace, now: datetime, name: str
) -> None:
    budi, here = browser(reminding, Role.OWNER), reverse(name)
    planned(2, 4, now)
    budi.get(here)
    few = statements(lambda: budi.get(here))
    planned(10, 30, now)
    assert statements(lambda: budi.get(here)) == few
