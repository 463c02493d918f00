"""Message templates: our Liquid source, its form at the provider, and what the provider says of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from sapa.domain.templating import compile_whatsapp
from sapa.messaging.models import Message, Template

DRAFT, APPROVED = "DRAFT", "APPROVED"
TEMPLATE_PAUSED = "template_paused"


@transaction.atomic
def register_template(
    *, channel_id: int, name: str, category: str, source: str, now: datetime, language: str = "id"
) -> Template:
    """Compiles the text to named parameters; a changed text must be pushed again.

    `category` is what we ask for: utility or marketing. Raises domain.templating.TemplateError.
    """
    compiled = compile_whatsapp(source)
    template, made = Template.objects.select_for_update().get_or_create(
        channel_id=channel_id,
        name=name,
        language=language,
        defaults={
            "category": category,
            "status": DRAFT,
            "source": source,
            "body": compiled.text,
            "binding": compiled.paths,
            "created_at": now,
            "updated_at": now,
        },
    )
    if not made and template.source != source:
        template.source, template.body, template.binding = source, compiled.text, compiled.paths
        template.status, template.updated_at = DRAFT, now
        template.save(update_fields=["source", "body", "binding", "status", "updated_at"])
    return template


def push_body(template: Template, examples: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The request that creates it at the provider; Meta wants an example for every parameter."""
    given = examples or {}
    named = [
        {"param_name": name, "example": given.get(name, path.split(".")[-1])}
        for name, path in template.binding.items()
    ]
    body: dict[str, Any] = {"type": "BODY", "text": template.body}
    if named:
        body["example"] = {"body_text_named_params": named}
    return {
        "name": template.name,
        "language": template.language,
        "category": template.category.upper(),
        "parameter_format": "named",
        "components": [body],
    }


def template_pushed(
    *, template_id: int, external_id: str, status: str, now: datetime, category: str = ""
) -> None:
    """The provider's answer: its id, its status, and the category that it decided on."""
    decided = {"category": category.lower()} if category else {}
    Template.objects.filter(id=template_id).update(
        external_id=external_id, status=status.upper(), updated_at=now, **decided
    )
    release_held(template_ids=[template_id], now=now)


def release_held(*, template_ids: Iterable[int], now: datetime) -> None:
    """Messages that wait for a template which may be used again are due; the gate decides each anew."""
    usable = Template.objects.filter(id__in=list(template_ids), status=APPROVED)
    for channel_id, name in usable.values_list("channel_id", "name"):
        waiting = Message.objects.filter(channel_id=channel_id, state=Message.State.PLANNED)
        held = waiting.filter(payload__template=name, reasons__contains=[TEMPLATE_PAUSED])
        held.update(not_before=now, reasons=[])
