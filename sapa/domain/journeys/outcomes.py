"""Which step may follow which, and what the steps of one run came to so far."""

from collections.abc import Iterator, Mapping

from sapa.domain.journeys.definition import END, BranchStep, Definition, Step
from sapa.domain.journeys.scene import Outcome, Scene

PENDING = ("waiting", "queued")
GONE_OUT = ("sent", "rehearsed")


def following(definition: Definition, step: Step) -> str:
    """The id of the step below it in the list, or END."""
    ids = [one.id for one in definition.steps]
    place = ids.index(step.id) + 1
    return ids[place] if place < len(ids) else END


def after(definition: Definition, step: Step) -> str:
    """Where a step that is no branch leads."""
    wanted = "" if isinstance(step, BranchStep) else step.next
    return wanted or following(definition, step)


def ways(definition: Definition, step: Step) -> tuple[str, ...]:
    """Every step that may come next; one for other triggers only may be passed over."""
    if isinstance(step, BranchStep):
        targets = [*(case.next for case in step.cases), step.otherwise or following(definition, step)]
    else:
        targets = [after(definition, step)]
    return tuple(dict.fromkeys([*targets, following(definition, step)] if step.on else targets))


def before(definition: Definition, step_id: str, outcomes: Mapping[str, Outcome]) -> Outcome | None:
    """What the step before it came to: the one that is still pending, else the one that ended last."""
    found = list(candidates(definition, step_id, outcomes, {step_id}))
    pending = [one for one in found if one.state in PENDING]
    ended = [one for one in found if one.at]
    ended.sort(key=lambda one: one.at.timestamp() if one.at else 0)
    return next(iter([*pending, *ended[-1:], *found]), None)


def candidates(
    definition: Definition, step_id: str, outcomes: Mapping[str, Outcome], seen: set[str]
) -> Iterator[Outcome]:
    """Outcomes of the steps that lead here, past those that were only for other triggers."""
    for step in definition.steps:
        if step.id in seen or step_id not in ways(definition, step):
            continue
        seen.add(step.id)
        if step.id in outcomes:
            yield outcomes[step.id]
        elif step.on:
            yield from candidates(definition, step.id, outcomes, seen)


def outcomes_of(definition: Definition, scene: Scene) -> dict[str, Outcome]:
    """What is kept of the run, and how its follow-ups stand; these win."""
    kept = dict(scene.run.outcomes) if scene.run else {}
    return kept | of_follow_ups(definition, scene)


def of_follow_ups(definition: Definition, scene: Scene) -> dict[str, Outcome]:
    prefix = f"{definition.id}:{subject_of(scene)}:"
    mine = (one for one in scene.person.follow_ups if one.key.startswith(prefix))
    return {one.step: Outcome(one.state, one.finished_at) for one in mine}


def subject_of(scene: Scene) -> str:
    """The run's, else the one in the key of the follow-up under question."""
    if scene.run:
        return scene.run.subject
    return scene.key.split(":")[1] if scene.key.count(":") == 2 else ""
