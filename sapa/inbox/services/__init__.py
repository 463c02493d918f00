"""Writes of the room, by noun."""

from sapa.inbox.services.handoffs import note_taken, open_handoff, take
from sapa.inbox.services.programs import send_template
from sapa.inbox.services.replies import LONGEST, reply
from sapa.inbox.services.wishes import read_wishes

__all__ = ["LONGEST", "note_taken", "open_handoff", "read_wishes", "reply", "send_template", "take"]
