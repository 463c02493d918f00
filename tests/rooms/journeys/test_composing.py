"""What people compose for later and for many: decided, guarded and sent like any follow-up."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from sapa.accounts.models import User, Workspace
from sapa.commerce.models import Order
from sapa.contacts.services import lock
from sapa.events.models import Event
from sapa.journeys.models import Decision, FollowUp
from sapa.journeys.services import Composed, cancel_follow_up, compose, foresee, gate, leave, settle
from sapa.messaging.channels.whatsapp import parse
from sapa.messaging.models import Channel, Conversation, Message, Template
from sapa.messaging.services import create_channel, receive
from tests.rooms.messaging.bodies import NUMBER, body, text_message

NOT_YET = ["not_due", "exempt_reply"]
DEWI = "+6281234567890"


@pytest.fixture
def dewi(shop: Workspace, now: datetime) -> Conversation:
    """She wrote an hour ago."""
    create_channel(name="Toko Sari", external_id=NUMBER, token="t", app_secret="s", now=now, account_id="1")
    return hear("wamid.1", now - timedelta(hours=1))


def hear(wamid: str, at: datetime) -> Conversation:
    said = text_message(wamid, "Kemeja saya sudah siap?", at, DEWI)
    receive(channel=Channel.objects.get(), parsed=parse(body(messages=[said])), now=at)
    return Conversation.objects.get()


def later(where: Conversation, now: datetime, hours: int, **more: Any) -> FollowUp:
    told = {"key": "a", "text": "Kemejanya sudah siap, Kak Dewi.", "author_id": User.objects.get().pk, **more}
    due = now + timedelta(hours=hours)
    letter = Composed(contact_id=where.contact_id, channel_id=where.channel_id, due_at=due, **told)
    return compose(recipe="kirim_nanti", letters=[letter], now=now)[0]


def come(row: FollowUp, at: datetime) -> FollowUp:
    """Its time has come."""
    settle(contact_ids=[row.contact_id], now=at)
    row.refresh_from_db()
    return row


def letter_of(row: FollowUp) -> Message:
    assert row.message_id
    return Message.objects.get(pk=row.message_id)


def test_a_message_for_later_waits_and_leaves_as_its_author_s(dewi: Conversation, now: datetime) -> None:
    row = later(dewi, now, 5)
    assert (row.state, row.next_at, row.reasons) == ("waiting", now + timedelta(hours=5), NOT_YET)
    row = come(row, now + timedelta(hours=5))
    message = letter_of(row)
    assert (message.text, message.by, message.klass) == ("Kemejanya sudah siap, Kak Dewi.", "agent", "reply")
    assert message.author_id == User.objects.get().pk
    lock(contact_ids=[row.contact_id])
    assert gate([message], now + timedelta(hours=5))[message.pk].form == "freeform"


def test_the_same_key_twice_is_one_message(dewi: Conversation, now: datetime) -> None:
    assert later(dewi, now, 5) == later(dewi, now, 6)
    assert FollowUp.objects.count() == 1


def test_the_customer_s_next_message_ends_it_and_its_author_is_told(
    dewi: Conversation, now: datetime
) -> None:
    row = later(dewi, now, 5)
    at = now + timedelta(hours=1)
    hear("wamid.2", at)
    leave(events=list(Event.objects.filter(name="message.received", at=at)), now=at)
    row.refresh_from_db()
    assert (row.state, row.reasons) == ("dropped", ["exit_replied"])
    told = Event.objects.get(name="followup.dropped").data
    assert told == {"follow_up": row.pk, "recipe": "kirim_nanti", "reasons": ["exit_replied"]}


def test_what_she_said_in_the_same_second_before_it_ends_nothing(dewi: Conversation, now: datetime) -> None:
    hear("wamid.2", now)
    assert later(dewi, now + timedelta(milliseconds=400), 5).reasons == NOT_YET


def test_an_answer_in_the_second_in_which_it_was_written_ends_it(dewi: Conversation, now: datetime) -> None:
    row = later(dewi, now + timedelta(milliseconds=400), 5)
    hear("wamid.2", now)
    leave(events=list(Event.objects.filter(name="message.received", at=now)), now=now + timedelta(seconds=1))
    row.refresh_from_db()
    assert row.reasons == ["exit_replied"]


def test_what_a_person_takes_back_is_told_to_nobody(dewi: Conversation, now: datetime) -> None:
    row = later(dewi, now, 5)
    cancel_follow_up(follow_up=row, person=User.objects.get(), now=now)
    assert not Event.objects.filter(name="followup.dropped").exists()


def test_without_a_template_a_closed_window_gives_it_up_at_once(dewi: Conversation, now: datetime) -> None:
    row = later(dewi, now, 30)
    assert (row.state, row.reasons) == ("dropped", ["not_due", "no_channel"])
    assert Decision.objects.get(follow_up=row).action == "drop"


def test_with_a_template_it_leaves_when_the_window_is_closed(dewi: Conversation, now: datetime) -> None:
    filled = {"template": "pesanan_siap", "parameters": {"nama": "Kak Dewi"}, "category": "utility"}
    row = come(later(dewi, now, 30, **filled), now + timedelta(hours=30))
    payload = letter_of(row).payload
    assert (payload["template"], payload["parameters"]) == ("pesanan_siap", {"nama": "Kak Dewi"})


@pytest.fixture
def order(dewi: Conversation, now: datetime) -> Order:
    times = {"placed_at": now - timedelta(days=2), "recorded_at": now, "updated_at": now}
    return Order.objects.create(
        contact_id=dewi.contact_id, source="test", external_id="1", number="TS-1", status="shipped", **times
    )


def news(order: Order, now: datetime, text: str = "Kurir terlambat satu hari.") -> Composed:
    return Composed(order.contact_id, f"1:{order.contact_id}", text, now, order_id=order.pk)


def test_news_stand_in_the_text_of_the_house(order: Order, now: datetime) -> None:
    text = "Paket {{ pesanan.nomor }} terlambat satu hari."
    [row] = compose(recipe="kabar_masalah", letters=[news(order, now, text)], now=now)
    message = letter_of(come(row, now))
    assert "Paket TS-1 terlambat satu hari. Balas pesan ini" in message.text
    assert (message.by, message.klass, message.delivery_class) == ("system", "notice", "must")
    assert message.payload["parameters"]["kabar_isi"] == "Paket TS-1 terlambat satu hari."
    assert Template.objects.filter(name__startswith="kabar_masalah_pesan_").count() == 2


def test_news_of_an_order_that_arrived_meanwhile_are_not_sent(order: Order, now: datetime) -> None:
    [row] = compose(recipe="kabar_masalah", letters=[news(order, now)], now=now)
    Order.objects.update(delivered_at=now)
    assert come(row, now).state == "dropped"


def test_a_look_ahead_says_what_would_come_of_each_and_writes_nothing(order: Order, now: datetime) -> None:
    blank = news(order, now, "Resi {{ kirim.resi }}")
    found = foresee(recipe="kabar_masalah", letters=[news(order, now), blank], now=now)
    assert [(one.action, one.missing) for one in found] == [("send", ""), ("drop", "kirim.resi")]
    assert "Kurir terlambat satu hari." in found[0].text
    night = now + timedelta(hours=13)
    [late] = foresee(recipe="kabar_masalah", letters=[news(order, night)], now=night)
    assert (late.action, late.reasons) == ("wait", ("quiet_hours",))
    assert not FollowUp.objects.exists()
    assert not Message.objects.filter(direction="out").exists()
