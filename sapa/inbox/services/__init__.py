"""Writes of the human side of the inbox."""

from sapa.inbox.services.answering import LONGEST, note_taken, open_handoff, read_wishes, reply, take
from sapa.inbox.services.programs import send_template

__all__ = ["LONGEST", "note_taken", "open_handoff", "read_wishes", "reply", "send_template", "take"]
