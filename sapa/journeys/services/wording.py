"""The text of one follow-up for one person at one time, and the template it goes out with."""

from dataclasses import dataclass
from datetime import datetime

from sapa.accounts.models import Workspace
from sapa.accounts.selectors import workspace
from sapa.commerce.selectors import facts_of
from sapa.contacts.selectors import members
from sapa.domain import journeys
from sapa.domain.recipes import RECIPES
from sapa.domain.templating import TemplateError, compile_whatsapp, parameter_values, render
from sapa.journeys.models import FollowUp
from sapa.journeys.services.people import facts_of_people, working_week


@dataclass(frozen=True, slots=True)
class Wording:
    """`missing` names the variable that could not be filled; then nothing may be sent."""

    text: str = ""
    template: str = ""
    parameters: dict[str, str] | None = None
    missing: str = ""


def template_name(recipe: str, step: str, segment: str) -> str:
    return f"{recipe}_{step}_{segment}"


def preview(*, follow_up: FollowUp, at: datetime) -> Wording:
    """As it would go out at `at`."""
    person = facts_of_people(members([follow_up.contact_id]))
    return worded(follow_up, next(iter(person.values())), at, shop=workspace())


def worded(row: FollowUp, person: journeys.PersonFacts, at: datetime, *, shop: Workspace) -> Wording:
    recipe = RECIPES[row.recipe]
    values = journeys.variables_for(
        order=facts_of(row.order) if row.order else None,
        person=person,
        shop=shop.name,
        settings=recipe.with_defaults(row.journey.settings),
        at=at,
        is_day_off=working_week(shop),
    )
    source = recipe.step(row.step).text(row.segment)
    try:
        return Wording(
            text=render(source, values),
            template=template_name(row.recipe, row.step, row.segment),
            parameters=parameter_values(compile_whatsapp(source), values),
        )
    except TemplateError as error:
        return Wording(missing=error.subject)
