"""What the assistant keeps: its turns, what it remembers of a conversation, and what the shop wrote down."""

from sapa.assistant.models.articles import Article, ArticleVersion, Gap, Shelf
from sapa.assistant.models.cases import BenchCase
from sapa.assistant.models.corrections import Correction
from sapa.assistant.models.plug import ModelDoor, ModelErrand, ModelMonth, WaitingMessage
from sapa.assistant.models.reviews import TalkReview
from sapa.assistant.models.talks import Talk
from sapa.assistant.models.turns import Turn

__all__ = [
    "Article",
    "ArticleVersion",
    "BenchCase",
    "Correction",
    "Gap",
    "ModelDoor",
    "ModelErrand",
    "ModelMonth",
    "Shelf",
    "Talk",
    "TalkReview",
    "Turn",
    "WaitingMessage",
]
