"""What sources say about orders becomes rows and events."""

from datetime import datetime, timedelta

from sapa.accounts.models import Workspace
from sapa.commerce.models import Order
from sapa.commerce.services import apply_orders
from sapa.contacts.models import ContactState
from sapa.events.models import Event, EventKey
from tests.rooms.commerce.conftest import order

HOUR = timedelta(hours=1)
PAID = "payment.received"


def outcomes(*facts: object, now: datetime) -> list[str]:
    return [one.outcome for one in apply_orders(facts=facts, source="csv", now=now)]  # type: ignore[arg-type]


def test_a_new_order_is_kept_with_its_customer_and_event(shop: Workspace, now: datetime) -> None:
    (applied,) = apply_orders(facts=[order("A1", now - HOUR)], source="csv", now=now)
    event = Event.objects.get()
    assert (event.name, event.at, event.order_id) == ("order.placed", now - HOUR, applied.order_id)
    assert event.contact_id == applied.contact_id
    assert EventKey.objects.get().key == "csv:order:A1:placed"


def test_the_same_statement_again_changes_nothing(shop: Workspace, now: datetime) -> None:
    outcomes(order("A1", now), now=now)
    before = list(Order.objects.values())
    assert outcomes(order("A1", now), now=now + HOUR) == ["unchanged"]
    assert list(Order.objects.values()) == before
    assert Event.objects.count() == 1


def test_a_payment_updates_the_order_and_is_told_once(shop: Workspace, now: datetime) -> None:
    paid = order("A1", now - HOUR, status="paid", paid_at=now)
    assert outcomes(order("A1", now - HOUR), now=now) == ["created"]
    assert outcomes(paid, paid, now=now) == ["updated", "unchanged"]
    assert list(Event.objects.order_by("id").values_list("name", flat=True)) == [
        "order.placed",
        "payment.received",
    ]
    state = ContactState.objects.get()
    assert (state.last_paid_at, state.paid_orders) == (now, 1)


def test_a_late_repeat_never_takes_a_payment_back(shop: Workspace, now: datetime) -> None:
    outcomes(order("A1", now, status="paid", paid_at=now), now=now)
    assert outcomes(order("A1", now), now=now) == ["unchanged"]
    assert Order.objects.get().status == "paid"


def test_an_older_statement_never_overwrites_a_newer_one(shop: Workspace, now: datetime) -> None:
    newer, older = order("A1", now, goods="2 kemeja"), order("A1", now, goods="1 kemeja", payment_type="qris")
    apply_orders(facts=[newer], source="generic", now=now, said_at=[now])
    apply_orders(facts=[older], source="generic", now=now, said_at=[now - HOUR])
    row = Order.objects.get()
    assert (row.goods, row.payment_type, row.said_at) == ("2 kemeja", "qris", now)


def test_one_batch_may_speak_twice_of_one_order(shop: Workspace, now: datetime) -> None:
    assert outcomes(order("A1", now), order("A1", now, status="paid", paid_at=now), now=now) == [
        "created",
        "updated",
    ]
    assert Order.objects.get().status == "paid"
    assert Event.objects.count() == 2


def test_two_sources_may_use_the_same_number(shop: Workspace, now: datetime) -> None:
    for source in ("csv", "generic-1"):
        apply_orders(facts=[order("A1", now)], source=source, now=now)
    assert Order.objects.count() == 2
