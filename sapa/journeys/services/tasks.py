"""What needs a person: calls, visits, promised dates, people who stopped answering (S1-D4, S1-M5)."""

from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from sapa.accounts.models import User
from sapa.accounts.selectors import workspace_ids
from sapa.accounts.services import audit
from sapa.base.scope import workspace_scope
from sapa.commerce.services import note_interaction
from sapa.contacts.models import Contact, Interaction
from sapa.contacts.services import Talk, lock
from sapa.journeys.models import FollowUp, Task
from sapa.web.errors import CHANGED_MEANWHILE, Refused, refusal

Result = Literal["reached", "no_answer", "promised", "done"]
RESULTS = ("reached", "no_answer", "promised", "done")
TALKS: dict[str, Literal["call", "visit"]] = {"call": "call", "visit": "visit"}
LOOK_BACK = timedelta(days=30)
TRY_AGAIN = timedelta(days=1)
MOST_TRIES = 3
AT_ONCE = 500
PROMISED, UNRESPONSIVE, BY_HAND = "promised", "unresponsive", "by_hand"
ENDS_BEFORE = refusal(
    "task_ends_before",
    _("Tomorrow it would be too late for this."),
    _("Do it today, or let it be."),
)
MORNING = time(8)
DATE_MISSING = refusal(
    "promised_date_missing",
    _("A promise needs the day on which you come back to it."),
    _("Choose a day that is still ahead."),
)


def raise_tasks(*, now: datetime) -> int:
    """In every workspace: promises that fall due and people who stopped answering; returns how many are new."""
    return sum(_raise_workspace(workspace_id, now) for workspace_id in workspace_ids())


def _raise_workspace(workspace_id: int, now: datetime) -> int:
    with workspace_scope(workspace_id):
        tasks = [*_promises(now), *_silent(now)]
        before = Task.objects.count() if tasks else 0
        Task.objects.bulk_create(tasks, ignore_conflicts=True)
        return Task.objects.count() - before if tasks else 0


def _promises(now: datetime) -> list[Task]:
    """A promise becomes work on its day; one that a later talk has overtaken does not."""
    later = Interaction.objects.filter(contact_id=OuterRef("contact_id"), at__gt=OuterRef("at"))
    known = Task.objects.filter(
        why=PROMISED, contact_id=OuterRef("contact_id"), due_at=OuterRef("promised_at")
    )
    due = Interaction.objects.filter(promised_at__lte=now, promised_at__gt=now - LOOK_BACK)
    rows = due.filter(~Exists(later), ~Exists(known)).order_by("promised_at")[:AT_ONCE]
    return [
        Task(
            contact_id=row.contact_id,
            key=f"{PROMISED}:{row.pk}",
            kind=Task.Kind.VISIT if row.kind == "visit" else Task.Kind.CALL,
            why=PROMISED,
            text=row.topic,
            due_at=row.promised_at or now,
            created_at=now,
        )
        for row in rows
    ]


def _silent(now: datetime) -> list[Task]:
    """Five messages without an answer: the machine stops, a person may try or let it be (domain.md 2.5)."""
    known = Task.objects.filter(
        why=UNRESPONSIVE, contact_id=OuterRef("contact_id"), created_at__gt=now - LOOK_BACK
    )
    dropped = FollowUp.objects.filter(
        state=FollowUp.State.DROPPED, reasons__contains=[UNRESPONSIVE], finished_at__gt=now - LOOK_BACK
    )
    rows = (
        dropped.filter(~Exists(known)).select_related("order").order_by("contact_id", "-finished_at", "-pk")
    )
    return [
        Task(
            contact_id=row.contact_id,
            order_id=row.order_id,
            key=f"{UNRESPONSIVE}:{row.pk}",
            kind=Task.Kind.CALL,
            why=UNRESPONSIVE,
            value=row.order.amount if row.order else 0,
            due_at=row.finished_at or now,
            created_at=now,
        )
        for row in rows.distinct("contact_id")[:AT_ONCE]
    ]


@transaction.atomic
def add_task(*, contact: Contact, kind: str, text: str, due_at: datetime, by: User, now: datetime) -> Task:
    """Somebody's own reminder, for one customer."""
    task = Task.objects.create(
        contact=contact,
        key=f"{BY_HAND}:{contact.pk}:{now.isoformat()}",
        kind=kind,
        why=BY_HAND,
        text=text,
        due_at=due_at,
        assignee_id=by.pk,
        created_at=now,
    )
    audit(action="task.added", subject=str(task.public_id), now=now, data={"kind": kind})
    return task


