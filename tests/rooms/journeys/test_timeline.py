"""A customer's story: everything once, newest first, with what was not sent."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from sapa.accounts.models import User, Workspace
from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from sapa.commerce.models import Checkout, Order, Payment, Shipment
from sapa.contacts.models import Consent, Contact, Interaction, OptOut, Sameness
from sapa.events.models import Event
from sapa.journeys.selectors.timeline import PARTS, timeline
from tests.conftest import found_shop
from tests.rooms.journeys.rows import contact, follow_up, sent, talk, wrote

HOUR = timedelta(hours=1)


@pytest.fixture
def dewi(shop: Workspace, now: datetime) -> Contact:
    return contact("Dewi", now, phone="+6281300000011")


def spoke(who: Contact, at: datetime) -> None:
    told = {"kind": "call", "outcome": "reached", "by_name": "Ani", "topic": "ukuran"}
    Interaction.objects.create(contact=who, at=at, said_at=at, recorded_at=at, **told)


def lived(who: Contact, now: datetime) -> None:
    """Ordered, was written to, answered, was called, wished no offers, and did not get one more message."""
    Event.objects.create(name="order.placed", at=now, recorded_at=now, contact_id=who.pk)
    where = talk(who, now)
    wrote(where, now + HOUR, "Sudah bayar, Kak?", direction="out", by="system", state="accepted", kind="x")
    wrote(where, now + 2 * HOUR, "Sudah")
    spoke(who, now + 3 * HOUR)
    OptOut.objects.create(contact=who, scope="promo", source="whatsapp", at=now + 4 * HOUR)
    end = now + 5 * HOUR
    follow_up(who, now, state="dropped", reasons=["exit_paid"], finished_at=end, next_at=None)


def kinds(who: Contact, **more: Any) -> list[str]:
    return [one.kind for one in timeline(who, cursor=None, **more).entries]


def test_the_story_is_told_newest_first(dewi: Contact, now: datetime) -> None:
    lived(dewi, now)
    assert kinds(dewi) == ["unsent", "wish", "talk", "in", "out", "shop"]


def test_what_was_not_sent_says_why(dewi: Contact, now: datetime) -> None:
    lived(dewi, now)
    one = timeline(dewi, cursor=None).entries[0]
    assert one.text == "Pelanggan sudah membayar"
    assert one.why.endswith("/kenapa/")


def test_merged_records_are_one_story(dewi: Contact, now: datetime) -> None:
    lived(contact("Dewi lama", now, root=dewi), now)
    assert len(kinds(dewi)) == 6


def test_pages_tell_everything_once_though_much_happens_in_one_instant(dewi: Contact, now: datetime) -> None:
    for _ in range(4):
        lived_at_once(dewi, now)
    seen, cursor = [], None
    while True:
        page = timeline(dewi, cursor=cursor, limit=5)
        seen += [one.key for one in page.entries]
        cursor = page.next
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 12
    assert seen == sorted(seen, reverse=True)


def lived_at_once(who: Contact, now: datetime) -> None:
    Event.objects.create(name="order.placed", at=now, recorded_at=now, contact_id=who.pk)
    spoke(who, now)
    follow_up(who, now, state="dropped", reasons=["expired"], finished_at=now, next_at=None)


def test_a_message_that_the_gate_sent_back_is_told_once(dewi: Contact, now: datetime) -> None:
    one = follow_up(dewi, now, state="dropped", reasons=["exit_paid"], finished_at=now, next_at=None)
    told = {"direction": "out", "by": "system", "state": "cancelled", "follow_up_id": one.pk}
    wrote(talk(dewi, now), now, "Sudah bayar?", **told)
    assert kinds(dewi) == ["unsent"]


def test_a_sent_follow_up_is_told_by_its_message_alone(dewi: Contact, now: datetime) -> None:
    one = sent(dewi, now)
    told = {"direction": "out", "by": "system", "state": "accepted", "follow_up_id": one.pk}
    wrote(talk(dewi, now), now, "Sudah bayar?", kind=one.recipe, **told)
    [entry] = timeline(dewi, cursor=None).entries
    assert (entry.kind, entry.title) == ("out", "Checkout belum dibayar")


@pytest.mark.parametrize("times", [1, 6])
def test_a_story_asks_equally_often_for_a_short_and_a_long_life(
    dewi: Contact, now: datetime, django_assert_num_queries: Any, times: int
) -> None:
    for place in range(times):
        lived_at_once(dewi, now + place * HOUR)
    with django_assert_num_queries(11):
        timeline(dewi, cursor=None)


def test_the_customers_page_loads_it_and_a_broken_cursor_starts_anew(shop: Workspace) -> None:
    dewi = contact("Dewi", business_now(), phone="+6281300000011")
    spoke(dewi, business_now())
    budi = Client()
    budi.force_login(User.objects.get(email="budi@tokosari.test"))
    here = f"/tindak-lanjut/pelanggan/{dewi.public_id}/cerita/"
    assert here in budi.get(f"/pelanggan/{dewi.public_id}/").content.decode()
    for text in ("", "kemarin", "2026-09-15~x~1", "0001-01-01T00:00:00+14:00~0~1"):
        assert "ukuran" in budi.get(here, {"sebelum": text}).content.decode()


def test_another_shops_customer_has_no_story_here(dewi: Contact, now: datetime) -> None:
    lived(dewi, now)
    with workspace_scope(found_shop("Toko Lain", "citra@lain.test").id):
        assert timeline(dewi, cursor=None).entries == []


def bought(who: Contact, at: datetime, **more: Any) -> Order:
    times = {"placed_at": at, "recorded_at": at, "updated_at": at}
    told = {"source": "toko", "external_id": "A1", "number": "A1", "status": "placed", "amount": 250_000}
    return Order.objects.create(contact=who, **times, **told | more)


def tried(order: Order, at: datetime, status: str, **more: Any) -> None:
    times = {"status_at": at, "said_at": at, "recorded_at": at, "updated_at": at}
    told = {"source": "midtrans", "external_id": f"{at:%H%M}", "method": "qris", "amount": 250_000}
    Payment.objects.create(order=order, contact=order.contact, status=status, **times, **told | more)


def test_every_try_to_pay_is_told_but_the_one_that_paid_the_order_once(dewi: Contact, now: datetime) -> None:
    order = bought(dewi, now, paid_at=now + 2 * HOUR)
    tried(order, now + HOUR, "expired")
    tried(order, now + 2 * HOUR, "paid", paid_at=now + 2 * HOUR)
    about = {"contact_id": dewi.pk, "order_id": order.pk, "recorded_at": now}
    Event.objects.create(name="payment.received", at=now + 2 * HOUR, **about)
    told = timeline(dewi, cursor=None).entries
    assert [one.kind for one in told] == ["shop", "pay"]
    assert told[1].text == "A1 · QRIS, Rp250.000"


def test_a_parcel_a_bill_and_a_score_are_told_by_name(dewi: Contact, now: datetime) -> None:
    order = bought(dewi, now)
    told = {"contact": dewi, "order": order, "source": "toko", "external_id": "S1", "said_at": now}
    times = {"status_at": now, "recorded_at": now, "updated_at": now}
    parcel = Shipment.objects.create(courier="JNE", tracking_number="JX77", **told, **times)
    about = {"contact_id": dewi.pk, "recorded_at": now}
    sent_off = {"name": "shipment.shipped", "order_id": order.pk, "data": {"shipment": parcel.pk}}
    Event.objects.create(at=now, **sent_off, **about)
    Event.objects.create(name="feedback.rated", at=now + HOUR, data={"score": 4}, **about)
    rated, shipped = timeline(dewi, cursor=None).entries
    assert (shipped.text, shipped.url) == ("A1 · JNE JX77", f"/pesanan/{order.public_id}/")
    assert rated.title == "Nilai diberikan: 4"


def test_a_basket_left_behind_is_told_with_what_is_in_it(dewi: Contact, now: datetime) -> None:
    times = {"status_at": now, "said_at": now, "recorded_at": now, "updated_at": now}
    told = {"source": "toko", "external_id": "c1", "goods": "2 Kopi", "amount": 250_000}
    basket = Checkout.objects.create(contact=dewi, status="abandoned", **told, **times)
    about = {"contact_id": dewi.pk, "data": {"checkout": basket.pk}, "recorded_at": now}
    Event.objects.create(name="checkout.abandoned", at=now, **about)
    assert timeline(dewi, cursor=None).entries[0].text == "2 Kopi, Rp250.000"


def test_one_part_of_the_story_is_told_alone(dewi: Contact, now: datetime) -> None:
    lived(dewi, now)
    found = {part: [one.kind for one in timeline(dewi, cursor=None, only=part).entries] for part in PARTS}
    assert found == {"talk": ["wish", "talk", "in", "out"], "shop": ["shop"], "unsent": ["unsent"]}


def test_a_wish_is_told_when_it_begins_and_when_it_ends(dewi: Contact, now: datetime) -> None:
    ended = {"ended_at": now + HOUR, "ended_source": "phone", "ended_proof": "telepon Ani"}
    OptOut.objects.create(contact=dewi, scope="promo", source="whatsapp", at=now, **ended)
    Consent.objects.create(contact=dewi, purpose="anytime", state="granted", source="phone", at=now)
    told = timeline(dewi, cursor=None).entries
    assert [one.kind for one in told] == ["wish"] * 3
    assert told[0].text == "telepon Ani"
    assert told[1].title != told[2].title


def test_records_that_were_joined_are_told(dewi: Contact, now: datetime) -> None:
    twin = contact("Dewi lama", now, phone="+6281300000012", root=dewi)
    Sameness.objects.create(first=twin, second=dewi, verdict="joined", at=now)
    assert kinds(dewi) == ["joined"]


@pytest.mark.parametrize(
    ("state", "kind"), [("planned", "going"), ("unknown", "unclear"), ("failed", "failed")]
)
def test_what_has_not_surely_arrived_says_so(dewi: Contact, now: datetime, state: str, kind: str) -> None:
    wrote(talk(dewi, now), now, "Besok, Kak.", direction="out", by="agent", state=state)
    assert kinds(dewi) == [kind]
