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
    conversation_of,
    home_counts,
    last_nudges,
    messages_of,
    messages_of_contacts,
    uncertain,
    waiting_count,
    window_from,
    window_state,
)
from sapa.messaging.selectors.desk import Wanted, desk_counts, desk_page, desk_rows
from sapa.messaging.selectors.searching import messages_saying

__all__ = [
    "WINDOW",
    "Cursor",
    "HomeCounts",
    "Page",
    "Wanted",
    "Window",
    "approved_templates",
    "cancelled",
    "channels",
    "conversation_by_public_id",
    "conversation_of",
    "desk_counts",
    "desk_page",
    "desk_rows",
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
