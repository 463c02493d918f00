"""A message that was sent did not arrive after all: its follow-up was not sent either."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sapa.contacts.services import lock
from sapa.events.models import Event
from sapa.journeys.models import FollowUp
from sapa.journeys.services import deciding
from sapa.messaging.services.again import send_as_templates

NOT_DELIVERED = "not_delivered"


@transaction.atomic
def take_back(*, events: Sequence[Event], now: datetime) -> None:
    """The follow-ups of messages that failed are given up; steps that need them to have been sent do not go on.

    What was refused because the 24 hours had passed goes once more as its template.
    """
    lock(contact_ids={event.contact_id for event in events if event.contact_id})
    failed = [int(event.data["message_id"]) for event in events]
    again = send_as_templates(message_ids=failed, now=now)
    sent = FollowUp.objects.filter(message_id__in=failed, state=FollowUp.State.SENT)
    rows = list(sent.order_by("pk").select_for_update())
    for row in rows:
        _take_back(row, again.get(row.message_id or 0), now)
    deciding.save(rows, [])


def _take_back(row: FollowUp, again: int | None, now: datetime) -> None:
    if again is None:
        deciding.drop(row, [NOT_DELIVERED], now)
    else:
        row.state, row.message_id, row.finished_at = FollowUp.State.QUEUED, again, None
