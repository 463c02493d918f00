"""Apply: what a journey planned becomes follow-ups, tasks and enrolments, each written once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sapa.base.rows import update_rows
from sapa.contacts.selectors import members
from sapa.domain import journeys, policy
from sapa.domain.journeys.advancing import Advanced
from sapa.domain.journeys.definition import Definition
from sapa.domain.journeys.facts import PlannedTask
from sapa.domain.journeys.registry.filling import variables_for
from sapa.domain.journeys.scene import Scene
from sapa.domain.templating import TemplateError, render
from sapa.journeys.models import Enrolment, FollowUp, Journey, Task
from sapa.journeys.services import deciding, gathering
from sapa.messaging.services import cancel

# Judged at the moment of asking (domain.md 2.8), so no reason to give a later follow-up up today.
TIME_HEALS = frozenset({"recipe_cap"})
# What hangs on messages and answers that are still to come: an answer of tomorrow may end the silence of today.
OTHERS_MATTER = (
    *("backoff", "min_gap", "cap_", "wa_user_limit"),
    *("recent_inbound", "open_ticket", "ticket_cooldown"),
)
HOLDOUT = "holdout"
STANDING = (
    *("trigger_id", "trigger_name", "trigger_at", "attempt", "refs", "state", "position", "wake_at"),
    *("ended_at", "end_reason", "outcomes", "version_id"),
)


@dataclass(slots=True)
class Kept:
    """What a batch wants written."""

    rows: list[FollowUp] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    enrolments: dict[tuple[int, str], Enrolment] = field(default_factory=dict)
    replaced: dict[str, str] = field(default_factory=dict)

    def add(
        self,
        row: Enrolment,
        found: Advanced,
        *,
        definition: Definition,
        journey: Journey,
        scene: Scene,
        event_id: int | None,
    ) -> None:
        self.enrolments[row.journey_id, row.subject] = row
        for one in found.planned:
            self.rows.append(_row(one, row, journey, scene, event_id))
        self.replaced |= dict.fromkeys(found.superseded, definition.replaces.code)
        if row.arm != "control":
            self.tasks += [_task(one, row, scene) for one in found.tasks]

    def seen_by(self, person: journeys.PersonFacts, row: Enrolment, found: Advanced) -> journeys.PersonFacts:
        """The next trigger of the same batch sees what this one planned."""
        state = "dropped" if row.arm == "control" else "waiting"
        kept = tuple(one for one in person.follow_ups if one.key not in self.replaced)
        return replace(person, follow_ups=kept + tuple(_known(one, state) for one in found.planned))


def _known(one: journeys.PlannedFollowUp, state: str) -> journeys.KnownFollowUp:
    return journeys.KnownFollowUp(
        key=one.key,
        recipe=one.recipe,
        step=one.step,
        state=state,
        created_at=one.created_at,
        due_at=one.due_at,
        order_id=one.order_id,
        value=one.value,
    )


def _row(
    one: journeys.PlannedFollowUp, row: Enrolment, journey: Journey, scene: Scene, event_id: int | None
) -> FollowUp:
    """Whoever was drawn into the comparison group keeps the row, and gets no message."""
    held = row.arm == "control"
    return FollowUp(
        journey=journey,
        enrolment=row,
        contact_id=row.contact_id,
        order_id=one.order_id,
        trigger_id=event_id,
        key=one.key,
        recipe=one.recipe,
        step=one.step,
        variant=one.variant,
        klass=one.klass,
        category=one.category,
        segment=one.segment,
        priority=one.priority,
        channels=list(one.channels),
        customer_initiated=one.customer_initiated,
        dry=journey.mode == Journey.Mode.DRY_RUN,
        exits=list(one.exits),
        recipe_cap=one.recipe_cap,
        created_at=one.created_at,
        due_at=one.due_at,
        expires_at=one.expires_at,
        planned_at=scene.now,
        state=FollowUp.State.DROPPED if held else FollowUp.State.WAITING,
        reasons=[HOLDOUT] if held else [],
        next_at=None if held else scene.now,
        finished_at=scene.now if held else None,
    )


def _task(one: PlannedTask, row: Enrolment, scene: Scene) -> Task:
    return Task(
        contact_id=row.contact_id,
        order_id=one.order_id,
        enrolment=row,
        step=one.step,
        key=one.key,
        kind=one.kind,
        why=one.recipe,
        text=ready_text(one.text, scene),
        value=one.value,
        due_at=one.due_at,
        expires_at=one.expires_at,
        created_at=scene.now,
    )


def ready_text(source: str, scene: Scene) -> str:
    """Filled in as far as everything is known; else the agent reads the text with its open places."""
    try:
        return render(source, variables_for(scene, scene.now))
    except TemplateError:
        return source


def keep(kept: Kept, *, known: Mapping[int, policy.Customer], now: datetime) -> int:
    """Writes those whose key is new and gives each its first decision: what the screen shows."""
    write_enrolments(kept.enrolments.values())
    give_way(kept.replaced, now)
    for row in kept.rows:
        row.enrolment = row.enrolment  # takes the id that the enrolment has now
    for task in kept.tasks:
        task.enrolment = task.enrolment
    Task.objects.bulk_create(kept.tasks, ignore_conflicts=True)
    _move_anchors(kept.rows, now)
    FollowUp.objects.bulk_create(kept.rows, ignore_conflicts=True)
    keys = [row.key for row in kept.rows]
    _tell_held_out(kept.rows, now)
    new = FollowUp.objects.filter(key__in=keys, planned_at=now, state=FollowUp.State.WAITING, next_at=now)
    found = dict(new.order_by("pk").values_list("pk", "contact_id"))
    if found:
        show_plan(contact_ids=set(found.values()), follow_up_ids=set(found), known=known, now=now)
    return len(found)


def _tell_held_out(rows: Iterable[FollowUp], now: datetime) -> None:
    """Never silent: who is in the comparison group has a decision that says so."""
    keys = [row.key for row in rows if row.reasons == [HOLDOUT]]
    if keys:
        made = FollowUp.objects.filter(key__in=keys, planned_at=now, finished_at=now)
        deciding.save([], [deciding.given_up(row) for row in made.order_by("pk")])


def _move_anchors(rows: Iterable[FollowUp], now: datetime) -> None:
    """What still waits follows the newest trigger: a second delivery moves the day of the question."""
    planned = {row.key: row for row in rows if row.state == FollowUp.State.WAITING}
    waiting = list(FollowUp.objects.filter(key__in=planned, state=FollowUp.State.WAITING))
    for row in waiting:
        anew = planned[row.key]
        row.created_at, row.due_at, row.expires_at = anew.created_at, anew.due_at, anew.expires_at
        row.planned_at = row.next_at = now
    FollowUp.objects.bulk_update(waiting, ["created_at", "due_at", "expires_at", "planned_at", "next_at"])


def write_enrolments(rows: Iterable[Enrolment]) -> None:
    found = list(rows)
    old = [row for row in found if not row._state.adding]
    Enrolment.objects.bulk_create([row for row in found if row._state.adding])
    update_rows(Enrolment, [{name: getattr(row, name) for name in ("id", *STANDING)} for row in old])


def give_way(replaced_keys: Mapping[str, str], now: datetime) -> None:
    """Older ones that a newer follow-up replaces; one that already waits to be sent is withdrawn."""
    rows = list(FollowUp.objects.filter(key__in=list(replaced_keys), state__in=gathering.OPEN))
    queued = [row.message_id for row in rows if row.message_id]
    cancel(message_ids=queued, reasons=["superseded"], now=now)
    for row in rows:
        deciding.drop(row, [replaced_keys[row.key]], now)
    deciding.save(rows, [])


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
    if decision.action == "drop" and row.due_at > now and may_heal(decision):
        row.next_at, row.reasons = row.due_at, ["not_due"]
    elif decision.action == "drop":
        deciding.drop(row, decision.reasons, now)
    else:
        deciding.wait(row, decision)


def may_heal(decision: policy.Decision) -> bool:
    """No room is foreseen only because of other contacts: it is asked again when its time has come."""
    crowded = any(code.startswith(OTHERS_MATTER) for code in decision.reasons)
    return TIME_HEALS.issuperset(decision.reasons) or ("expires_before_slot" in decision.reasons and crowded)
