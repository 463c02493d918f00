"""Something happened that ends follow-ups: they are looked at now, not when they would have been due."""

from collections.abc import Sequence
from datetime import datetime

from sapa.contacts.selectors import members
from sapa.domain.events import EXITS
from sapa.events.models import Event
from sapa.journeys.models import FollowUp
from sapa.journeys.services.settling import settle


def leave(*, events: Sequence[Event], now: datetime) -> None:
    """Decides the waiting follow-ups of these people again; the policy knows which exits count."""
    contact_ids = {event.contact_id for event in events if event.contact_id and _may_end_something(event)}
    roots = members(contact_ids)
    waiting = FollowUp.objects.filter(contact_id__in=roots, state=FollowUp.State.WAITING)
    touched = set(waiting.values_list("contact_id", flat=True))
    if touched:
        waiting.filter(next_at__gt=now).update(next_at=now)
        settle(contact_ids=touched, now=now)


def _may_end_something(event: Event) -> bool:
    return event.name in EXITS or event.name == "contact.opted_out"
