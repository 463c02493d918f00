"""A change is made by a yes to its proposal, and by no other."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from sapa.accounts.models import User
from sapa.assistant.services import answer
from sapa.commerce.models import Order
from sapa.contacts.models import Contact
from sapa.inbox.services.handoffs import hand_back, take
from sapa.messaging.models import Conversation, Message
from sapa.messaging.services.conversations import wait_since
from tests.rooms.assistant.test_conversations import MADE, channel, hears, ordered
from tests.rooms.assistant.test_turns import says, sent
from tests.rooms.inbox.team import person

__all__ = ["channel"]
A_MOMENT = timedelta(seconds=30)


@pytest.fixture
def proposed(channel: Any, now: datetime) -> Conversation:
    ordered(now, "SARI-1050", MADE, status="awaiting_payment")
    talk = Conversation.objects.create(contact=Contact.objects.get(), channel=channel, last_message_at=now)
    assert "YA" in hears(talk, "batalkan SARI-1050 ya", now)
    return talk


def status() -> str:
    return Order.objects.get().status


def test_a_yes_to_what_was_proposed_makes_the_change(proposed: Conversation, now: datetime) -> None:
    hears(proposed, "ya", now + A_MOMENT)
    assert status() == "cancelled"


def test_a_yes_written_before_the_proposal_was_there_is_none(proposed: Conversation, now: datetime) -> None:
    early = says(proposed, "ya", now - timedelta(seconds=2))
    answer(message_ids=[early], now=now + A_MOMENT)
    assert status() == "awaiting_payment"


def test_a_yes_to_another_message_of_ours_in_between_is_none(proposed: Conversation, now: datetime) -> None:
    Message.objects.create(
        conversation=proposed,
        contact=proposed.contact,
        channel=proposed.channel,
        direction="out",
        by="journey",
        kind="cek_setelah_tiba",
        klass="care",
        text="Apakah paketnya sudah diterima dengan baik?",
        state="accepted",
        at=now + timedelta(seconds=10),
        not_before=now,
        accepted_at=now + timedelta(seconds=10),
    )
    hears(proposed, "ya", now + A_MOMENT)
    assert status() == "awaiting_payment"


def test_a_yes_after_a_person_had_the_conversation_is_theirs(proposed: Conversation, now: datetime) -> None:
    ani = User.objects.get(pk=person("Ani"))
    take(conversation=proposed, person=ani, now=now + timedelta(seconds=5))
    wait_since(conversation_id=proposed.pk, since=None)
    hand_back(conversation=proposed, person=ani, now=now + timedelta(seconds=20))
    hears(proposed, "ya", now + A_MOMENT)
    assert status() == "awaiting_payment"


def test_what_people_had_when_it_came_is_not_answered_after_they_hand_it_back(
    proposed: Conversation, now: datetime
) -> None:
    ani = User.objects.get(pk=person("Ani"))
    take(conversation=proposed, person=ani, now=now + timedelta(seconds=5))
    missed = says(proposed, "halo, kok lama?", now + timedelta(seconds=9))
    wait_since(conversation_id=proposed.pk, since=None)
    hand_back(conversation=proposed, person=ani, now=now + timedelta(seconds=20))
    before = len(sent(proposed))
    answer(message_ids=[missed], now=now + A_MOMENT)
    assert len(sent(proposed)) == before
