"""Which follow-ups a trigger starts, which of them are still wanted, and what their texts are filled with."""

from sapa.domain.journeys.facts import (
    Choice,
    KnownFollowUp,
    PersonFacts,
    Plan,
    PlannedFollowUp,
    Skipped,
    Trigger,
)
from sapa.domain.journeys.handwritten import still_wanted, supersedes
from sapa.domain.journeys.plan import plan
from sapa.domain.journeys.reasons import REASONS, reason_wording
from sapa.domain.journeys.times import (
    days_off,
    dormancy_instants,
    dormancy_triggers,
    payment_deadline_of,
    presumed_delivery,
)
from sapa.domain.journeys.variables import variables_for

__all__ = [
    "REASONS",
    "Choice",
    "KnownFollowUp",
    "PersonFacts",
    "Plan",
    "PlannedFollowUp",
    "Skipped",
    "Trigger",
    "days_off",
    "dormancy_instants",
    "dormancy_triggers",
    "payment_deadline_of",
    "plan",
    "presumed_delivery",
    "reason_wording",
    "still_wanted",
    "supersedes",
    "variables_for",
]
