"""The library of recipes as this workspace uses it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from sapa.domain.recipes import RECIPES, Recipe, missing_settings
from sapa.journeys.models import FollowUp, Journey
from sapa.journeys.selectors.words import RECIPE_WORDS, RecipeWords, step_name

PLACE = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class RecipeCard:
    """`texts`: (step, text with its places in brackets) for private customers."""

    id: str
    words: RecipeWords
    enabled: bool
    settings: Mapping[str, Any]
    missing: Sequence[str]
    texts: Sequence[tuple[str, str]]
    open: int
    sent: int


def recipe_cards() -> list[RecipeCard]:
    journeys = {row.recipe: row for row in Journey.objects.all()}
    grouped = FollowUp.objects.order_by().values_list("recipe", "state").annotate(Count("pk"))
    counts = {(recipe, state): number for recipe, state, number in grouped}
    return [_card(recipe, journeys.get(recipe.id), counts) for recipe in RECIPES.values()]


def _card(recipe: Recipe, journey: Journey | None, counts: Mapping[tuple[str, str], int]) -> RecipeCard:
    settings = recipe.with_defaults(journey.settings if journey else {})
    waiting = counts.get((recipe.id, "waiting"), 0) + counts.get((recipe.id, "queued"), 0)
    return RecipeCard(
        id=recipe.id,
        words=RECIPE_WORDS[recipe.id],
        enabled=journey.enabled if journey else recipe.enabled_by_default,
        settings=settings,
        missing=missing_settings(recipe, settings),
        texts=[(step_name(recipe.id, step.id), PLACE.sub(r"[\1]", step.b2c)) for step in recipe.steps],
        open=waiting,
        sent=counts.get((recipe.id, "sent"), 0),
    )
