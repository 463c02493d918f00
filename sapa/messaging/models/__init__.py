"""Rows of the room, by noun."""

from sapa.messaging.models.attempts import Attempt, OrphanStatus
from sapa.messaging.models.channels import Channel, ChannelHistory, Errand, Pace, Reach
from sapa.messaging.models.conversations import Conversation
from sapa.messaging.models.costs import Budget, Cost, CostDay, Rate
from sapa.messaging.models.media import Media
from sapa.messaging.models.messages import Message, MessageKey, Wamid
from sapa.messaging.models.rushes import Rush
from sapa.messaging.models.templates import Template, TemplateHistory

__all__ = [
    "Attempt",
    "Budget",
    "Channel",
    "ChannelHistory",
    "Conversation",
    "Cost",
    "CostDay",
    "Errand",
    "Media",
    "Message",
    "MessageKey",
    "OrphanStatus",
    "Pace",
    "Rate",
    "Reach",
    "Rush",
    "Template",
    "TemplateHistory",
    "Wamid",
]
