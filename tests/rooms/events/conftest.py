from collections.abc import Iterator
from datetime import datetime

import pytest
from django.conf import LazySettings

from sapa.accounts.models import Workspace
from sapa.base import addresses
from sapa.base.instance import instance
from sapa.base.scope import workspace_scope
from sapa.events.models import Event
from sapa.events.schemas import NewEvent
from sapa.events.services import record
from tests.rooms.events import wiring
from tests.rooms.events.receiver import Receiver, receiving


@pytest.fixture(autouse=True)
def wired(settings: LazySettings) -> list[tuple[str, list[int | None]]]:
    """What was called with which orders, in turn."""
    settings.HANDLERS = f"{wiring.__name__}.HANDLERS"
    settings.SOURCES = f"{wiring.__name__}.SOURCES"
    wiring.calls.clear()
    return wiring.calls


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    with receiving() as found:
        allowed = instance().model_copy(update={"egress_allow": (found.endpoint,)})
        monkeypatch.setattr(addresses, "instance", lambda: allowed)
        yield found


def placed(order_id: int, at: datetime) -> NewEvent:
    return NewEvent("order.placed", f"shop:order:{order_id}:placed", at, order_id=order_id)


def recorded(shop: Workspace, orders: list[int], now: datetime) -> list[Event]:
    with workspace_scope(shop.id):
        return record(events=[placed(order, now) for order in orders], now=now)
