"""Parcels, subscriptions, invoices and returns: told in any order and as often as a shop likes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from sapa.accounts.models import Workspace
from sapa.commerce import services
from sapa.commerce.models import Invoice, Order, Return, Shipment, Subscription
from sapa.commerce.schemas import Told
from sapa.contacts.models import LedgerEntry
from sapa.contacts.services import Person, find_or_make, write_ledger
from sapa.domain.phones import normalise
from sapa.events.models import Event, EventKey
from sapa.events.schemas import TooEarly, Unreadable
from tests.rooms.commerce.conftest import order

SHOP = "generic-1"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DEWI = Person(phone=normalise("081211112222"), name="Dewi Lestari")


def told(number: str, at: datetime, status: str = "", /, **said: Any) -> Told:
    whole: dict[str, Any] = {"person": DEWI} | {
        name: said.pop(name) for name in ("order", "person", "dated") if name in said
    }
    return Told(number, at, status=status, values=said, **whole)


def placed(now: datetime, **said: Any) -> Order:
    services.apply_orders(facts=[order("A-1", now - DAY, **said)], source=SHOP, now=now)
    return Order.objects.get()


def ship(*said: Told, now: datetime) -> Shipment:
    return services.apply_shipments(told=said, source=SHOP, now=now)[-1]


def names() -> list[str]:
    return list(Event.objects.order_by("at", "id").values_list("name", flat=True))


def test_a_parcel_belongs_to_its_order_and_says_where_it_is(shop: Workspace, now: datetime) -> None:
    sold = placed(now)
    row = ship(told("S-1", now, "in_transit", order="A-1", person=None, courier="JNE"), now=now)
    assert (row.contact_id, row.order_id, row.courier) == (sold.contact_id, sold.pk, "JNE")
    event = Event.objects.get(name="shipment.shipped")
    assert (event.at, event.order_id, event.data) == (now, sold.pk, {"shipment": row.pk})
    assert EventKey.objects.filter(key="generic-1:shipment:S-1:shipped").exists()


def test_news_of_a_parcel_ends_the_same_in_whatever_order_it_comes(shop: Workspace, now: datetime) -> None:
    news = [
        told("S", now, "picked_up", courier="JNE"),
        told("S", now + HOUR, "out_for_delivery", eta=now + DAY),
        told("S", now + 2 * HOUR, "delivered"),
    ]
    ends = set()
    for number, way in enumerate(permutations(news)):
        for one in way:
            ship(Told(f"S{number}", one.at, True, one.status, "", one.person, one.values), now=now)
        row = Shipment.objects.get(external_id=f"S{number}")
        seen = Event.objects.filter(data={"shipment": row.pk}).order_by("name").values_list("name", "at")
        ends.add((row.status, row.courier, row.eta, row.shipped_at, row.delivered_at, *seen))
    assert ends == {
        (
            *("delivered", "JNE", now + DAY, now, now + 2 * HOUR),
            ("shipment.delivered", now + 2 * HOUR),
            ("shipment.out_for_delivery", now + HOUR),
            ("shipment.shipped", now),
        )
    }


def test_an_undated_repeat_never_takes_a_parcel_back(shop: Workspace, now: datetime) -> None:
    ship(told("S-1", now, "delivered"), now=now)
    row = ship(told("S-1", now + HOUR, "in_transit", dated=False), now=now + HOUR)
    assert (row.status, names()) == ("delivered", ["shipment.delivered"])


def test_the_same_news_five_times_is_one_happening(shop: Workspace, now: datetime) -> None:
    for _ in range(5):
        ship(told("S-1", now, "failed_attempt", reason="alamat tidak ditemukan"), now=now)
    assert names() == ["shipment.failed_attempt"]


def test_the_order_learns_that_its_parcel_left_and_arrived(shop: Workspace, now: datetime) -> None:
    placed(now, status="paid", paid_at=now - DAY)
    ship(
        told("S-1", now, "in_transit", order="A-1"),
        told("S-1", now + HOUR, "delivered", order="A-1"),
        now=now,
    )
    sold = Order.objects.get()
    assert (sold.status, sold.shipped_at, sold.delivered_at) == ("delivered", now, now + HOUR)


def test_an_order_has_arrived_with_its_last_parcel(shop: Workspace, now: datetime) -> None:
    placed(now)
    ship(told("S-1", now, "delivered", order="A-1"), told("S-2", now, "in_transit", order="A-1"), now=now)
    assert Order.objects.get().delivered_at is None
    ship(told("S-2", now + DAY, "delivered", order="A-1"), now=now)
    assert Order.objects.get().delivered_at == now + DAY


@pytest.mark.parametrize("parcel_first", [True, False])
def test_an_arrival_is_recorded_once_whoever_tells_it(
    shop: Workspace, now: datetime, parcel_first: bool
) -> None:
    placed(now)
    arrived = order("A-1", now - DAY, status="delivered", delivered_at=now)
    for is_parcel in (parcel_first, not parcel_first):
        if is_parcel:
            ship(told("S-1", now, "delivered", order="A-1"), now=now)
        else:
            services.apply_orders(facts=[arrived], source=SHOP, now=now)
    assert names().count("shipment.delivered") == 1


def test_a_parcel_may_be_told_before_its_order(shop: Workspace, now: datetime) -> None:
    ship(told("S-1", now, "delivered", order="A-1"), now=now)
    sold = placed(now, status="delivered", delivered_at=now)
    assert Shipment.objects.get().order_id == sold.pk
    assert names().count("shipment.delivered") == 1


def test_news_of_an_order_that_nobody_knows_waits(shop: Workspace, now: datetime) -> None:
    with pytest.raises(TooEarly, match="unknown_order"):
        ship(told("S-1", now, "delivered", order="A-9", person=None), now=now)
    with pytest.raises(Unreadable, match="no_customer"):
        ship(told("S-1", now, "delivered", person=None), now=now)


def subscribe(*said: Told, now: datetime) -> Subscription:
    return services.apply_subscriptions(told=said, source=SHOP, now=now)[-1]


def test_a_subscription_is_noted_renewed_changed_and_cancelled(shop: Workspace, now: datetime) -> None:
    subscribe(told("L-1", now, "active", plan="Pro", period_end=now + 30 * DAY), now=now)
    subscribe(told("L-1", now + DAY, period_end=now + 60 * DAY), now=now)
    subscribe(told("L-1", now + 2 * DAY, plan="Tim"), now=now)
    row = subscribe(told("L-1", now + 3 * DAY, "cancelled"), now=now)
    assert (row.plan, row.period_end, row.status) == ("Tim", now + 60 * DAY, "cancelled")
    assert names() == [
        "subscription.noted",
        "subscription.renewed",
        "subscription.noted",
        "subscription.changed",
        "subscription.cancelled",
    ]


def test_an_older_word_on_a_subscription_only_fills_blanks(shop: Workspace, now: datetime) -> None:
    subscribe(told("L-1", now, "active", plan="Pro", period_end=now + 30 * DAY, auto_renew=False), now=now)
    old = told("L-1", now - DAY, plan="Coba", auto_renew=True, period_end=now, link="https://toko.test/l")
    row = subscribe(old, now=now)
    assert (row.plan, row.auto_renew, row.period_end) == ("Pro", False, now + 30 * DAY)
    assert (row.link, names()) == ("https://toko.test/l", ["subscription.noted"])


def test_an_invoice_is_issued_disputed_and_paid_once(shop: Workspace, now: datetime) -> None:
    issued = told("I-1", now, "open", number="INV-1", amount=500_000, issued_at=now - DAY, due_at=now + DAY)
    paid = told("I-1", now + 2 * HOUR, "paid")
    for said in (issued, told("I-1", now + HOUR, "disputed"), paid, paid, issued):
        services.apply_invoices(told=[said], source=SHOP, now=now)
    row = Invoice.objects.get()
    assert (row.status, row.paid_at, row.amount) == ("paid", now + 2 * HOUR, 500_000)
    assert names() == ["invoice.issued", "invoice.disputed", "invoice.paid"]
    assert Event.objects.get(name="invoice.issued").at == now - DAY


def test_a_promise_to_pay_is_kept_with_the_invoice(shop: Workspace, now: datetime) -> None:
    for said in (told("I-1", now, "open"), told("I-1", now + HOUR, promised_at=now + 5 * DAY)):
        services.apply_invoices(told=[said], source=SHOP, now=now)
    assert Invoice.objects.get().promised_at == now + 5 * DAY


def test_each_status_of_a_return_is_told_once(shop: Workspace, now: datetime) -> None:
    steps: Sequence[str] = ("requested", "approved", "received", "refunded")
    for hours, status in enumerate(steps):
        for _ in range(2):
            said = told("R-1", now + hours * HOUR, status, step="menunggu barang")
            services.apply_returns(told=[said], source=SHOP, now=now)
    assert Return.objects.get().status == "refunded"
    assert names() == [f"return.{status}" for status in steps]


def heard_from(raw: str, at: datetime) -> int:
    """A message that came in, as the room of messages writes it down."""
    (found,) = find_or_make(people=[Person(phone=normalise(raw))], source="whatsapp", now=at)
    said = {"at": at, "fact": "received", "channel": "whatsapp", "by": "customer"}
    write_ledger(entries=[LedgerEntry(contact_id=found.contact_id, **said)])
    return found.contact_id


def test_a_stranger_who_writes_is_met_once(shop: Workspace, now: datetime) -> None:
    for at in (now, now + HOUR):
        services.note_first_chats(chats=[services.Chat(heard_from("081211112222", at), at)], now=at)
    assert names() == ["interaction.first"]
    assert Event.objects.get().at == now


def test_a_customer_who_answers_us_is_no_stranger(shop: Workspace, now: datetime) -> None:
    buyer = placed(now).contact_id
    written_to = heard_from("081333334444", now - DAY)
    services.note_first_chats(chats=[services.Chat(pk, now) for pk in (buyer, written_to)], now=now)
    assert "interaction.first" not in names()


def test_a_consent_that_changes_is_told_once(shop: Workspace, now: datetime) -> None:
    dewi = heard_from("081211112222", now)
    for hours, state in enumerate(("granted", "granted", "denied")):
        at = now + hours * HOUR
        services.record_consent(contact_id=dewi, state=state, source="form", at=at, now=at)  # type: ignore[arg-type]
    assert [event.data for event in Event.objects.order_by("id")] == [
        {"promo": "granted"},
        {"promo": "denied"},
    ]
