"""Many orders at once become the very rows that they become one by one."""

from datetime import datetime, timedelta
from typing import Any

from sapa.accounts.models import Workspace
from sapa.base import rows
from sapa.base.scope import workspace_scope
from sapa.commerce.models import Order, Payment
from sapa.commerce.schemas import Told
from sapa.commerce.services import apply_many_orders, apply_orders, apply_payments
from sapa.contacts.models import Consent, Contact, ContactState, Identity
from sapa.contacts.services import facts
from sapa.domain.orders import OrderFacts
from sapa.events.models import Event, EventDelivery, EventKey
from tests.conftest import found_shop
from tests.rooms.commerce.conftest import order

TABLES = (Order, Contact, Identity, ContactState, Consent, Event, EventKey, EventDelivery)
OWN = {"id", "workspace_id", "public_id", "contact_id", "order_id", "event_id", "last_paid_order_id"}
HOUR = timedelta(hours=1)


def whole_lives(now: datetime) -> list[OrderFacts]:
    """Customers who come again, share a number or have none; orders in every stage."""
    stages: list[dict[str, Any]] = [
        {},
        {
            "paid_at": now - 5 * HOUR,
            "status": "paid",
            "promo_consent": "granted",
            "email": "dewi@contoh.test",
        },
        {
            "paid_at": now,
            "shipped_at": now,
            "delivered_at": now,
            "status": "completed",
            "links": {"pay": "x"},
        },
        {"cancelled_at": now - HOUR, "status": "expired", "customer_id": "C-7", "company": "PT Maju"},
        {
            "phone": "",
            "phone_raw": "",
            "email": "tamu@contoh.test",
            "promo_consent": "denied",
            "segment": "b2b",
        },
    ]
    placed = now - timedelta(days=9)
    return [
        order(f"N{number}", placed + number * HOUR, f"0812{number % 70:08}", **stages[number % 5])
        for number in range(150)
    ]


def written() -> list[list[dict[str, Any]]]:
    kept = [
        [{k: v for k, v in row.items() if k not in OWN} for row in table.objects.values()] for table in TABLES
    ]
    return [sorted(found, key=str) for found in kept]


def test_many_orders_at_once_are_written_as_one_by_one(
    shop: Workspace, now: datetime, monkeypatch: Any
) -> None:
    told = whole_lives(now)
    singly = apply_orders(facts=told, source="csv", now=now)
    one_by_one = written()
    monkeypatch.setattr(rows, "MANY", 20)
    monkeypatch.setattr(facts, "MANY", 20)
    with workspace_scope(found_shop("Toko Lain", "lain@tokolain.test").pk):
        together = apply_many_orders(facts=told, source="csv", now=now)
        assert written() == one_by_one
    assert [(one.outcome, one.notes, one.new_person) for one in together] == [
        (one.outcome, one.notes, one.new_person) for one in singly
    ]


def test_what_was_told_before_is_weighed_as_ever(shop: Workspace, now: datetime) -> None:
    apply_orders(facts=[order("N1", now, paid_at=now)], source="csv", now=now)
    apply_payments(told=[Told("T1", now, order="N2", status="paid")], source="midtrans", now=now)
    both = [order("N1", now), order("N2", now - HOUR), order("N3", now)]
    assert [one.outcome for one in apply_many_orders(facts=both, source="csv", now=now)] == [
        *("unchanged", "created", "created")
    ]
    assert Payment.objects.get().order == Order.objects.get(number="N2")
    assert sorted(Order.objects.values_list("number", "status")) == [
        *(("N1", "awaiting_payment"), ("N2", "paid"), ("N3", "awaiting_payment"))
    ]
