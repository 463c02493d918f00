"""The language of journeys: who is written to, when, with which words, and when it stops (docs/journeys.md)."""

from sapa.domain.journeys.advancing import Advanced, advance
from sapa.domain.journeys.checking import problems_of, refusals_of
from sapa.domain.journeys.conditions import failing, missing_settings, still_wanted
from sapa.domain.journeys.definition import Definition, Words
from sapa.domain.journeys.enrolling import bucket, start
from sapa.domain.journeys.facts import (
    KnownFollowUp,
    PersonFacts,
    PlannedFollowUp,
    PlannedTask,
    Skipped,
    Trigger,
)
from sapa.domain.journeys.moments import instant
from sapa.domain.journeys.problems import DefinitionError, Problem
from sapa.domain.journeys.reading import from_document, parse_definition, read_definition, text_of
from sapa.domain.journeys.reasons import REASONS, reason_wording
from sapa.domain.journeys.registry.filling import variables_for
from sapa.domain.journeys.replacing import replaced
from sapa.domain.journeys.scene import Outcome, Reply, Run, Scene
from sapa.domain.journeys.times import (
    days_off,
    dormancy_instants,
    dormancy_triggers,
    payment_deadline_of,
    presumed_delivery,
)
from sapa.domain.journeys.writing import to_document, to_yaml

__all__ = [
    "REASONS",
    "Advanced",
    "Definition",
    "DefinitionError",
    "KnownFollowUp",
    "Outcome",
    "PersonFacts",
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
    "presumed_delivery",
    "problems_of",
    "read_definition",
    "reason_wording",
    "refusals_of",
    "replaced",
    "start",
    "still_wanted",
    "text_of",
    "to_document",
    "to_yaml",
    "variables_for",
]
