"""A shop with a language model, and its conversations as they go."""

from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

from sapa.accounts.models import Workspace
from sapa.accounts.services import change_settings
from sapa.assistant.model.choice import SETTING
from sapa.assistant.models import Turn, WaitingMessage
from sapa.assistant.services import answer
from sapa.assistant.services.model import take_waiting_turns
from sapa.base.scope import workspace_scope
from sapa.messaging.models import Conversation, Message
from tests.rooms.assistant.model_server import Server
from tests.rooms.journeys.rows import wrote

SECOND = timedelta(seconds=1)


def choose(shop: Workspace, server: Server, now: datetime, **more: Any) -> None:
    plain = {"mode": "understand", "address": server.address, "model": "m", "timeout": 2}
    with workspace_scope(shop.pk):
        change_settings(changes={SETTING: plain | more}, now=now)


def inside(where: Conversation) -> AbstractContextManager[None]:
    return workspace_scope(where.workspace_id or 0)


def says(where: Conversation, text: str, now: datetime) -> int:
    with inside(where):
        Conversation.objects.update(owner=Conversation.Owner.ASSISTANT)
        message = wrote(where, now, text).pk
        answer(message_ids=[message], now=now)
    return message


def turn_of(where: Conversation, text: str, now: datetime) -> Turn:
    """The turn of a message after one round of the loop."""
    message = says(where, text, now)
    take_waiting_turns(now=now + SECOND)
    with inside(where):
        assert not WaitingMessage.objects.exists()
        return Turn.objects.get(message_id=message)


def replies(where: Conversation) -> list[str]:
    with inside(where):
        return list(Message.objects.filter(direction="out").order_by("id").values_list("text", flat=True))
