"""Something happened that ends follow-ups: they are looked at now, not when they would have been due."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from sapa.contacts.selectors import members
from sapa.contacts.services import lock
from sapa.domain.events import EXITS
from sapa.domain.journeys.definition import Definition
from sapa.events.models import Event
from sapa.journeys.models import Enrolment, FollowUp, Task
from sapa.journeys.services.settling import settle
from sapa.journeys.services.versions import definitions

OPTED_OUT = "contact.opted_out"
LEFT = "left"


@transaction.atomic
def leave(*, events: Sequence[Event], now: datetime) -> None:
    """Decides the waiting follow-ups of these people again; the policy knows which exits count."""
    ending = [event for event in events if event.contact_id and _may_end_something(event)]
    contact_ids = {event.contact_id for event in ending if event.contact_id}
    lock(contact_ids=contact_ids)
    roots = members(contact_ids)
    leave_enrolments(ending, roots=roots, now=now)
    waiting = FollowUp.objects.filter(contact_id__in=roots, state=FollowUp.State.WAITING)
    touched = set(waiting.values_list("contact_id", flat=True))
    if touched:
        waiting.filter(next_at__gt=now).update(next_at=now)
        settle(contact_ids=touched, now=now)


def _may_end_something(event: Event) -> bool:
    return event.name in EXITS or event.name == OPTED_OUT


def leave_enrolments(events: Sequence[Event], *, roots: dict[int, int], now: datetime) -> None:
    """Who paid, answered or wished to be left alone goes no further; what waits for a reply looks again.

    The locks of these people are held.
    """
    rows = _running(roots)
    if not rows:
        return
    parsed = definitions({row.version_id for row in rows})
    for row in rows:
        mine = [
            event for event in events if event.contact_id and roots[event.contact_id] == roots[row.contact_id]
        ]
        reason = exit_of(parsed[row.version_id], row, mine)
        if reason:
            row.state, row.ended_at, row.end_reason = Enrolment.State.LEFT, now, reason
            row.save(update_fields=["state", "ended_at", "end_reason"])
    dismiss_tasks([row.pk for row in rows if row.state == Enrolment.State.LEFT], now=now)
    staying = [row.pk for row in rows if row.state == Enrolment.State.ACTIVE]
    Enrolment.objects.filter(pk__in=staying).update(wake_at=now)


def _running(roots: Iterable[int]) -> list[Enrolment]:
    """Those that go on, and those with an open task."""
    mine = Enrolment.objects.filter(contact_id__in=list(roots))
    tasked = Task.objects.filter(contact_id__in=list(roots), state=Task.State.OPEN, enrolment__isnull=False)
    active = mine.filter(state=Enrolment.State.ACTIVE)
    return list((active | mine.filter(pk__in=tasked.values("enrolment_id"))).order_by("pk"))


def exit_of(definition: Definition, row: Enrolment, events: Sequence[Event]) -> str:
    """The first of these events that ends it: strictly after its start, of the same order or of none."""
    wanted, klass = set(definition.exits), definition.klass
    for event in sorted(events, key=lambda one: one.at):
        same = concerns_same(row, event)
        if event.name == OPTED_OUT and event.at > row.started_at and _concerns(event, klass):
            return "exit_opted_out"
        if same and EXITS.get(event.name) in wanted and event.at > row.started_at:
            return f"exit_{EXITS[event.name]}"
    return ""


def concerns_same(row: Enrolment, event: Event) -> bool:
    """The same order, invoice or subscription, or one of both is about none. A new order concerns them all."""
    if event.name == "order.placed":
        return True
    for kind in ("invoice", "subscription"):
        if kind in event.data and event.order_id is None:
            return row.order_id is None and row.refs.get(kind, event.data[kind]) == event.data[kind]
    return row.order_id is None or event.order_id is None or event.order_id == row.order_id


def _concerns(event: Event, klass: str) -> bool:
    """Who wants no promotions still wants the other journeys."""
    return klass == "promo" or event.data.get("scope") != "promo"


def dismiss_tasks(enrolment_ids: Iterable[int], *, now: datetime) -> None:
    """A person need not do any more what the customer has settled."""
    open_ones = Task.objects.filter(enrolment_id__in=list(enrolment_ids), state=Task.State.OPEN)
    open_ones.update(state=Task.State.DISMISSED, finished_at=now, outcome=LEFT)
