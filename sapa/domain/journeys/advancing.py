"""From where a run stands to what happens next: messages to plan, tasks, branches judged, when to look again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sapa.domain.journeys.conditions import asked_at, asks_about, failing, hears_reply, holds, with_settings
from sapa.domain.journeys.definition import (
    END,
    BranchStep,
    Case,
    Condition,
    Definition,
    MessageStep,
    Step,
    TaskStep,
    Window,
)
from sapa.domain.journeys.enrolling import begun_at
from sapa.domain.journeys.facts import PlannedFollowUp, PlannedTask, Skipped
from sapa.domain.journeys.moments import instant, window_at
from sapa.domain.journeys.outcomes import (
    GONE_OUT,
    PENDING,
    after,
    before,
    following,
    of_follow_ups,
    outcomes_of,
)
from sapa.domain.journeys.replacing import replaced
from sapa.domain.journeys.scene import Outcome, Run, Scene


@dataclass(frozen=True, slots=True)
class Advanced:
    """`outcomes`: of steps that left no follow-up behind: skipped, judged, handed to a person; to be kept.

    `position`: the step that the run waits at, or END. `wake_at`: when to look again; None: when the step
    before has ended. `ended`: why the run is over, blank while a message is still on its way. `superseded`:
    keys of waiting follow-ups that give way to the planned ones.
    """

    planned: tuple[PlannedFollowUp, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    tasks: tuple[PlannedTask, ...] = ()
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    position: str = END
    wake_at: datetime | None = None
    ended: str = ""
    superseded: tuple[str, ...] = ()


def advance(definition: Definition, scene: Scene) -> Advanced:
    """Walks on from `scene.run.position` as far as `scene.now` allows.

    A blank position is a trigger that has just come: the walk begins at the top. For a further trigger of a
    subject that has a run, give that run with a blank position and its outcomes: messages that went out stay
    out, waiting ones are planned again under the same key, skipped ones are looked at anew.
    """
    if scene.run is None:
        raise ValueError("advance: the scene has no run")
    walk = Walk(definition, with_settings(definition, scene), scene.run)
    walk.go()
    return walk.found()


class Walk:
    """One way through the steps; collects what is found on it."""

    def __init__(self, definition: Definition, scene: Scene, run: Run) -> None:
        self.definition, self.scene, self.run = definition, scene, run
        self.is_fresh = not run.position
        self.known = self.outcomes_before()
        self.new: dict[str, Outcome] = {}
        self.planned: list[PlannedFollowUp] = []
        self.tasks: list[PlannedTask] = []
        self.skipped: list[Skipped] = []
        self.refused = False
        self.position = END
        self.wake_at: datetime | None = None

    def outcomes_before(self) -> dict[str, Outcome]:
        """A fresh walk forgets what was skipped: another trigger may allow it."""
        if not self.is_fresh:
            return outcomes_of(self.definition, self.scene)
        kept = {key: one for key, one in self.run.outcomes.items() if one.state in (*GONE_OUT, "done")}
        return kept | of_follow_ups(self.definition, self.scene)

    def go(self) -> None:
        steps = {step.id: step for step in self.definition.steps}
        step_id = self.run.position or self.definition.steps[0].id
        for _ in self.definition.steps:
            step = steps.get(step_id)
            if step is None:
                return
            target = following(self.definition, step) if self.passes_over(step) else self.visit(step)
            if target is None:
                self.position = step.id
                return
            step_id = target

    def found(self) -> Advanced:
        pending = any(one.state in PENDING for one in self.known.values())
        gone = replaced(self.definition, self.planned, self.scene.person.follow_ups) if self.is_fresh else []
        return Advanced(
            planned=tuple(self.planned),
            skipped=tuple(self.skipped),
            tasks=tuple(self.tasks),
            outcomes=self.new,
            position=self.position,
            wake_at=self.wake_at,
            ended="completed" if self.position == END and not pending else "",
            superseded=tuple(gone),
        )

    def passes_over(self, step: Step) -> bool:
        """A step for other triggers: by name, or by a condition about the trigger itself."""
        if step.on and self.scene.trigger.name not in step.on:
            return True
        asked = () if isinstance(step, BranchStep) else step.when
        return any(asks_about(one, "trigger") and not holds(one, self.scene) for one in asked)

    def visit(self, step: Step) -> str | None:
        """The next step, or None when the walk has to wait here."""
        known = self.known.get(step.id)
        if known and not (self.is_fresh and known.state == "waiting") and not isinstance(step, BranchStep):
            return after(self.definition, step)
        earlier = before(self.definition, step.id, self.known)
        if earlier and earlier.state in PENDING and self.waits_for_previous(step):
            return None
        scene = replace(self.scene, previous=earlier)
        if isinstance(step, BranchStep):
            return self.judge(step, scene)
        self.take(step, scene)
        return after(self.definition, step)

    def waits_for_previous(self, step: Step) -> bool:
        """Messages that do not count from the step before are planned at once."""
        return not isinstance(step, MessageStep) or counts_from_previous(
            step.window_of(self.scene.person.segment)
        )

    def judge(self, step: BranchStep, scene: Scene) -> str | None:
        due = instant(step.due, scene, previous=self.previous_at(scene), due=None)
        is_due = due is None or scene.now >= due
        cases = step.cases if is_due else tuple(case for case in step.cases if hears_reply(case))
        target = next((case.next for case in cases if all_hold(case, scene)), None)
        if target is None and not is_due:
            self.wake_at = due
            return None
        self.note(step, Outcome("judged", scene.now))
        return target or step.otherwise or following(self.definition, step)

    def take(self, step: MessageStep | TaskStep, scene: Scene) -> None:
        """Plans a message or a task, or notes why not."""
        reason = self.reason_against(step, scene)
        if reason is None:
            is_message = isinstance(step, MessageStep)
            window = step.window_of(scene.person.segment) if isinstance(step, MessageStep) else step.window
            due, end = window_at(window, scene, previous=self.previous_at(scene))
            if due is None or (end is None and is_message):
                reason = "time_unknown"
            elif end is not None and end <= max(scene.now, due):
                reason = "window_passed"
            else:
                self.plan(step, due, end)
                return
        if reason:
            self.skipped.append(Skipped(self.definition.id, step.id, reason))
        self.note(step, Outcome("dropped", scene.now))

    def reason_against(self, step: MessageStep | TaskStep, scene: Scene) -> str | None:
        """Blank when the journey's own conditions fail again: told once."""
        if isinstance(step, TaskStep) and self.run.arm == "control":
            return "holdout"
        reason = failing(asked_now(self.definition.conditions, scene), scene)
        if reason:
            told, self.refused = self.refused, True
            return "" if told else reason
        return failing(asked_now(step.when, scene), scene)

    def plan(self, step: MessageStep | TaskStep, due: datetime, end: datetime | None) -> None:
        if isinstance(step, TaskStep):
            self.tasks.append(self.task(step, due, end))
            self.note(step, Outcome("done", max(due, self.scene.now)))
        elif end is not None:
            self.planned.append(self.follow_up(step, due, end))
            self.known[step.id] = Outcome("waiting")

    def note(self, step: Step, outcome: Outcome) -> None:
        self.known[step.id] = self.new[step.id] = outcome

    def previous_at(self, scene: Scene) -> datetime | None:
        """The first step counts from the trigger."""
        return scene.previous.at if scene.previous else scene.trigger.at

    def key(self, step: Step) -> str:
        return f"{self.definition.id}:{self.run.subject}:{step.id}"

    def value(self) -> int:
        """What is at stake, in the smallest unit."""
        if self.scene.order:
            return self.scene.order.total.amount
        return self.scene.invoice.amount.amount if self.scene.invoice else 0

    def task(self, step: TaskStep, due: datetime, end: datetime | None) -> PlannedTask:
        return PlannedTask(
            key=self.key(step),
            recipe=self.definition.id,
            step=step.id,
            kind=step.kind,
            name=step.name,
            text=step.text.of(self.scene.person.segment),
            order_id=self.scene.order_id,
            value=self.value(),
            due_at=due,
            expires_at=end,
        )

    def follow_up(self, step: MessageStep, due: datetime, end: datetime) -> PlannedFollowUp:
        definition, cap = self.definition, self.definition.cap
        return PlannedFollowUp(
            key=self.key(step),
            recipe=definition.id,
            step=step.id,
            klass=step.klass or definition.klass,
            category=step.category or definition.category,
            segment=self.scene.person.segment,
            priority=definition.priority,
            channels=definition.channels_of(self.scene.person.segment),
            exits=definition.exits,
            recipe_cap=dict(cap) if cap else None,
            order_id=self.scene.order_id,
            value=self.value(),
            created_at=begun_at(definition, self.scene),
            due_at=due,
            expires_at=end,
            customer_initiated=step.customer_initiated,
            holiday_relevant=step.holiday_relevant,
            variant=self.run.variant if len(step.variants) > 1 else 0,
        )


def asked_now(conditions: tuple[Condition, ...], scene: Scene) -> tuple[Condition, ...]:
    """What can be asked at planning: not about a step before that has not ended."""
    asked = asked_at("planning", conditions)
    if scene.previous is None or scene.previous.state not in PENDING:
        return asked
    return tuple(one for one in asked if not asks_about(one, "previous"))


def counts_from_previous(window: Window) -> bool:
    return any(moment.anchor == "previous" for moment in (window.due, *window.expires))


def all_hold(case: Case, scene: Scene) -> bool:
    return all(holds(one, scene) for one in case.when)
