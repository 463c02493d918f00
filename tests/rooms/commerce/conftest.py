"""The room below its reactions: events are recorded, nobody handles them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from sapa.domain.orders import Money, OrderFacts
from sapa.domain.phones import normalise

NOBODY: dict[str, tuple[Any, ...]] = {}


@pytest.fixture(autouse=True)
def no_handlers(settings: Settings) -> None:
    settings.HANDLERS = "tests.rooms.commerce.conftest.NOBODY"


def order(number: str, placed_at: datetime, raw_phone: str = "081211112222", **said: Any) -> OrderFacts:
    values: dict[str, Any] = {
        "external_id": number,
        "placed_at": placed_at,
        "status": "awaiting_payment",
        "name": "Dewi Lestari",
        "phone_raw": raw_phone,
        "phone": normalise(raw_phone).e164,
        "total": Money(250_000),
        "payment_deadline": placed_at + timedelta(hours=24),
    }
    return OrderFacts(**values | said)
