"""Webhooks about templates, numbers and accounts."""

from typing import Any

from simulator.errors import Json
from simulator.templates import Template
from simulator.webhooks.envelope import envelope


def named(template: Template) -> Json:
    """Ids are numbers here, and the language has a dash."""
    return {
        "message_template_id": int(template.id),
        "message_template_name": template.name,
        "message_template_language": template.language.replace("_", "-"),
    }


def template_status(account_id: str, template: Template, event: str, **more: Any) -> Json:
    """`more`: disable_info, other_info, rejection_info."""
    reason = template.reason if event == "REJECTED" else "NONE"
    value = {"event": event, **named(template), "reason": reason}
    value["message_template_category"] = template.category
    return envelope(account_id, "message_template_status_update", {**value, **more})


def template_change(account_id: str, field: str, template: Template, **value: Any) -> Json:
    """field: message_template_quality_update, template_category_update or message_template_components_update."""
    return envelope(account_id, field, {**named(template), **value})


def account_change(account_id: str, field: str, value: Json) -> Json:
    return envelope(account_id, field, value)
