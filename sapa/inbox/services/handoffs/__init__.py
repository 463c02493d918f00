"""Who takes care of a conversation: handed to people with a card, taken, given on, handed back."""

from sapa.inbox.services.handoffs.opening import open_handoff
from sapa.inbox.services.handoffs.owning import (
    end_stretches,
    give_to_person,
    give_to_team,
    hand_back,
    hold,
    note_taken,
    resume_stretches,
    take,
    take_to_answer,
)

__all__ = [
    "end_stretches",
    "give_to_person",
    "give_to_team",
    "hand_back",
    "hold",
    "note_taken",
    "open_handoff",
    "resume_stretches",
    "take",
    "take_to_answer",
]
