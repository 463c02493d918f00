from datetime import datetime, timedelta

from sapa.accounts.models import Workspace
from sapa.contacts.models import Contact
from sapa.events.models import Event
from sapa.inbox import handlers
from sapa.inbox.models import Handoff
from sapa.messaging.models import Conversation
from sapa.messaging.services import create_channel


def handed_over(now: datetime) -> Conversation:
    channel = create_channel(name="Toko", external_id="1", token="t", app_secret="s", now=now)
    dewi = Contact.objects.create(name="Dewi", phone="+6281300000011", created_at=now)
    talk = Conversation.objects.create(contact=dewi, channel=channel, last_message_at=now)
    Handoff.objects.create(conversation=talk, reason="not_understood", wants="Halo", at=now)
    return talk


def followed_up(talk: Conversation | None, at: datetime) -> Event:
    return Event(name="agent.followed_up", at=at, data={"conversation_id": talk.pk} if talk else {})


def test_who_answers_on_the_phone_takes_what_was_handed_over(shop: Workspace, now: datetime) -> None:
    later = now + timedelta(minutes=3)
    handlers.note_answers([followed_up(handed_over(now), later)], later)
    assert Handoff.objects.get().taken_at == later


def test_a_call_noted_by_hand_takes_nothing(shop: Workspace, now: datetime) -> None:
    handed_over(now)
    handlers.note_answers([followed_up(None, now)], now)
    assert Handoff.objects.get().taken_at is None
