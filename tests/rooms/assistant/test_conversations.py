"""Whole turns over rows: facts with their sources, changes only after yes, people with everything that is known."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sapa.accounts.models import Workspace
from sapa.accounts.services import change_settings
from sapa.assistant.models import Turn
from sapa.assistant.services import answer, turns
from sapa.commerce.models import Order, OrderChange
from sapa.commerce.services import apply_orders
from sapa.contacts.models import Contact, Identity
from sapa.domain.dialogue.deciding import decide
from sapa.events.models import Event
from sapa.inbox.models import Handoff, Ticket
from sapa.messaging.models import Conversation, Message
from sapa.messaging.services import create_channel
from tests.rooms.assistant.test_turns import says, sent
from tests.rooms.commerce.conftest import order

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DEWI, MADE = "081300000011", "081300000012"


@pytest.fixture
def channel(shop: Workspace, now: datetime) -> Any:
    return create_channel(name="Toko", external_id="1", token="t", app_secret="s", now=now)


def ordered(now: datetime, number: str, phone: str = DEWI, **more: Any) -> Order:
    told = {"goods": "Kebaya Kutubaru M"} | more
    apply_orders(facts=[order(number, now - 2 * DAY, raw_phone=phone, **told)], source="csv", now=now)
    return Order.objects.get(number=number)


@pytest.fixture
def dewi(channel: Any, now: datetime) -> Conversation:
    ordered(now, "SARI-1041", status="shipped", paid_at=now - DAY, shipped_at=now - DAY, eta=now + DAY)
    contact = Contact.objects.get()
    return Conversation.objects.create(contact=contact, channel=channel, last_message_at=now)


def hears(talk: Conversation, text: str, at: datetime, **more: Any) -> str:
    """What is answered to this message; blank for nothing."""
    message = says(talk, text, at)
    Message.objects.filter(pk=message).update(**more)
    before = len(sent(talk))
    answer(message_ids=[message], now=at)
    return "\n".join(sent(talk)[before:])


def test_where_an_order_is_comes_from_the_records_and_says_which(dewi: Conversation, now: datetime) -> None:
    told = hears(dewi, "kak pesanan saya sampai mana ya", now)
    assert "SARI-1041" in told
    assert "asisten otomatis Toko Sari" in told
    turn = Turn.objects.get()
    assert turn.trace["tools"][:2] == ["get_orders", "get_shipment"]
    assert turn.trace["records"]["order"] == [Order.objects.get().pk]
    assert (turn.outcome, turn.guard_blocks) == ("answered", 0)


def test_a_cancel_is_proposed_said_yes_to_and_done_once(dewi: Conversation, now: datetime) -> None:
    ordered(now, "SARI-1050", status="awaiting_payment", payment_deadline=now + DAY)
    assert "SARI-1050" in hears(dewi, "batalin pesanan SARI-1050 ya", now)
    assert Order.objects.get(number="SARI-1050").status == "awaiting_payment"
    yes = says(dewi, "ya batalkan", now + HOUR / 60)
    for _again in range(2):
        answer(message_ids=[yes], now=now + HOUR / 60)
    assert Order.objects.get(number="SARI-1050").status == "cancelled"
    assert Event.objects.filter(name="order.cancelled").count() == 1
    assert Turn.objects.order_by("pk")[1].trace["tools"][-1] == "cancel_order"
    assert len(sent(dewi)) == 2


def test_what_was_paid_meanwhile_is_not_cancelled_by_a_late_yes(dewi: Conversation, now: datetime) -> None:
    due = ordered(now, "SARI-1050", status="awaiting_payment", payment_deadline=now + DAY)
    hears(dewi, "batalin pesanan SARI-1050 ya", now)
    Order.objects.filter(pk=due.pk).update(status="paid", paid_at=now)
    told = hears(dewi, "ya batalkan", now + HOUR / 60)
    assert Order.objects.get(pk=due.pk).status == "paid"
    assert "sudah dibatalkan" not in told


def test_a_new_address_is_kept_with_the_order_and_told_to_people(dewi: Conversation, now: datetime) -> None:
    ordered(now, "SARI-1060", status="paid", paid_at=now)
    hears(dewi, "ganti alamat SARI-1060 ke Jl. Kenanga 5 RT 02 RW 03, Sukun, Malang 65147", now)
    hears(dewi, "ya benar", now + HOUR / 60)
    assert "Kenanga 5" in str(OrderChange.objects.get().values)
    assert Ticket.objects.get().kind == "change"


def test_a_stranger_learns_nothing_of_others(dewi: Conversation, channel: Any, now: datetime) -> None:
    made = Contact.objects.create(name="Made", phone="+62" + MADE[1:], created_at=now)
    theirs = Conversation.objects.create(contact=made, channel=channel, last_message_at=now)
    told = hears(theirs, "pesanan SARI-1041 punya teman saya, sudah dikirim?", now)
    assert "Kebaya" not in told
    assert "Dewi" not in told
    assert "order" not in Turn.objects.get().trace.get("records", {})


def test_who_is_not_named_by_the_channel_proves_an_order_first(
    dewi: Conversation, channel: Any, now: datetime
) -> None:
    channel.kind = "webchat"
    channel.save()
    guest = Contact.objects.create(name="", created_at=now)
    chat = Conversation.objects.create(contact=guest, channel=channel, last_message_at=now)
    assert "SARI-1041" not in hears(chat, "pesanan saya sampai mana?", now)
    assert "Kebaya" not in hears(chat, f"SARI-1041, {MADE}", now + HOUR / 60)
    assert Identity.objects.filter(value="+62" + DEWI[1:]).exists()
    assert "SARI-1041" in hears(chat, f"oh maaf, SARI-1041 dengan nomor {DEWI}", now + HOUR / 30)


def test_what_the_guard_stops_is_answered_by_people(
    dewi: Conversation, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "decide", lambda turn: _inventing(decide(turn)))
    told = hears(dewi, "pesanan saya sampai mana", now)
    assert "17 Agustus" not in told
    turn = Turn.objects.get()
    assert (turn.outcome, turn.reason, turn.guard_blocks) == ("handed_off", "guard_blocked", 1)
    assert turn.trace["guard"] == [["ungrounded_fact"]]


def _inventing(move: Any) -> Any:
    return replace(move, text="Paketnya tiba 17 Agustus 2031, Kak.")


def test_a_failing_assistant_hands_over(
    dewi: Conversation, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "decide", lambda _turn: 1 // 0)
    assert "tim kami" in hears(dewi, "pesanan saya sampai mana", now)
    assert Turn.objects.get().trace["failed"] == "ZeroDivisionError"
    assert Conversation.objects.get().owner == "nobody"


def test_people_get_what_the_customer_told_and_where(dewi: Conversation, now: datetime) -> None:
    hears(dewi, "kain SARI-1041 sobek, mau tukar!! kecewa dan kesal banget", now)
    hears(dewi, "udah males, sambungin ke orangnya langsung", now + HOUR / 60)
    handed = Handoff.objects.get()
    known = handed.card["assistant"]
    assert known["slots"]["order_id"]["value"] == "SARI-1041"
    assert (
        known["slots"]["order_id"]["message"] == Message.objects.filter(direction="in").order_by("pk")[0].pk
    )
    assert (handed.reason, known["language"]) == ("human_request", "id")
    assert Event.objects.filter(name="assistant.handed_off").count() == 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [("x" * 20_000, "text"), ("halo\ud83d\ude00" * 3, "text"), ("", "sticker"), ("", "audio"), ("", "text")],
)
def test_whatever_comes_is_answered_and_nobody_waits_in_vain(
    dewi: Conversation, now: datetime, text: str, kind: str
) -> None:
    text = text.encode("utf-16", "surrogatepass").decode("utf-16")
    assert hears(dewi, text, now, type=kind)
    again = hears(dewi, text, now + HOUR / 60, type=kind)
    assert again or Handoff.objects.exists() or kind == "sticker"  # a second one asks for nothing


def test_a_turn_costs_the_same_few_statements_whatever_the_customer_has(
    dewi: Conversation, now: datetime
) -> None:
    hears(dewi, "pesanan saya sampai mana", now)
    with CaptureQueriesContext(connection) as few:
        hears(dewi, "SARI-1041 sampai mana", now + 2 * DAY)
    for number in range(12):
        ordered(now, f"SARI-2{number:03}", status="completed", paid_at=now - DAY, delivered_at=now - DAY)
    with CaptureQueriesContext(connection) as many:
        hears(dewi, "SARI-1041 sampai mana", now + 4 * DAY)
    assert len(many) == len(few)
    assert len(few) <= 32


def test_who_may_be_hurt_goes_before_all_others(dewi: Conversation, now: datetime) -> None:
    hears(dewi, "kulit anak saya melepuh dan bengkak setelah pakai produk ini!!", now)
    assert (Handoff.objects.get().reason, Conversation.objects.get().priority) == ("safety", 2)


def test_a_sad_message_raises_its_ticket_and_stays_with_the_assistant(
    dewi: Conversation, now: datetime
) -> None:
    Order.objects.update(shipped_at=now - 9 * DAY, eta=now - 5 * DAY)
    hears(dewi, "SARI-1041 belum sampai juga udah 9 hari, kecewa dan kesal", now)
    assert (Ticket.objects.get().priority >= 1, Conversation.objects.get().owner) == (True, "assistant")


def test_settings_that_cannot_be_read_stop_no_answer(dewi: Conversation, now: datetime) -> None:
    change_settings(changes={"assistant": {"no": "such"}}, now=now)
    assert "SARI-1041" in hears(dewi, "pesanan saya sampai mana", now)


def test_switched_off_it_leaves_everything_to_people(dewi: Conversation, now: datetime) -> None:
    change_settings(changes={"assistant": {"on": False}}, now=now)
    assert hears(dewi, "pesanan saya sampai mana", now) == ""
    assert Handoff.objects.get().reason == "switched_off"
