"""Those who are still on an older version of a journey go on with the newest: at once when few, else by a worker."""

from datetime import datetime

from django.db.models import Q
from procrastinate.contrib.django import app

from sapa.base.scope import current_workspace_id
from sapa.journeys.models import Enrolment, FollowUp, Journey
from sapa.journeys.services.editing import AT_ONCE, move_batch

MOVE_TASK = "journeys.move_running"


def on_older(journey: Journey) -> int:
    """How many runs are under way, or have a message that waits, on another version than the newest."""
    waiting = FollowUp.objects.filter(journey=journey, state=FollowUp.State.WAITING)
    running = Q(state=Enrolment.State.ACTIVE) | Q(pk__in=waiting.values("enrolment_id"))
    rows = Enrolment.objects.filter(journey=journey).exclude(state=Enrolment.State.LEFT)
    return rows.filter(running).exclude(version__number=journey.version).count()


def start_moving(*, journey: Journey, now: datetime, by: int | None = None) -> int | None:
    """How many were moved; None when a worker does it."""
    waiting = on_older(journey)
    if not waiting:
        return 0
    if waiting <= AT_ONCE:
        return move_batch(journey=journey, now=now, by=by)
    workspace_id = current_workspace_id()
    task = app.configure_task(MOVE_TASK, lock=f"move:{workspace_id}:{journey.pk}")
    task.defer(workspace_id=workspace_id, journey_id=journey.pk, by=by)
    return None
