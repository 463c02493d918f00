"""Codes in words: journeys, their steps, and the reasons of every decision, in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import get_language

from sapa.domain import journeys, policy
from sapa.domain.journeys.definition import Definition
from sapa.domain.policy.sentences import inside
from sapa.domain.recipes import HOUSE, LIBRARY
from sapa.journeys.models import JourneyVersion
from sapa.journeys.services import versions


@dataclass(frozen=True, slots=True)
class RecipeWords:
    """`does` says what and when in one sentence."""

    name: str
    does: str
    icon: str


def language() -> str:
    return get_language() or "id"


def own_definitions() -> dict[str, Definition]:
    """Journeys of the shop's own, each by its key as its newest version tells it."""
    newest = JourneyVersion.objects.exclude(journey__origin="").filter(number=F("journey__version"))
    ids = list(newest.values_list("pk", flat=True))
    return {one.id: one for one in versions.definitions(ids).values()} if ids else {}


def all_definitions() -> dict[str, Definition]:
    return {**LIBRARY, **own_definitions()}


def known_definition(recipe: str) -> Definition | None:
    return LIBRARY.get(recipe) or HOUSE.get(recipe) or own_definitions().get(recipe)


def words_of(definition: Definition) -> RecipeWords:
    chosen = language()
    return RecipeWords(
        definition.name.in_language(chosen), definition.about.in_language(chosen), definition.icon
    )


def recipe_names(recipes: Iterable[str]) -> dict[str, str]:
    """Of those that exist, whatever their number by one question at most; the shop's own need it."""
    wanted, built_in = set(recipes) - {""}, {**LIBRARY, **HOUSE}
    known = built_in if wanted <= built_in.keys() else {**built_in, **own_definitions()}
    return {one: known[one].name.in_language(language()) for one in wanted if one in known}


def recipe_name(recipe: str, known: Mapping[str, Definition] | None = None) -> str:
    """`known`: all definitions, where the caller has read them for many rows."""
    found = known.get(recipe, HOUSE.get(recipe)) if known is not None else known_definition(recipe)
    return found.name.in_language(language()) if found else recipe


def step_name(recipe: str, step: str, definitions: Mapping[str, Definition] | None = None) -> str:
    known = (
        definitions.get(recipe, HOUSE.get(recipe)) if definitions is not None else known_definition(recipe)
    )
    found = next((one for one in known.steps if one.id == step), None) if known else None
    return found.name.in_language(language()) if found else step


def wording(code: str) -> str:
    """A reason of the policy or of the journeys; an unknown code stands for itself."""
    chosen = language()
    if code in policy.REASONS or code.startswith("exit_"):
        return policy.reason_of(code).wording(chosen)
    return journeys.reason_wording(code, chosen) if code in journeys.REASONS else code.replace("_", " ")


def reason_words(codes: Iterable[str]) -> str:
    """`jam istirahat pelanggan, akhir pekan`: the codes within a sentence."""
    return ", ".join(inside(wording(code)) for code in codes)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
