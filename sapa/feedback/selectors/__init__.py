"""Reads of the room, by noun."""

from sapa.feedback.selectors.heard import unheard
from sapa.feedback.selectors.scores import Given, scores_in, scores_of

__all__ = ["Given", "scores_in", "scores_of", "unheard"]
