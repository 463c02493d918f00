"""Thousands of events of an import are not handed to journeys that are all switched off."""

from datetime import datetime

import pytest

from sapa.accounts.models import Workspace
from sapa.events.models import Event, EventDelivery
from sapa.events.schemas import NewEvent
from sapa.events.services import record, record_many
from sapa.journeys.services import switch
from tests.rooms.journeys.rows import RECIPE, contact, follow_up


@pytest.fixture
def placed(shop: Workspace, now: datetime) -> NewEvent:
    return NewEvent("order.placed", "csv:order:A1:placed", now, contact("Dewi", now).pk)


def test_where_no_journey_is_on_nothing_is_handed_over(placed: NewEvent, now: datetime) -> None:
    assert record_many(events=[placed, placed], now=now) == 1
    assert (Event.objects.get().name, EventDelivery.objects.count()) == ("order.placed", 0)


def test_a_journey_that_is_on_is_told(placed: NewEvent, now: datetime) -> None:
    switch(recipe=RECIPE, mode="live", settings={}, now=now)
    record_many(events=[placed], now=now)
    assert EventDelivery.objects.count() == 2


def test_what_a_journey_left_open_may_still_end(placed: NewEvent, now: datetime) -> None:
    follow_up(contact("Made", now), now)
    switch(recipe=RECIPE, mode="off", settings={}, now=now)
    record_many(events=[placed], now=now)
    assert EventDelivery.objects.count() == 2


def test_a_single_happening_is_always_handed_over(placed: NewEvent, now: datetime) -> None:
    record(events=[placed], now=now)
    assert EventDelivery.objects.count() == 2
