"""From something that happened to follow-ups with a due time and an end (architecture.md 4, steps 3 and 4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from sapa.commerce.models import Order
from sapa.commerce.selectors import facts_of
from sapa.contacts.selectors import customers, members
from sapa.contacts.services import lock
from sapa.domain import journeys, policy
from sapa.domain.recipes import CHECKOUT_BELUM_BAYAR
from sapa.events.models import Event
from sapa.journeys.models import FollowUp, Journey
from sapa.journeys.services import deciding, gathering
from sapa.journeys.services.people import facts_of_people, working_week
from sapa.messaging.services import cancel

# Judged at the moment of asking (domain.md 2.8), so no reason to give a later follow-up up today.
TIME_HEALS = frozenset({"recipe_cap"})
REPLACED = {CHECKOUT_BELUM_BAYAR.id: "newest_order_wins"}


@dataclass(frozen=True, slots=True)
class Start:
    """A trigger with the person and order it is about."""

    trigger: journeys.Trigger
    contact_id: int
    order_id: int | None = None
    event_id: int | None = None


def plan(*, events: Sequence[Event], now: datetime) -> int:
    """Plans what these events start; the same event twice plans nothing new. Returns how many were planned."""
    starts = [
        Start(journeys.Trigger(event.name, event.at), event.contact_id, event.order_id, event.pk)
        for event in events
        if event.contact_id is not None
    ]
    return plan_starts(starts=starts, now=now)


@transaction.atomic
def plan_starts(*, starts: Sequence[Start], now: datetime) -> int:
    if not starts:
        return 0
    roots = members({start.contact_id for start in starts})
    lock(contact_ids=roots)
    known = customers(roots.values(), root=roots)
    given = gathering.rules()
    people = facts_of_people(roots, known=known, chosen=given.policy)
    orders = Order.objects.in_bulk({start.order_id for start in starts if start.order_id})
    switches = {row.recipe: row for row in Journey.objects.all()}
    choices = {recipe: journeys.Choice(row.enabled, row.settings) for recipe, row in switches.items()}
    is_day_off = working_week(given.shop)
    rows: list[FollowUp] = []
    superseded: list[str] = []
    for start in starts:
        root = roots[start.contact_id]
        order = orders.get(start.order_id or 0)
        found = journeys.plan(
            start.trigger,
            order=facts_of(order) if order else None,
            order_id=start.order_id,
            person=people[root],
            choices=choices,
            now=now,
            is_day_off=is_day_off,
        )
        people[root] = _with(people[root], found)
        superseded += found.superseded
        rows += [_row(one, switches[one.recipe], root, start, now) for one in found.planned]
    _give_way(superseded, now)
    return _keep(rows, known, now)


def _with(person: journeys.PersonFacts, found: journeys.Plan) -> journeys.PersonFacts:
    """The next trigger of the same batch sees what this one planned."""
    gone = set(found.superseded)
    kept = tuple(one for one in person.follow_ups if one.key not in gone)
    new = tuple(
        journeys.KnownFollowUp(
            key=one.key,
            recipe=one.recipe,
            step=one.step,
            state="waiting",
            created_at=one.created_at,
            due_at=one.due_at,
            order_id=one.order_id,
            value=one.value,
        )
        for one in found.planned
    )
    return replace(person, follow_ups=kept + new)


def _row(
    planned: journeys.PlannedFollowUp, journey: Journey, contact_id: int, start: Start, now: datetime
) -> FollowUp:
    return FollowUp(
        journey=journey,
        contact_id=contact_id,
        order_id=planned.order_id,
        trigger_id=start.event_id,
        key=planned.key,
        recipe=planned.recipe,
        step=planned.step,
        klass=planned.klass,
        category=planned.category,
        segment=planned.segment,
        priority=planned.priority,
        exits=list(planned.exits),
        recipe_cap=planned.recipe_cap,
        created_at=planned.created_at,
        due_at=planned.due_at,
        expires_at=planned.expires_at,
        planned_at=now,
        next_at=now,
    )


def _give_way(keys: Sequence[str], now: datetime) -> None:
    """Older ones that a newer follow-up replaces; one that already waits to be sent is withdrawn."""
    rows = list(FollowUp.objects.filter(key__in=keys, state__in=gathering.OPEN))
    queued = [row.message_id for row in rows if row.message_id]
    cancel(message_ids=queued, reasons=["superseded"], now=now)
    for row in rows:
        deciding.drop(row, [REPLACED.get(row.recipe, "superseded")], now)
    deciding.save(rows, [])


def _keep(rows: Sequence[FollowUp], known: Mapping[int, policy.Customer], now: datetime) -> int:
    """Writes those whose key is new and gives each its first decision: what the screen shows."""
    FollowUp.objects.bulk_create(rows, ignore_conflicts=True)
    keys = [row.key for row in rows]
    new = FollowUp.objects.filter(key__in=keys, planned_at=now, state=FollowUp.State.WAITING, next_at=now)
    found = dict(new.order_by("pk").values_list("pk", "contact_id"))
    if found:
        show_plan(contact_ids=set(found.values()), follow_up_ids=set(found), known=known, now=now)
    return len(found)


def show_plan(
    *,
    contact_ids: Iterable[int],
    follow_up_ids: set[int],
    known: Mapping[int, policy.Customer] | None = None,
    now: datetime,
) -> None:
    """The first decision of a follow-up; the settle loop decides again when its time has come.

    `known`: these people as the policy sees them, where the caller has read them already.
    """
    given = gathering.rules()
    rows, decisions = [], []
    for situation in gathering.situations(members(contact_ids), known=known, now=now).values():
        answers = gathering.decide(situation, given, now=now)
        for row in situation.follow_ups:
            if row.pk not in follow_up_ids:
                continue
            decision = answers[row.pk]
            _show(row, decision, now)
            rows.append(row)
            decisions.append(deciding.kept(row, decision, stage="plan", version=given.version, now=now))
    deciding.save(rows, decisions)


def _show(row: FollowUp, decision: policy.Decision, now: datetime) -> None:
    if decision.action == "drop" and row.due_at > now and TIME_HEALS.issuperset(decision.reasons):
        row.next_at, row.reasons = row.due_at, ["not_due"]
    elif decision.action == "drop":
        deciding.drop(row, decision.reasons, now)
    else:
        deciding.wait(row, decision)
