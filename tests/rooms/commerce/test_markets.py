"""Pushes of marketplaces and couriers become one true record, in whatever order they come."""

import itertools
from datetime import datetime, timedelta
from typing import Any

import pytest

from sapa.accounts.models import Workspace
from sapa.commerce.models import Order
from sapa.commerce.services import apply_heard
from sapa.commerce.services.happenings import happenings
from sapa.commerce.sources.shopee import parse
from tests.rooms.commerce.pushes import AT, UNIX, hearing

hear = hearing(parse)
HOUR = 3600
LIFE = [
    ("UNPAID", -4),
    ("READY_TO_SHIP", -3),
    ("PROCESSED", -2),
    ("COMPLETED", 0),
    ("TO_CONFIRM_RECEIVE", -1),
]


def push(status: str, hours: int) -> dict[str, Any]:
    time = UNIX + hours * HOUR
    data = {"ordersn": "260915TOKOSARI", "status": status, "update_time": time}
    return {"code": 3, "timestamp": time, "data": data}


@pytest.mark.parametrize("life", list(itertools.permutations(LIFE))[::17])
def test_the_first_time_of_each_moment_stays(
    shop: Workspace, now: datetime, life: tuple[tuple[str, int], ...]
) -> None:
    for status, hours in (*life, *life):
        apply_heard(heard=[hear(push(status, hours))], source="shopee-1", now=now)
    order = Order.objects.get()
    assert (order.status, order.placed_at) == ("completed", AT - timedelta(hours=4))
    assert (order.paid_at, order.delivered_at) == (AT - timedelta(hours=3), AT - timedelta(hours=1))


def test_a_push_without_an_amount_tells_none() -> None:
    [told] = happenings(hear(push("READY_TO_SHIP", 0)), "shopee")
    assert (told.name, told.key) == ("payment.received", "shopee:payment:260915TOKOSARI:paid")
    assert (told.amount, told.currency, told.at) == (None, "", AT)
