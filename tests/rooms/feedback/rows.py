"""Ratings as rows, where a test is about figures and not about how they came to be."""

from datetime import datetime
from typing import Any

from sapa.contacts.models import Contact
from sapa.feedback.models import Rating
from sapa.messaging.models import Conversation
from tests.rooms.journeys.rows import sent, talk, wrote


def rated(
    who: Contact, at: datetime, *, score: int, kind: str = "csat", words: str = "", **more: Any
) -> Rating:
    """Asked and answered at once."""
    where = Conversation.objects.filter(contact=who).first() or talk(who, at)
    message = wrote(where, at, words or str(score))
    told = {"message_id": message.pk, "words_id": message.pk if words else None, "asked_at": at, "at": at}
    return Rating.objects.create(
        kind=kind,
        score=score,
        contact=who,
        conversation=where,
        channel=where.channel,
        follow_up=sent(who, at, recipe=kind),
        **(told | more),
    )
