"""The text of one follow-up for one person at one time, and the template it goes out with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings

from sapa.accounts.selectors import workspace
from sapa.base import passes
from sapa.base.scope import current_workspace_id
from sapa.contacts.selectors import members
from sapa.domain.journeys.registry.filling import lay_over, variables_for
from sapa.domain.journeys.registry.variables import nested
from sapa.domain.message_templates import Draft, filled, with_fallbacks
from sapa.domain.recipes.house import LATER, PLACE
from sapa.domain.survey_chat import LONGEST_BODY, START, START_WORDS
from sapa.domain.templating import TemplateError, compile_whatsapp, groups_of, parameter_values, render
from sapa.journeys.models import FollowUp
from sapa.journeys.services.approved import name_of, template_name
from sapa.journeys.services.house import house_of
from sapa.journeys.services.people import facts_of_people
from sapa.journeys.services.scenes import Sight, sights
from sapa.messaging.channels.whatsapp.composing import buttons
from sapa.messaging.selectors.templates import drafts

ANSWERED_BY_LINK = ("survei", "ulasan")
ANSWERED_IN_CHAT = "survei"
__all__ = ["Wording", "answerable", "preview", "reworded", "start_buttons", "template_name", "worded"]


@dataclass(frozen=True, slots=True)
class Wording:
    """`missing` names the variable that could not be filled; then nothing may be sent.

    `parts`: parameters of the template's header and buttons, `content`: what stands around the free text
    (`messaging.schemas.Outgoing`).
    """

    text: str = ""
    template: str = ""
    parameters: Mapping[str, str] | None = None
    missing: str = ""
    parts: Mapping[str, Any] | None = None
    content: Mapping[str, Any] | None = None


def preview(*, follow_up: FollowUp, at: datetime) -> Wording:
    """As it would go out at `at`."""
    roots = members([follow_up.contact_id])
    people, house = facts_of_people(roots), house_of(workspace(), now=at)
    sight = sights([follow_up], roots=roots, people=people, house=house, now=at)[follow_up.pk]
    return reworded(follow_up, sight, at)


def reworded(row: FollowUp, sight: Sight, at: datetime) -> Wording:
    """With the template looked up for this one alone."""
    name = name_of(row)
    return worded(row, sight, at, template=drafts([name]).get(name))


def worded(
    row: FollowUp, sight: Sight, at: datetime, *, template: Draft | None = None, form: str | None = None
) -> Wording:
    """`template`: how the one at WhatsApp is filled, with its planned words for what is empty.

    `form` template: the text is the template's, which may be newer than the version that this journey runs on.
    """
    if row.recipe == LATER:
        return _own(row)
    step, inner = sight.definition.message(row.step), str((row.composed or {}).get("text", ""))
    source = step.variants[min(row.variant, len(step.variants) - 1)].of(row.segment)
    texts = (source, inner, *(template.texts if template else ()))
    try:
        values = variables_for(sight.scene, at, frozenset().union(*map(groups_of, texts)))
        _make_personal(row, values)
        if inner:
            lay_over(values, nested(PLACE, render(inner, values)))
        told = (
            _plain(row, source, values) if template is None else _filled(row, source, values, template, form)
        )
    except TemplateError as error:
        return Wording(missing=error.subject)
    return _with_button(told, row, values) if form == "freeform" else told


def _with_button(told: Wording, row: FollowUp, values: Mapping[str, Any]) -> Wording:
    link = values.get(ANSWERED_IN_CHAT, {}).get("tautan", "") if row.enrolment_id else ""
    return replace(told, content=answerable(told.text, link)) if link and link in told.text else told


def answerable(text: str, link: str) -> Mapping[str, Any]:
    """The button that begins a survey of our own in the chat, where the text leaves room for one."""
    if len(text) > LONGEST_BODY or not _is_ours(link):
        return {}
    return buttons(text, {f"{START}{link.removeprefix(settings.SAPA.url)}": START_WORDS})


def start_buttons(source: str, chosen: Mapping[str, Any]) -> list[dict[str, str]]:
    """The same for the template of a text that invites to a survey of our own."""
    link = str((chosen.get(ANSWERED_IN_CHAT) or {}).get("tautan", ""))
    invites = f"{ANSWERED_IN_CHAT}.tautan" in source and _is_ours(link)
    return [{"type": "quick_reply", "text": START_WORDS}] if invites else []


def _is_ours(link: str) -> bool:
    return link.startswith(settings.SAPA.url + passes.PAGES)


def _make_personal(row: FollowUp, values: Mapping[str, Any]) -> None:
    """A link to a page of our own opens this customer's, once for each run of a journey."""
    for group in ANSWERED_BY_LINK:
        if link := values.get(group, {}).get("tautan"):
            values[group]["tautan"] = passes.personal(
                link,
                site=settings.SAPA.url,
                workspace_id=current_workspace_id(),
                run_id=row.enrolment_id,
            )


def _own(row: FollowUp) -> Wording:
    """As a person wrote it; the template, where one was chosen, is filled already."""
    told = row.composed or {}
    return Wording(
        text=told["text"],
        template=told.get("template", ""),
        parameters=told.get("parameters"),
        parts=told.get("parts"),
        content=told.get("content"),
    )


def _plain(row: FollowUp, source: str, values: Mapping[str, Any]) -> Wording:
    return Wording(
        text=render(source, values),
        template=name_of(row),
        parameters=parameter_values(compile_whatsapp(source), values),
    )


def _filled(
    row: FollowUp, source: str, values: Mapping[str, Any], template: Draft, form: str | None
) -> Wording:
    told = filled(template, values)
    if told.missing:
        return Wording(missing=told.missing)
    own = told.text if form == "template" else render(source, with_fallbacks(template, values)[0])
    return Wording(text=own, template=name_of(row), parameters=told.parameters, parts=told.parts)
