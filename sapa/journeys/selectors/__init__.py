"""Reads of the room: lists of follow-ups, why each was decided so, and the recipes of this workspace."""

from sapa.journeys.selectors.lists import (
    TABS,
    WINDOWS,
    FollowUpRow,
    Found,
    Wanted,
    counts_by_reason,
    follow_up_by_public_id,
    follow_ups,
    held_between,
    page,
    planned_by_hour,
    planned_of_contact,
    row_of,
)
from sapa.journeys.selectors.recipes import RecipeCard, recipe_cards
from sapa.journeys.selectors.verdicts import Verdict, verdicts_of
from sapa.journeys.selectors.words import RECIPE_WORDS, capital, reason_words, step_name, wording

__all__ = [
    "RECIPE_WORDS",
    "TABS",
    "WINDOWS",
    "FollowUpRow",
    "Found",
    "RecipeCard",
    "Verdict",
    "Wanted",
    "capital",
    "counts_by_reason",
    "follow_up_by_public_id",
    "follow_ups",
    "held_between",
    "page",
    "planned_by_hour",
    "planned_of_contact",
    "reason_words",
    "recipe_cards",
    "row_of",
    "step_name",
    "verdicts_of",
    "wording",
]
