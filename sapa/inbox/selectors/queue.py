"""The queue of people who wait for a person, and how long it takes."""

from datetime import datetime, timedelta

from sapa.domain.service_promise import expected_seconds
from sapa.inbox.models import Clock
from sapa.messaging.selectors.rushes import people_waiting

LOOK_BACK = timedelta(hours=2)
MOST = 500


def answered_lately(now: datetime) -> list[datetime]:
    """When people answered in the past two hours, in order."""
    met = Clock.objects.filter(kind=Clock.Kind.TURN, started_at__gt=now - 12 * LOOK_BACK, met_by="agent")
    times = met.filter(met_at__gt=now - LOOK_BACK, met_at__lte=now).order_by("-met_at")
    return sorted(at for at in times.values_list("met_at", flat=True)[:MOST] if at)


def expected_now(now: datetime) -> int:
    """Business seconds until who writes now is answered."""
    return expected_seconds(people_waiting(), answered_lately(now))
