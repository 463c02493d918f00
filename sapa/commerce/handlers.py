"""Reactions of the room: who writes first is remembered as a first interaction."""

from collections.abc import Sequence
from datetime import datetime

from sapa.commerce.services import Chat, note_first_chats
from sapa.events.models import Event


def meet(events: Sequence[Event], now: datetime) -> None:
    chats = [Chat(event.contact_id, event.at) for event in events if event.contact_id]
    note_first_chats(chats=chats, now=now)