@transaction.atomic
def finish_task(
    *,
    task: Task,
    result: Result,
    by: User,
    now: datetime,
    note: str = "",
    promised_at: datetime | None = None,
) -> Task:
    """A call or visit enters the ledger, so that every gap counts it. Nobody answered: again tomorrow, thrice.

    Raises Refused when somebody was faster, or a promise has no day ahead.
    """
    lock(contact_ids=[task.contact_id])  # before the row, as who leaves a journey does
    row = Task.objects.select_for_update().get(pk=task.pk)
    if row.state != Task.State.OPEN:
        raise Refused(CHANGED_MEANWHILE)
    if result == PROMISED and (promised_at is None or promised_at <= now):
        raise Refused(DATE_MISSING)
    _log(row, result, note, promised_at, by, now)
    if result == "no_answer" and _tries(row) < MOST_TRIES:
        _again(row, now)
    row.state, row.outcome, row.note = Task.State.DONE, result, note
    row.done_by_id, row.finished_at = by.pk, now
    row.save(update_fields=["state", "outcome", "note", "done_by_id", "finished_at"])
    audit(action="task.finished", subject=str(row.public_id), now=now, data={"result": result})
    return row


def _log(row: Task, result: Result, note: str, promised_at: datetime | None, by: User, now: datetime) -> None:
    kind = TALKS.get(row.kind)
    if kind is None:
        return
    talk = Talk(
        contact_id=row.contact_id,
        kind=kind,
        at=now,
        topic=row.text[:200] if row.why == PROMISED else "",
        outcome=note[:300] or result,
        by_name=str(by),
        author_id=by.pk,
        promised_at=promised_at if result == PROMISED else None,
    )
    note_interaction(talk=talk, now=now)


def _tries(row: Task) -> int:
    """How often this call was tried, this time included."""
    return row.key.count("~") + 1


def _again(row: Task, now: datetime) -> None:
    Task.objects.create(
        contact_id=row.contact_id,
        order_id=row.order_id,
        enrolment_id=row.enrolment_id,
        step=row.step,
        key=f"{row.key}~",
        kind=row.kind,
        why=row.why,
        text=row.text,
        value=row.value,
        due_at=now + TRY_AGAIN,
        expires_at=row.expires_at,
        assignee_id=row.assignee_id,
        created_at=now,
    )


@transaction.atomic
def dismiss_task(*, task: Task, by: User, now: datetime) -> None:
    """«Biarkan»: nobody needs to do it."""
    row = Task.objects.select_for_update().get(pk=task.pk)
    if row.state != Task.State.OPEN:
        raise Refused(CHANGED_MEANWHILE)
    row.state, row.finished_at, row.done_by_id = Task.State.DISMISSED, now, by.pk
    row.save(update_fields=["state", "finished_at", "done_by_id"])
    audit(action="task.dismissed", subject=str(row.public_id), now=now)


@transaction.atomic
def postpone_task(*, task: Task, zone: str, by: User, now: datetime) -> datetime:
    """«Tunda»: it comes back tomorrow morning by the clock of `zone`; returns when.

    Raises Refused when it would be of no use any more, or somebody was faster.
    """
    row = Task.objects.select_for_update().get(pk=task.pk)
    if row.state != Task.State.OPEN:
        raise Refused(CHANGED_MEANWHILE)
    there = ZoneInfo(zone)
    due = datetime.combine(now.astimezone(there).date() + TRY_AGAIN, MORNING, there)
    if row.expires_at and row.expires_at <= due:
        raise Refused(ENDS_BEFORE)
    row.due_at, row.assignee_id = due, row.assignee_id or by.pk
    row.save(update_fields=["due_at", "assignee_id"])
    audit(action="task.postponed", subject=str(row.public_id), now=now)
    return due


@transaction.atomic
def note_talk(
    *,
    contact: Contact,
    kind: Literal["call", "visit"],
    result: Result,
    by: User,
    now: datetime,
    note: str = "",
    promised_at: datetime | None = None,
) -> None:
    """A call or visit that was on no list: it counts as a contact, and a promise comes back on its day."""
    if result == PROMISED and (promised_at is None or promised_at <= now):
        raise Refused(DATE_MISSING)
    talk = Talk(
        contact_id=contact.pk,
        kind=kind,
        at=now,
        topic=note[:200],
        outcome=note[:300] or result,
        by_name=str(by),
        author_id=by.pk,
        promised_at=promised_at if result == PROMISED else None,
    )
    note_interaction(talk=talk, now=now)
