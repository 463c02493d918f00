"""Writes of the room, by noun."""

from sapa.feedback.services.answering import answer, foreseen, invite, is_open, opened
from sapa.feedback.services.hearing import take_answers
from sapa.feedback.services.ratings import SCALES, note_score, retag
from sapa.feedback.services.reviews import decide, give_review, withdraw
from sapa.feedback.services.surveys import close_survey, open_survey, save_survey, use_in_recipe

__all__ = [
    "SCALES",
    "answer",
    "close_survey",
    "decide",
    "foreseen",
    "give_review",
    "invite",
    "is_open",
    "note_score",
    "open_survey",
    "opened",
    "retag",
    "save_survey",
    "take_answers",
    "use_in_recipe",
    "withdraw",
]
