"""Enrolments that wait for a time, a reply, a person or an earlier message go on."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from sapa.accounts.selectors import workspace_ids
from sapa.base.scope import workspace_scope
from sapa.contacts.selectors import customers, members
from sapa.contacts.services import lock
from sapa.domain import journeys
from sapa.domain.journeys.advancing import advance
from sapa.journeys.models import Enrolment
from sapa.journeys.services import gathering
from sapa.journeys.services.enrolling import stand
from sapa.journeys.services.house import house_of
from sapa.journeys.services.people import facts_of_people
from sapa.journeys.services.planning import Kept, keep
from sapa.journeys.services.scenes import Wanted, backdrop, run_of, scene
from sapa.journeys.services.versions import definitions

AT_ONCE = 200
PUT_OFF = timedelta(minutes=15)
log = logging.getLogger("sapa.enrolments")


def advance_due(*, now: datetime) -> int:
    """In every workspace; returns how many enrolments went on."""
    return sum(_advance_workspace(workspace_id, now) for workspace_id in workspace_ids())


def _advance_workspace(workspace_id: int, now: datetime) -> int:
    """One that cannot go on is put off alone and told to the log; the others do not wait for it."""
    with workspace_scope(workspace_id):
        due = _due(now).order_by("wake_at", "pk")
        contact_ids = list(due.values_list("contact_id", flat=True)[:AT_ONCE])
    try:
        return _go_on_in(workspace_id, contact_ids, now)
    except Exception:
        log.exception("A batch of enrolments could not go on; its people are taken one by one")
    return sum(_go_on_alone(workspace_id, contact_id, now) for contact_id in sorted(set(contact_ids)))


def _go_on_in(workspace_id: int, contact_ids: list[int], now: datetime) -> int:
    if not contact_ids:
        return 0
    with workspace_scope(workspace_id):
        return go_on(contact_ids=contact_ids, now=now)


def _go_on_alone(workspace_id: int, contact_id: int, now: datetime) -> int:
    try:
        return _go_on_in(workspace_id, [contact_id], now)
    except Exception:
        log.exception("Enrolments of one contact could not go on", extra={"contact": contact_id})
    with workspace_scope(workspace_id):
        lock(contact_ids=[contact_id])
        _due(now).filter(contact_id__in=members([contact_id])).update(wake_at=now + PUT_OFF)
    return 1


def next_wake() -> datetime | None:
    """The first instant at which an enrolment of the workspace in scope goes on."""
    waiting = Enrolment.objects.filter(state=Enrolment.State.ACTIVE, wake_at__isnull=False)
    return waiting.order_by("wake_at").values_list("wake_at", flat=True).first()


def _due(now: datetime) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(state=Enrolment.State.ACTIVE, wake_at__lte=now)


@transaction.atomic
def go_on(*, contact_ids: Iterable[int], now: datetime) -> int:
    """All due enrolments of these people, read once more under their locks."""
    wanted = set(contact_ids)
    lock(contact_ids=wanted)
    roots = members(wanted)
    rows = list(_due(now).filter(contact_id__in=roots).select_related("journey").order_by("pk"))
    return walk(rows, roots=roots, now=now)


def walk(rows: Sequence[Enrolment], *, roots: dict[int, int], now: datetime) -> int:
    """Advances these enrolments, whose people are locked; returns how many there were."""
    if not rows:
        return 0
    known, given = customers(roots.values(), root=roots), gathering.rules()
    people = facts_of_people(roots, known=known, chosen=given.policy)
    wanted = {row.pk: _wanted(row, roots) for row in rows}
    seen = backdrop(wanted.values(), replies_of=set(roots.values()))
    parsed, house, kept = definitions({row.version_id for row in rows}), house_of(given.shop, now=now), Kept()
    for row in rows:
        definition, root = parsed[row.version_id], roots[row.contact_id]
        told = scene(
            wanted[row.pk],
            seen,
            person=people[root],
            definition=definition,
            chosen=row.journey.settings,
            house=house,
            now=now,
        )
        run = run_of(row, row.journey.recipe, people[root].follow_ups, seen.replies.get(root))
        told = replace(told, run=run)
        found = advance(definition, told)
        stand(row, found, now)
        kept.add(row, found, definition=definition, journey=row.journey, scene=told, event_id=row.trigger_id)
        people[root] = kept.seen_by(told.person, row, found)
    keep(kept, known=known, now=now)
    return len(rows)


def _wanted(row: Enrolment, roots: dict[int, int]) -> Wanted:
    trigger = journeys.Trigger(row.trigger_name, row.trigger_at, row.attempt)
    return Wanted(roots[row.contact_id], trigger, row.order_id, row.refs)
