"""Messages that were answers to what the shop asked: nobody is waited for because of them."""

from django.db.models import Exists, OuterRef, QuerySet

from sapa.feedback.models import Heard
from sapa.messaging.models import Message


def unheard(rows: QuerySet[Message]) -> QuerySet[Message]:
    """Without those that `services.take_answers` has taken."""
    return rows.filter(~Exists(Heard.objects.filter(message_id=OuterRef("pk"))))
