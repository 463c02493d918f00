"""Whether more people wait than can be answered, and how many wait."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from sapa.messaging.models import Conversation, Rush

NEWEST = 20


def rush() -> Rush | None:
    """The one that is on."""
    return Rush.objects.filter(ended_at=None).first()


def rush_at(moment: datetime) -> Rush | None:
    """The one that was on then."""
    then = Rush.objects.filter(Q(ended_at=None) | Q(ended_at__gt=moment), started_at__lte=moment)
    return then.order_by("-started_at").first()


def rushes() -> Sequence[Rush]:
    """The newest ones first."""
    return list(Rush.objects.order_by("-started_at")[:NEWEST])


def people_waiting() -> int:
    """Open conversations in which the customer waits for a person; those that somebody has put off do not count."""
    waiting = Conversation.objects.filter(open=True, waiting_since__isnull=False, snoozed_until=None)
    return waiting.exclude(owner=Conversation.Owner.ASSISTANT).count()
