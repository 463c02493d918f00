"""Quick replies, filled for the customer of a conversation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sapa.domain.quick_replies import fill
from sapa.inbox.models import QuickReply
from sapa.journeys.services.telling import known_of
from sapa.messaging.models import Conversation


@dataclass(frozen=True, slots=True)
class ReadyReply:
    """`text` as it would be sent; `missing`: names that nothing is known for."""

    public_id: UUID
    shortcut: str
    title: str
    text: str
    missing: tuple[str, ...]


def quick_replies() -> list[QuickReply]:
    return list(QuickReply.objects.order_by("shortcut"))


def ready_replies(conversation: Conversation, *, agent: str, now: datetime) -> list[ReadyReply]:
    """The most used first. `agent`: the name of whoever writes."""
    rows = list(QuickReply.objects.order_by("-uses", "shortcut"))
    if not rows:
        return []
    known = dict(known_of(contact_id=conversation.contact_id, now=now))
    return [_ready(row, known | ({"agen": agent} if agent else {})) for row in rows]


def _ready(row: QuickReply, known: Mapping[str, Any]) -> ReadyReply:
    told = fill(row.text, known)
    return ReadyReply(row.public_id, row.shortcut, row.title, told.text, told.missing)
