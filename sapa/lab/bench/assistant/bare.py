"""The ceiling of a turn: a customer's message, a turn and an answer written down in one transaction, nothing else."""

from datetime import datetime

from sapa.assistant.models import Turn
from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from sapa.contacts.models import Contact
from sapa.messaging.models import Channel, Conversation, Message

TEXT = "Pesanan SARI-1041 sedang dalam perjalanan, Kak."


def write_one(workspace_id: int) -> None:
    now = business_now()
    with workspace_scope(workspace_id):
        talk = Conversation.objects.get()
        asked = _message(talk, now, direction="in", by="customer", state="received")
        said = _message(talk, now, direction="out", by="assistant", state="queued")
        Turn.objects.create(
            message=asked,
            conversation=talk,
            at=now,
            intent="other",
            outcome="answered",
            reply_message_id=said.pk,
        )


def _message(talk: Conversation, now: datetime, **told: str) -> Message:
    return Message.objects.create(
        conversation=talk, contact_id=talk.contact_id, channel_id=talk.channel_id, text=TEXT, at=now,
        not_before=now, **told,
    )  # fmt: skip


def one_talk(workspace_id: int) -> None:
    now = business_now()
    with workspace_scope(workspace_id):
        who = Contact.objects.create(name="Dewi", created_at=now)
        Conversation.objects.create(contact=who, channel=Channel.objects.get(), last_message_at=now)
