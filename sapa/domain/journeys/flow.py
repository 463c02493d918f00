"""What is wrong with the way through the steps."""

from collections import Counter
from collections.abc import Iterator

from sapa.domain.journeys.conditions import asks_about
from sapa.domain.journeys.definition import END, BranchStep, Definition, Step
from sapa.domain.journeys.outcomes import ways
from sapa.domain.journeys.problems import Problem, problem


def flow_problems(definition: Definition) -> Iterator[Problem]:
    yield from doubled_ids(definition)
    yield from missing_steps(definition)
    yield from circles(definition)
    yield from unreachable(definition)
    yield from replies_that_end(definition)


def place(definition: Definition, step: Step) -> str:
    return f"steps.{definition.steps.index(step) + 1}"


def doubled_ids(definition: Definition) -> Iterator[Problem]:
    counts = Counter[str]()
    for step in definition.steps:
        counts[step.id] += 1
        if counts[step.id] == 2 or step.id == END:
            code = "reserved_id" if step.id == END else "duplicate_id"
            yield problem(step.line, code, f"{place(definition, step)}.id", id=step.id)


def missing_steps(definition: Definition) -> Iterator[Problem]:
    known = {END, *(step.id for step in definition.steps)}
    for step in definition.steps:
        for target in ways(definition, step):
            if target not in known:
                yield problem(step.line, "missing_step", place(definition, step), id=target)


def circles(definition: Definition) -> Iterator[Problem]:
    """One problem a circle, at the step that leads back."""
    steps = {step.id: step for step in definition.steps}
    done: set[str] = set()

    def walk(step_id: str, path: tuple[str, ...]) -> Iterator[Problem]:
        if step_id in done or step_id not in steps:
            return
        for target in ways(definition, steps[step_id]):
            if target in (*path, step_id):
                round_trip = (*path, step_id)[(*path, step_id).index(target) :]
                told = " → ".join((*round_trip, target))
                where = place(definition, steps[step_id])
                yield problem(steps[step_id].line, "cycle", where, path=told)
            else:
                yield from walk(target, (*path, step_id))
        done.add(step_id)

    for step in definition.steps:
        yield from walk(step.id, ())


def unreachable(definition: Definition) -> Iterator[Problem]:
    steps = {step.id: step for step in definition.steps}
    waiting, reached = [step.id for step in definition.steps[:1]], set[str]()
    while waiting:
        step_id = waiting.pop()
        if step_id in steps and step_id not in reached:
            reached.add(step_id)
            waiting += ways(definition, steps[step_id])
    for step in definition.steps:
        if step.id not in reached:
            yield problem(step.line, "unreachable_step", place(definition, step), id=step.id)


def replies_that_end(definition: Definition) -> Iterator[Problem]:
    """A branch can hear no reply when the reply takes the customer out of the journey."""
    if "replied" not in definition.exits:
        return
    for step in definition.steps:
        cases = step.cases if isinstance(step, BranchStep) else ()
        asked = [one for case in cases for one in case.when if asks_about(one, "reply")]
        if asked:
            yield problem(asked[0].line or step.line, "reply_exits", place(definition, step))
