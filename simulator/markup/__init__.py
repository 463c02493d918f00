"""HTML of the phone pages: the frame, the list of phones, the chat, the log of webhooks."""

from simulator.markup.chat import bubbles, chat, nothing_open
from simulator.markup.events import events, events_page
from simulator.markup.frame import local, page, phone_list, title_of

__all__ = [
    "bubbles",
    "chat",
    "events",
    "events_page",
    "local",
    "nothing_open",
    "page",
    "phone_list",
    "title_of",
]
