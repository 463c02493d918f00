"""One journey walked through the past, start by start; every message asks the policy as of its time."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sapa.domain import policy
from sapa.domain.journeys import KnownFollowUp, PlannedFollowUp, Run, Scene, advance, still_wanted
from sapa.domain.journeys.definition import END, Definition
from sapa.domain.journeys.enrolling import start
from sapa.domain.orders import facts_at
from sapa.journeys.models import FollowUp
from sapa.journeys.services import gathering
from sapa.journeys.services.enrolling import Start, wanted_of
from sapa.journeys.services.house import House
from sapa.journeys.services.past.lives import Life
from sapa.journeys.services.scenes import Backdrop, scene

MOST_TRIES = 60
A_MOMENT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class PastMessage:
    """`outcome`: sent, dropped, open (still waiting today). `held`: rules that made it wait. `at`: when it ended."""

    contact_id: int
    step: str
    category: str
    due_at: datetime
    at: datetime | None
    outcome: str
    reasons: tuple[str, ...]
    held: tuple[str, ...]


@dataclass(slots=True)
class Walk:
    """All that is the same for every start, and what was found so far."""

    definition: Definition
    settings: Mapping[str, Any]
    given: gathering.Rules
    house: House
    seen: Backdrop
    roots: Mapping[int, int]
    lives: Mapping[int, Life]
    until: datetime
    share: int
    messages: list[PastMessage] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    tasks: int = 0

    def take(self, one: Start) -> None:
        life = self.lives[self.roots[one.contact_id]]
        seen = self.scene_at(one, life, one.trigger.at)
        seen = replace(seen, earlier={subject: run.started_at for subject, run in life.runs.items()})
        run = start(self.definition, seen, share=self.share, salt=str(self.given.shop.public_id))
        if not isinstance(run, Run):
            self.skipped[run.code] += 1
            return
        kept = life.runs.get(run.subject)
        self.go_on(one, life, replace(kept, position="") if kept else run)

    def go_on(self, one: Start, life: Life, run: Run) -> None:
        now = one.trigger.at
        for _step in self.definition.steps:
            seen = replace(self.scene_at(one, life, now), run=run)
            found = advance(self.definition, seen)
            run = replace(run, position=found.position, outcomes={**run.outcomes, **found.outcomes})
            life.runs[run.subject] = run
            self.skipped.update(told.code for told in found.skipped)
            self.tasks += len(found.tasks) if run.arm != "control" else 0
            ended = [self.settle(planned, one, life, run, now) for planned in found.planned]
            later = found.wake_at or max(filter(None, ended), default=None)
            if found.position == END or later is None or None in ended or later > self.until:
                return
            now = max(now, later)

    def scene_at(self, one: Start, life: Life, at: datetime) -> Scene:
        told = scene(
            wanted_of(one, self.roots),
            self.seen,
            person=life.facts_at(at),
            definition=self.definition,
            chosen=self.settings,
            house=self.house,
            now=at,
        )
        order = facts_at(told.order, at) if told.order else None
        return replace(told, order=order or told.order)

    def settle(
        self, planned: PlannedFollowUp, one: Start, life: Life, run: Run, now: datetime
    ) -> datetime | None:
        """When it was sent or given up; None when it would still wait."""
        at, held = max(planned.due_at, now), dict[str, None]()
        outcome, reasons = "open", tuple[str, ...]()
        if run.arm == "control":
            outcome, reasons = "dropped", ("holdout",)
        for _try in range(MOST_TRIES if outcome == "open" else 0):
            if at > self.until:
                break
            decision = self.decide(planned, life, at)
            reason = self.unwanted(planned, one, life, run, at)
            if decision.action == "drop" or reason:
                outcome, reasons = (
                    "dropped",
                    decision.reasons if decision.action == "drop" else (reason or "",),
                )
                break
            if decision.action == "send":
                outcome = "sent"
                break
            held |= dict.fromkeys(decision.reasons)
            at = max(decision.at or at, at + A_MOMENT)
        return self.keep(planned, life, outcome, at, reasons, tuple(held))

    def decide(self, planned: PlannedFollowUp, life: Life, at: datetime) -> policy.Decision:
        intent = gathering.intent_of(as_row(planned), self.given.policy, at)
        return policy.decide(
            intent, life.customer_at(at), life.history_at(at), self.given.calendar, at, self.given.policy
        )

    def unwanted(
        self, planned: PlannedFollowUp, one: Start, life: Life, run: Run, at: datetime
    ) -> str | None:
        seen = replace(self.scene_at(one, life, at), key=planned.key, run=run)
        return still_wanted(self.definition, planned.step, seen)

    def keep(
        self,
        planned: PlannedFollowUp,
        life: Life,
        outcome: str,
        at: datetime,
        reasons: tuple[str, ...],
        held: tuple[str, ...],
    ) -> datetime | None:
        ended = None if outcome == "open" else at
        told = (planned.step, planned.category, planned.due_at, ended, outcome, reasons, held)
        self.messages.append(PastMessage(life.facts.contact_id, *told))
        state = "waiting" if outcome == "open" else outcome
        life.made[planned.key] = KnownFollowUp(
            planned.key, planned.recipe, planned.step, state, planned.created_at, planned.due_at,
            planned.order_id, planned.value, ended,
        )  # fmt: skip
        if outcome == "sent":
            life.ours.append(policy.Contact(at, "out", "whatsapp", planned.klass, planned.recipe, "system"))
        return ended


def as_row(planned: PlannedFollowUp) -> FollowUp:
    """Never saved: only to be asked about as a real one is."""
    return FollowUp(
        id=0,
        key=planned.key,
        recipe=planned.recipe,
        step=planned.step,
        klass=planned.klass,
        category=planned.category,
        segment=planned.segment,
        priority=planned.priority,
        channels=list(planned.channels),
        customer_initiated=planned.customer_initiated,
        holiday_relevant=planned.holiday_relevant,
        exits=list(planned.exits),
        recipe_cap=planned.recipe_cap,
        order_id=planned.order_id,
        created_at=planned.created_at,
        due_at=planned.due_at,
        expires_at=planned.expires_at,
    )
