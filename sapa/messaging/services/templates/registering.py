"""The texts of journeys as templates, and any template as the request that creates it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from sapa.accounts.selectors import workspace
from sapa.domain.journeys.registry import variables
from sapa.domain.message_templates import Draft, request
from sapa.domain.templating import compile_whatsapp
from sapa.messaging.models import Template
from sapa.messaging.services.templates.history import note
from sapa.messaging.services.templates.states import DRAFT


@transaction.atomic
def register_template(
    *,
    channel_id: int,
    name: str,
    category: str,
    source: str,
    now: datetime,
    language: str = "id",
    buttons: Sequence[Mapping[str, Any]] = (),
) -> Template:
    """A journey's text, compiled to named parameters; a changed text must be handed over again.

    `buttons`: of a new one; what its owner made of it stays. `category` is what we ask for: utility or marketing.
    Raises domain.templating.TemplateError.
    """
    compiled = compile_whatsapp(source)
    template, made = Template.objects.select_for_update().get_or_create(
        channel_id=channel_id,
        name=name,
        language=language,
        defaults={
            "category": category,
            "wanted_category": category,
            "origin": "recipe",
            "status": DRAFT,
            "source": source,
            "body": compiled.text,
            "binding": compiled.paths,
            "buttons": [dict(one) for one in buttons],
            "created_at": now,
            "updated_at": now,
        },
    )
    if not made and template.source != source:
        template.source, template.body, template.binding = source, compiled.text, compiled.paths
        template.origin, template.status, template.updated_at = "recipe", DRAFT, now
        template.rejection = template.rejection_detail = ""
        template.save()
        note(template, "text", source="user", at=now)
    return template


def draft_of(template: Template) -> Draft:
    return Draft(
        name=template.name,
        language=template.language,
        category=template.wanted_category or template.category,
        source=template.source,
        header=template.header,
        footer=template.footer,
        buttons=tuple(template.buttons),
        fallbacks=template.fallbacks,
        ttl_seconds=template.ttl_seconds,
    )


def samples() -> Mapping[str, Any]:
    """What previews and examples show, under the shop's own name."""
    return {**variables.samples("b2c"), "toko": workspace().name}


def push_body(template: Template, examples: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The request that creates it at the provider; Meta wants an example for everything that varies."""
    return request(draft_of(template), examples if examples is not None else samples())
