"""The contact policy of the workspace: asked, weighed, changed, and everything that waits planned anew."""

from sapa.journeys.services.policy.asking import Answer, ask
from sapa.journeys.services.policy.changing import PROFILE_IN_USE, Changed, change_policy, check_document
from sapa.journeys.services.policy.impact import Impact, Move, closed, impact
from sapa.journeys.services.policy.replanning import TASK, replan_batch, start_replanning

__all__ = [
    "PROFILE_IN_USE",
    "TASK",
    "Answer",
    "Changed",
    "Impact",
    "Move",
    "ask",
    "change_policy",
    "check_document",
    "closed",
    "impact",
    "replan_batch",
    "start_replanning",
]
