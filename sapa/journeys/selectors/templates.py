"""Which steps of which journeys go out with a template, for the pages of the room below."""

from collections.abc import Collection, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from sapa.domain.journeys.definition import Definition, MessageStep
from sapa.journeys.models import Journey
from sapa.journeys.selectors.words import all_definitions, language
from sapa.journeys.services.approved import template_name
from sapa.messaging.schemas.templates import TemplateUse

SEGMENTS = ("b2c", "b2b")


def template_uses(names: Collection[str]) -> Mapping[str, Sequence[TemplateUse]]:
    rows = {row.recipe: row for row in Journey.objects.all()}
    found: dict[str, list[TemplateUse]] = {}
    for definition in all_definitions().values():
        for step in definition.messages:
            for name, segment in _names(definition, step):
                if name in names:
                    found.setdefault(name, []).append(
                        _use(definition, step, segment, rows.get(definition.id))
                    )
    return found


def _names(definition: Definition, step: MessageStep) -> list[tuple[str, str]]:
    return [
        (template_name(definition.id, step.id, segment, variant), segment)
        for variant in range(len(step.variants))
        for segment in SEGMENTS
    ]


def _use(definition: Definition, step: MessageStep, segment: str, journey: Journey | None) -> TemplateUse:
    own = journey is not None and bool(journey.origin)
    whom = _("companies") if segment == "b2b" else _("private customers")
    return TemplateUse(
        label=definition.name.in_language(language()),
        step=f"{step.name.in_language(language()) or step.id}, {whom}",
        url=reverse("journeys:recipe", args=[definition.id]),
        edit_url=reverse("journeys:recipe_edit", args=[definition.id]) if own else "",
        is_live=journey is not None and journey.mode == Journey.Mode.LIVE,
    )
