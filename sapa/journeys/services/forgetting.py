"""What was planned for orders and people that a shop takes back: gone, unless a customer has seen some of it."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from sapa.journeys.models import Decision, Enrolment, FollowUp, Task

Rows = QuerySet[Any]


def forget_plans(
    *, order_ids: Collection[int], contact_ids: Collection[int], only_look: bool = False
) -> tuple[set[int], set[int]]:
    """Orders and people of which a message or a person's work tells: those stay as they are.

    The plans of all others are deleted, unless `only_look`. Call while their contacts are held.
    """
    theirs = Q(order_id__in=order_ids) | Q(order=None, contact_id__in=contact_ids)
    follow_ups, tasks = FollowUp.objects.filter(theirs), Task.objects.filter(theirs)
    lasting = [
        *follow_ups.filter(message_id__isnull=False).values_list("order_id", "contact_id"),
        *tasks.exclude(state=Task.State.OPEN).values_list("order_id", "contact_id"),
    ]
    orders, people = {pk for pk, _ in lasting if pk}, {pk for _, pk in lasting}
    if not only_look:
        gone = Q(order_id__in=set(order_ids) - orders) | Q(
            order=None, contact_id__in=set(contact_ids) - people
        )
        _delete(follow_ups.filter(gone), tasks.filter(gone), Enrolment.objects.filter(gone))
    return orders, people


def _delete(follow_ups: Rows, tasks: Rows, enrolments: Rows) -> None:
    Decision.objects.filter(follow_up_id__in=follow_ups.values("pk")).delete()
    follow_ups.delete()
    tasks.delete()
    kept = FollowUp.objects.filter(enrolment_id__in=enrolments.values("pk")).values("enrolment_id")
    worked = Task.objects.filter(enrolment_id__in=enrolments.values("pk")).values("enrolment_id")
    enrolments.exclude(pk__in=kept).exclude(pk__in=worked).delete()
