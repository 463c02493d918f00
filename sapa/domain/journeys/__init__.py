"""Which follow-ups a trigger starts, which of them are still wanted, and what their texts are filled with."""

from sapa.domain.journeys.advancing import Advanced, advance
from sapa.domain.journeys.checking import problems_of, refusals_of
from sapa.domain.journeys.conditions import failing, missing_settings
from sapa.domain.journeys.definition import Definition, Words
from sapa.domain.journeys.enrolling import bucket, start
from sapa.domain.journeys.facts import (
    Choice,
    KnownFollowUp,
    PersonFacts,
    Plan,
    PlannedFollowUp,
    PlannedTask,
    Skipped,
    Trigger,
)
from sapa.domain.journeys.handwritten import still_wanted, supersedes
from sapa.domain.journeys.moments import instant
from sapa.domain.journeys.plan import plan
from sapa.domain.journeys.problems import DefinitionError, Problem
from sapa.domain.journeys.reading import from_document, parse_definition, read_definition
from sapa.domain.journeys.reasons import REASONS, reason_wording
from sapa.domain.journeys.replacing import replaced
from sapa.domain.journeys.scene import Outcome, Reply, Run, Scene
from sapa.domain.journeys.times import (
    days_off,
    dormancy_instants,
    dormancy_triggers,
    payment_deadline_of,
    presumed_delivery,
)
from sapa.domain.journeys.variables import variables_for
from sapa.domain.journeys.writing import to_document, to_yaml

__all__ = [
    "REASONS",
    "Advanced",
    "Choice",
    "Definition",
    "DefinitionError",
    "KnownFollowUp",
    "Outcome",
    "PersonFacts",
    "Plan",
    "PlannedFollowUp",
    "PlannedTask",
    "Problem",
    "Reply",
    "Run",
    "Scene",
    "Skipped",
    "Trigger",
    "Words",
    "advance",
    "bucket",
    "days_off",
    "dormancy_instants",
    "dormancy_triggers",
    "failing",
    "from_document",
    "instant",
    "missing_settings",
    "parse_definition",
    "payment_deadline_of",
    "plan",
    "presumed_delivery",
    "problems_of",
    "read_definition",
    "reason_wording",
    "refusals_of",
    "replaced",
    "start",
    "still_wanted",
    "supersedes",
    "to_document",
    "to_yaml",
    "variables_for",
]
