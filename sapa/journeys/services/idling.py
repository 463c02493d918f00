"""A shop in which no journey runs has nothing to plan and nothing to end."""

from sapa.journeys.models import Enrolment, FollowUp, Journey, Task
from sapa.journeys.services.gathering import OPEN


def is_anything_on() -> bool:
    """A journey is switched on, or something that one left behind is still open."""
    return (
        Journey.objects.exclude(mode=Journey.Mode.OFF).exists()
        or Enrolment.objects.filter(state=Enrolment.State.ACTIVE).exists()
        or FollowUp.objects.filter(state__in=OPEN).exists()
        or Task.objects.filter(state=Task.State.OPEN).exists()
    )
