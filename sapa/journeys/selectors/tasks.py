"""Today's list: what needs a person, the most urgent and most valuable first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When
from django.shortcuts import get_object_or_404

from sapa.accounts.selectors import workspace
from sapa.contacts.models import Contact
from sapa.journeys.models import Task
from sapa.journeys.selectors.lists import zone_of
from sapa.journeys.selectors.words import all_definitions, recipe_name

SOON = timedelta(hours=24)
RANK = Case(When(why="promised", then=0), When(why="by_hand", then=1), default=2)
MOST = 200


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One line of the list; `why` is a code, `journey` the name of the journey that asks for it."""

    task: Task
    contact: Contact
    why: str
    journey: str
    zone: str
    late: bool
    ends_soon: bool


def open_tasks(*, now: datetime, user_id: int | None = None) -> QuerySet[Task]:
    """Due and still useful; with `user_id`: those of nobody and of this person."""
    due = Task.objects.filter(state=Task.State.OPEN, due_at__lte=now)
    useful = due.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now))
    mine = Q(assignee_id__isnull=True) | Q(assignee_id=user_id)
    return useful if user_id is None else useful.filter(mine)


def todays_list(*, now: datetime, user_id: int | None = None, limit: int = MOST) -> Sequence[TaskRow]:
    """Promises first, then what ends within a day, then the highest amount, then the oldest."""
    rows = open_tasks(now=now, user_id=user_id).select_related("contact", "order")
    rows = rows.order_by(RANK, ends_soon(now), "-value", "due_at", "pk")
    return task_rows(list(rows[:limit]), now)


def ends_soon(now: datetime) -> Case:
    return Case(When(expires_at__lt=now + SOON, then=0), default=1)


def task_rows(rows: Sequence[Task], now: datetime) -> Sequence[TaskRow]:
    business, known = workspace().timezone, all_definitions()
    return [
        TaskRow(
            task=row,
            contact=row.contact,
            why=row.why,
            journey=recipe_name(row.why, known) if row.why in known else "",
            zone=zone_of(row.contact, business),
            late=row.due_at < now - SOON,
            ends_soon=_ends_soon(row, now),
        )
        for row in rows
    ]


def _ends_soon(row: Task, now: datetime) -> bool:
    return row.expires_at is not None and row.expires_at < now + SOON


def task_by_public_id(public_id: UUID | str) -> Task:
    """The one door to a task. Raises Http404."""
    return get_object_or_404(Task.objects.select_related("contact"), public_id=public_id)
