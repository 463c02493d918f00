"""Two workers hear of the same people in opposite orders: one waits for the other, neither for both."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from sapa.accounts.models import Workspace
from sapa.base.scope import workspace_scope
from sapa.commerce.models import Order, Payment
from sapa.commerce.schemas import Heard, OrderTold, Told
from sapa.commerce.services import Batch, apply_batches
from sapa.contacts.models import Contact
from sapa.contacts.services import Person
from sapa.domain.phones import normalise
from sapa.events.models import Event
from tests.rooms.commerce.conftest import order
from tests.rooms.journeys.crowd import at_once, deadlocks, inside

HOUR, NOW = timedelta(hours=1), datetime(2026, 9, 15, 3, 0, tzinfo=UTC)
PHONES = [f"08121111{place:04}" for place in range(12)]


def heard(place: int) -> Heard:
    """An order of one customer, an invoice of another, and a payment for a third one's order."""
    invoiced = Person(phone=normalise(PHONES[(place + 5) % 12]), raw_phone=PHONES[(place + 5) % 12])
    return Heard(
        orders=[OrderTold(order(f"A-{place}", NOW, PHONES[place]), NOW)],
        subjects=[
            ("invoice", Told(f"I-{place}", NOW, status="open", person=invoiced)),
            ("payment", Told(f"P-{place}", NOW, status="paid", order=f"A-{(place + 7) % 12}")),
        ],
    )


def test_two_hearings_of_the_same_people_never_wait_in_a_circle(committed_shop: Workspace) -> None:
    before = deadlocks()
    said = [heard(place) for place in range(12)]
    for hours in range(3):
        one = [Batch("shopify-1", said[:6]), Batch("shopify-2", said[6:])]
        other = [Batch("shopify-2", said[::-1][:6]), Batch("shopify-1", said[::-1][6:])]
        now = NOW + timedelta(hours=hours)
        works = [partial(apply_batches, batches=several, now=now) for several in (one, other)]
        at_once(*(inside(committed_shop.pk, work) for work in works))
    assert deadlocks() == before
    with workspace_scope(committed_shop.pk):
        assert Contact.objects.count() == len(PHONES)


@pytest.mark.usefixtures("shop")
def test_everybody_is_held_before_anything_is_written(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    apply_batches(batches=[Batch("shopify-1", [heard(0), heard(7)])], now=now)
    held: list[set[int]] = []
    monkeypatch.setattr(
        "sapa.commerce.services.holding.lock", lambda *, contact_ids: held.append(contact_ids)
    )
    apply_batches(batches=[Batch("shopify-1", [heard(0)]), Batch("midtrans-2", [heard(7)])], now=now)
    (first,) = held
    assert first == set(Contact.objects.values_list("pk", flat=True))
    assert (Order.objects.count(), Payment.objects.count()) == (3, 3)
    assert Event.objects.filter(name="payment.received").count() == 1
