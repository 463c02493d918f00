from datetime import datetime, timedelta

import pytest

from sapa.accounts.models import Workspace
from sapa.assistant.models import Turn
from sapa.assistant.services import answer
from sapa.contacts.models import Contact
from sapa.events.models import Event
from sapa.messaging.models import Conversation, Message
from sapa.messaging.services import create_channel


@pytest.fixture
def talk(shop: Workspace, now: datetime) -> Conversation:
    channel = create_channel(name="Toko", external_id="1", token="t", app_secret="s", now=now)
    dewi = Contact.objects.create(name="Dewi Anggraini", phone="+6281300000011", created_at=now)
    return Conversation.objects.create(contact=dewi, channel=channel, last_message_at=now)


def says(talk: Conversation, text: str, at: datetime) -> int:
    message = Message.objects.create(
        conversation=talk,
        contact=talk.contact,
        channel=talk.channel,
        direction="in",
        by="customer",
        text=text,
        state="received",
        at=at,
        not_before=at,
    )
    return message.pk


def sent(talk: Conversation) -> list[str]:
    return list(Message.objects.filter(direction="out").order_by("id").values_list("text", flat=True))


def test_two_messages_of_one_moment_are_handed_over_once(talk: Conversation, now: datetime) -> None:
    ids = [says(talk, "Tolong sambungkan ke petugas", now), says(talk, "Halo?", now + timedelta(seconds=2))]
    answer(message_ids=ids, now=now + timedelta(seconds=3))
    assert Event.objects.filter(name="assistant.handed_off").count() == 1
    assert len(sent(talk)) == 1


def test_the_assistant_says_that_it_is_one_and_who_answers(talk: Conversation, now: datetime) -> None:
    answer(message_ids=[says(talk, "Ukuran L masih ada?", now)], now=now)
    assert "Kak Dewi" in sent(talk)[0]
    assert "asisten otomatis Toko Sari" in sent(talk)[0]


def test_berhenti_is_confirmed_and_not_handed_over(talk: Conversation, now: datetime) -> None:
    answer(message_ids=[says(talk, "BERHENTI", now)], now=now)
    assert "pesan tindak lanjut lagi" in sent(talk)[0]
    assert not Event.objects.filter(name="assistant.handed_off").exists()


def test_the_same_message_gets_one_turn_however_often_it_is_told(talk: Conversation, now: datetime) -> None:
    message = says(talk, "BERHENTI", now)
    answer(message_ids=[message], now=now)
    answer(message_ids=[message], now=now)
    assert Turn.objects.count() == 1


def test_a_conversation_owned_by_a_person_is_left_alone(talk: Conversation, now: datetime) -> None:
    Conversation.objects.filter(pk=talk.pk).update(owner=Conversation.Owner.HUMAN)
    answer(message_ids=[says(talk, "Halo", now)], now=now)
    assert sent(talk) == []
