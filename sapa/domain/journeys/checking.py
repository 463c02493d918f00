"""What is wrong with a journey as a whole: its way through the steps, its windows, its texts."""

from sapa.domain.journeys.advice import warnings_of
from sapa.domain.journeys.definition import Definition
from sapa.domain.journeys.flow import flow_problems
from sapa.domain.journeys.problems import Problem, by_line
from sapa.domain.journeys.texts import text_problems
from sapa.domain.journeys.windows import window_problems
from sapa.domain.policy.settings import Policy


def problems_of(definition: Definition, policy: Policy | None) -> tuple[Problem, ...]:
    """Refusals and warnings by line; `policy` None is the default one."""
    return by_line([*refusals_of(definition, policy), *warnings_of(definition, policy)])


def refusals_of(definition: Definition, policy: Policy | None) -> tuple[Problem, ...]:
    """Only what must not be switched on."""
    found = (*flow_problems(definition), *window_problems(definition, policy), *text_problems(definition))
    return by_line(list(found))
