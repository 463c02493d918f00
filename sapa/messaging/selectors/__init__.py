"""Reads of the room, by noun."""

from sapa.messaging.selectors.channels import approved_templates, channels, sender
from sapa.messaging.selectors.conversations import (
    WINDOW,
    Cursor,
    HomeCounts,
    Page,
    Window,
    cancelled,
    conversation_by_public_id,
    conversations,
    home_counts,
    last_nudges,
    messages_of,
    messages_of_contacts,
    uncertain,
    waiting_count,
    window_from,
    window_state,
)
from sapa.messaging.selectors.searching import messages_saying

__all__ = [
    "WINDOW",
    "Cursor",
    "HomeCounts",
    "Page",
    "Window",
    "approved_templates",
    "cancelled",
    "channels",
    "conversation_by_public_id",
    "conversations",
    "home_counts",
    "last_nudges",
    "messages_of",
    "messages_of_contacts",
    "messages_saying",
    "sender",
    "uncertain",
    "waiting_count",
    "window_from",
    "window_state",
]
