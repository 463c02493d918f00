"""Rows of the room, by noun."""

from sapa.feedback.models.heard import Heard
from sapa.feedback.models.ratings import Rating
from sapa.feedback.models.reviews import Review
from sapa.feedback.models.surveys import Answer, Invitation, Survey

__all__ = ["Answer", "Heard", "Invitation", "Rating", "Review", "Survey"]
