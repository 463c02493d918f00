"""Who takes care of a conversation: handed to people, taken by one of them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sapa.accounts.models import User
from sapa.inbox.models import Handoff
from sapa.inbox.services.clocks import handed_off
from sapa.messaging.models import Conversation, Message
from sapa.messaging.services import assign


def open_handoff(*, conversation_id: int, message_id: int, reason: str, now: datetime) -> None:
    """The conversation waits for a person; what the customer wrote stands on the card."""
    conversation = Conversation.objects.select_for_update().get(pk=conversation_id)
    if conversation.owner == Conversation.Owner.HUMAN:
        return
    wants = Message.objects.get(pk=message_id).text[:300]
    Handoff.objects.create(conversation=conversation, reason=reason, wants=wants, at=now)
    assign(conversation_id=conversation_id, owner=Conversation.Owner.NOBODY)
    handed_off(conversation_id=conversation_id, at=now, now=now)


@transaction.atomic
def take(*, conversation: Conversation, person: User, now: datetime) -> None:
    """A person owns the conversation from here; the assistant keeps silent."""
    assign(conversation_id=conversation.pk, owner=Conversation.Owner.HUMAN, assignee_id=person.pk)
    Handoff.objects.filter(conversation=conversation, taken_at=None).update(
        taken_by_id=person.pk, taken_at=now
    )


def note_taken(*, conversation_ids: Sequence[int], at: datetime) -> None:
    """These wait for nobody any more, whoever it was that answered."""
    Handoff.objects.filter(conversation_id__in=conversation_ids, taken_at=None, at__lte=at).update(
        taken_at=at
    )
