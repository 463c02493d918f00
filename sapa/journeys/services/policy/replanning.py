"""After a change of the policy every waiting follow-up gets its new time; nothing on its way is touched."""

from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app

from sapa.base.scope import current_workspace_id
from sapa.contacts.selectors import members
from sapa.contacts.services import lock
from sapa.journeys.models import FollowUp
from sapa.journeys.services.planning import show_plan

TASK = "journeys.replan"
PEOPLE = 500


def start_replanning(*, now: datetime) -> bool:
    """At once when it is one batch, else by a worker. Returns whether it is done already."""
    if len(_waiting_people(after=0, limit=PEOPLE + 1)) <= PEOPLE:
        replan_batch(after=0, now=now)
        return True
    workspace_id = current_workspace_id()
    app.configure_task(TASK, lock=f"replan:{workspace_id}").defer(workspace_id=workspace_id)
    return False


@transaction.atomic
def replan_batch(*, after: int, now: datetime) -> int | None:
    """Decides the waiting follow-ups of the next people under their locks; returns where to go on, if anywhere."""
    contact_ids = _waiting_people(after=after, limit=PEOPLE)
    if not contact_ids:
        return None
    lock(contact_ids=contact_ids)
    roots = members(contact_ids)
    waiting = FollowUp.objects.filter(contact_id__in=roots, state=FollowUp.State.WAITING)
    show_plan(contact_ids=contact_ids, follow_up_ids=set(waiting.values_list("pk", flat=True)), now=now)
    return contact_ids[-1] if len(contact_ids) == PEOPLE else None


def _waiting_people(*, after: int, limit: int) -> list[int]:
    """Contacts with something planned, in ascending order."""
    waiting = FollowUp.objects.filter(state=FollowUp.State.WAITING, contact_id__gt=after)
    return list(waiting.order_by("contact_id").values_list("contact_id", flat=True).distinct()[:limit])
