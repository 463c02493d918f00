"""«Kenapa?»: one decision as a sentence and a table, the whole story of a message, and the search for both."""

from sapa.journeys.selectors.why.searching import (
    OUTCOMES,
    Asked,
    Counts,
    DecisionRow,
    Found,
    counts_by_rule,
    decisions_page,
    find_people,
)
from sapa.journeys.selectors.why.stories import Story, story_of_follow_up, story_of_message
from sapa.journeys.selectors.why.telling import Rival, Told, VersionNote

__all__ = [
    "OUTCOMES",
    "Asked",
    "Counts",
    "DecisionRow",
    "Found",
    "Rival",
    "Story",
    "Told",
    "VersionNote",
    "counts_by_rule",
    "decisions_page",
    "find_people",
    "story_of_follow_up",
    "story_of_message",
]
