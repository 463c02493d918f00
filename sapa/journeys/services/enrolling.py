"""From something that happened to enrolments and their planned messages (architecture.md 4, steps 3 and 4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from sapa.contacts.selectors import customers, members
from sapa.contacts.services import lock
from sapa.domain import journeys
from sapa.domain.journeys.advancing import Advanced, advance
from sapa.domain.journeys.definition import END, Definition
from sapa.domain.journeys.enrolling import start
from sapa.domain.journeys.scene import Outcome, Run, Scene
from sapa.events.models import Event
from sapa.journeys.models import Enrolment, Journey
from sapa.journeys.services import gathering
from sapa.journeys.services.house import House, house_of
from sapa.journeys.services.people import facts_of_people
from sapa.journeys.services.planning import HOLDOUT, Kept, keep
from sapa.journeys.services.scenes import IN_COMMERCE, Backdrop, Wanted, backdrop, run_of, scene
from sapa.journeys.services.versions import definitions, in_force

REFS = {kind: kind for kind in (*IN_COMMERCE, "ticket", "interaction")} | {"message_id": "message"}


@dataclass(frozen=True, slots=True)
class Start:
    """A trigger with the person, the order and the other rows it is about."""

    trigger: journeys.Trigger
    contact_id: int
    order_id: int | None = None
    event_id: int | None = None
    refs: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listening:
    """A journey that is switched on, with the version that new starts follow."""

    journey: Journey
    version_id: int
    definition: Definition


@dataclass(slots=True)
class Batch:
    """All that is known while the starts of one batch are looked at in turn; later ones see earlier ones."""

    roots: Mapping[int, int]
    people: dict[int, journeys.PersonFacts]
    seen: Backdrop
    house: House
    salt: str
    now: datetime
    enrolled: dict[tuple[int, str], Enrolment]
    parsed: dict[int, Definition]
    kept: Kept = field(default_factory=Kept)


def plan(*, events: Sequence[Event], now: datetime) -> int:
    """Plans what these events start; the same event twice plans nothing new. Returns how many were planned."""
    starts = [
        Start(
            trigger=journeys.Trigger(event.name, event.at),
            contact_id=event.contact_id,
            order_id=event.order_id,
            event_id=event.pk,
            refs={kind: event.data[name] for name, kind in REFS.items() if name in event.data},
        )
        for event in events
        if event.contact_id is not None
    ]
    return plan_starts(starts=starts, now=now)


@transaction.atomic
def plan_starts(*, starts: Sequence[Start], now: datetime, only: int | None = None) -> int:
    """`only`: what time brings about starts the journey that was looked at, none beside it."""
    contact_ids = {one.contact_id for one in starts}
    lock(contact_ids=contact_ids)
    listening = _listening({one.trigger.name for one in starts}, now, only)
    if not listening:
        return 0
    roots = members(contact_ids)
    known, given = customers(roots.values(), root=roots), gathering.rules()
    batch = Batch(
        roots=roots,
        people=facts_of_people(roots, known=known, chosen=given.policy),
        seen=backdrop([wanted_of(one, roots) for one in starts], replies_of=set(roots.values())),
        house=house_of(given.shop, now=now),
        salt=str(given.shop.public_id),
        now=now,
        **_enrolled(roots, {one.order_id for one in starts}, listening),
    )
    for one in starts:
        for listener in listening:
            if one.trigger.name in listener.definition.trigger.on:
                _begin(batch, one, listener)
    return keep(batch.kept, known=known, now=now)


def _listening(names: set[str], now: datetime, only: int | None) -> list[Listening]:
    """In the order of their names, so that two runs plan alike."""
    if not names:
        return []
    rows = list(Journey.objects.exclude(mode=Journey.Mode.OFF).order_by("recipe"))
    rows = [row for row in rows if only in (None, row.pk)]
    chosen = in_force(rows, now=now)
    found = [Listening(row, *chosen[row.pk]) for row in rows if row.pk in chosen]
    return [one for one in found if names.intersection(one.definition.trigger.on)]


def _enrolled(
    roots: Iterable[int], order_ids: Iterable[int | None], listening: Sequence[Listening]
) -> dict[str, Any]:
    """Also by order: it may have been enrolled under somebody with whom this person was merged for a while."""
    journeys_ids = [one.journey.pk for one in listening]
    mine = Q(contact_id__in=list(roots)) | Q(order_id__in=[pk for pk in order_ids if pk])
    rows = list(Enrolment.objects.filter(mine, journey_id__in=journeys_ids))
    return {
        "enrolled": {(row.journey_id, row.subject): row for row in rows},
        "parsed": definitions({row.version_id for row in rows}),
    }


def wanted_of(one: Start, roots: Mapping[int, int]) -> Wanted:
    return Wanted(roots[one.contact_id], one.trigger, one.order_id, one.refs)


def _begin(batch: Batch, one: Start, listener: Listening) -> None:
    """A first start draws the arm and is kept; a later trigger of the same subject goes on where it stands."""
    journey, definition = listener.journey, listener.definition
    seen = _scene(batch, one, journey, definition)
    run = start(definition, seen, share=journey.share, salt=batch.salt)
    if not isinstance(run, Run):
        return
    row = batch.enrolled.get((journey.pk, run.subject))
    if row is None:
        _go(batch, one, _new(listener, run, one, batch), definition, journey, replace(seen, run=run))
    elif _is_news(row, one):
        followed = batch.parsed.get(row.version_id, definition)
        _again(row, one)
        told = replace(run_of(row, journey.recipe, seen.person.follow_ups, None), position="")
        _go(batch, one, row, followed, journey, replace(_scene(batch, one, journey, followed), run=told))


def _scene(batch: Batch, one: Start, journey: Journey, definition: Definition) -> Scene:
    wanted = wanted_of(one, batch.roots)
    seen = scene(
        wanted,
        batch.seen,
        person=batch.people[wanted.contact_id],
        definition=definition,
        chosen=journey.settings,
        house=batch.house,
        now=batch.now,
    )
    return replace(seen, earlier=_earlier(batch, journey, wanted.contact_id))


def _earlier(batch: Batch, journey: Journey, root: int) -> dict[str, datetime]:
    """When this person was put on this journey before, by subject."""
    return {
        subject: row.started_at
        for (journey_id, subject), row in batch.enrolled.items()
        if journey_id == journey.pk and batch.roots.get(row.contact_id) == root
    }


def _is_news(row: Enrolment, one: Start) -> bool:
    return row.state != Enrolment.State.LEFT and (
        (one.trigger.at, one.trigger.name) != (row.trigger_at, row.trigger_name)
        and one.trigger.at >= row.trigger_at
    )


def _new(listener: Listening, run: Run, one: Start, batch: Batch) -> Enrolment:
    return Enrolment(
        journey=listener.journey,
        version_id=listener.version_id,
        contact_id=batch.roots[one.contact_id],
        order_id=one.order_id,
        trigger_id=one.event_id,
        trigger_name=one.trigger.name,
        trigger_at=one.trigger.at,
        attempt=one.trigger.attempt,
        refs=dict(one.refs),
        subject=run.subject,
        started_at=run.started_at,
        arm=run.arm,
        share=listener.journey.share,
        variant=run.variant,
    )


def _again(row: Enrolment, one: Start) -> None:
    row.trigger_id, row.trigger_name, row.trigger_at = one.event_id, one.trigger.name, one.trigger.at
    row.attempt, row.refs = one.trigger.attempt, {**row.refs, **one.refs}


def _go(
    batch: Batch, one: Start, row: Enrolment, definition: Definition, journey: Journey, seen: Scene
) -> None:
    found = advance(definition, seen)
    if row._state.adding and not is_on_the_way(found):
        return
    batch.enrolled[journey.pk, row.subject] = row
    stand(row, found, batch.now)
    batch.kept.add(row, found, definition=definition, journey=journey, scene=seen, event_id=one.event_id)
    batch.people[batch.roots[one.contact_id]] = batch.kept.seen_by(seen.person, row, found)


def is_on_the_way(found: Advanced) -> bool:
    """Something lies ahead; whoever was held out is kept as well, for the comparison."""
    held_out = any(one.code == HOLDOUT for one in found.skipped)
    return bool(found.planned or found.tasks or found.wake_at or held_out or found.position not in ("", END))


def _plain(told: Outcome) -> dict[str, str]:
    return {"state": told.state, **({"at": told.at.isoformat()} if told.at else {})}


def stand(row: Enrolment, found: Advanced, now: datetime) -> None:
    """Where it stands now; over when nothing is left to plan."""
    row.position, row.wake_at = found.position, found.wake_at
    row.outcomes = {**row.outcomes, **{step: _plain(told) for step, told in found.outcomes.items()}}
    row.state = Enrolment.State.ACTIVE
    if found.ended or found.position == END:
        row.state, row.ended_at, row.end_reason = Enrolment.State.DONE, now, found.ended
