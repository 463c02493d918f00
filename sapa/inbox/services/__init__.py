"""Writes of the room, by noun."""

from sapa.inbox.services.chosen import send_chosen
from sapa.inbox.services.handoffs import note_taken, open_handoff, take
from sapa.inbox.services.later import send_later, take_back
from sapa.inbox.services.notes import write_note
from sapa.inbox.services.programs import send_template
from sapa.inbox.services.replies import LONGEST, reply, too_long
from sapa.inbox.services.wishes import obey_opt_out, obey_resume, read_wishes

__all__ = [
    "LONGEST",
    "note_taken",
    "obey_opt_out",
    "obey_resume",
    "open_handoff",
    "read_wishes",
    "reply",
    "send_chosen",
    "send_later",
    "send_template",
    "take",
    "take_back",
    "too_long",
    "write_note",
]
