"""The text of one follow-up for one person at one time, and the template it goes out with."""

from dataclasses import dataclass
from datetime import datetime

from sapa.accounts.selectors import workspace
from sapa.contacts.selectors import members
from sapa.domain.journeys.registry.filling import variables_for
from sapa.domain.templating import TemplateError, compile_whatsapp, groups_of, parameter_values, render
from sapa.journeys.models import FollowUp
from sapa.journeys.services.house import house_of
from sapa.journeys.services.people import facts_of_people
from sapa.journeys.services.scenes import Sight, sights


@dataclass(frozen=True, slots=True)
class Wording:
    """`missing` names the variable that could not be filled; then nothing may be sent."""

    text: str = ""
    template: str = ""
    parameters: dict[str, str] | None = None
    missing: str = ""


def template_name(recipe: str, step: str, segment: str, variant: int = 0) -> str:
    """The second wording of a step is a template of its own."""
    return f"{recipe}_{step}_{segment}" + ("_b" if variant else "")


def preview(*, follow_up: FollowUp, at: datetime) -> Wording:
    """As it would go out at `at`."""
    roots = members([follow_up.contact_id])
    people, house = facts_of_people(roots), house_of(workspace(), now=at)
    return worded(
        follow_up, sights([follow_up], roots=roots, people=people, house=house, now=at)[follow_up.pk], at
    )


def worded(row: FollowUp, sight: Sight, at: datetime) -> Wording:
    step = sight.definition.message(row.step)
    source = step.variants[min(row.variant, len(step.variants) - 1)].of(row.segment)
    try:
        values = variables_for(sight.scene, at, groups_of(source))
        return Wording(
            text=render(source, values),
            template=template_name(row.recipe, row.step, row.segment, row.variant),
            parameters=parameter_values(compile_whatsapp(source), values),
        )
    except TemplateError as error:
        return Wording(missing=error.subject)
