"""News of the business itself: its templates and its account."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sapa.messaging.channels.whatsapp import json
from sapa.messaging.channels.whatsapp.parse.found import Found
from sapa.messaging.schemas import AccountChange, TemplateChange

EVENT_KEYS = ("event", "decision", "alert_type", "requested_verified_name", "status")
COMPONENTS = "message_template_components_update"


def read_account(field: str, value: Mapping[str, Any], account_id: str, found: Found) -> None:
    told = {**json.obj(value.get("alert_info")), **value}
    event = next((word for key in EVENT_KEYS if (word := json.text(told.get(key)))), "")
    found.account.append(
        AccountChange(
            field=field,
            event=event,
            account_id=account_id,
            display_phone=json.phone(value.get("display_phone_number")),
            data=json.kept(value),
        )
    )


def read_template(field: str, value: Mapping[str, Any], account_id: str, found: Found) -> None:
    """Meta sends quality changes under the field of status changes: the keys decide."""
    template_id = json.identifier(value.get("message_template_id"))
    if not template_id:
        found.odd(field or "message_template_id")
        return
    what, event, before, category = _template_news(field, value)
    found.templates.append(
        TemplateChange(
            id=template_id,
            event=event or field,
            category=category,
            account_id=account_id,
            what=what,
            before=before,
            reason=_reason(value),
            detail=_detail(value),
            title=json.identifier(json.obj(value.get("other_info")).get("title")),
            at=_moment(value),
        )
    )


def _template_news(field: str, value: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """What changed, the word for it, what was before, and the category."""
    told = {key: json.text(one) for key, one in value.items() if isinstance(one, str)}
    if told.get("new_quality_score"):
        return "quality", told["new_quality_score"], told.get("previous_quality_score", ""), ""
    if told.get("correct_category"):
        return "announced", "category_announced", told.get("new_category", ""), told["correct_category"]
    if told.get("new_category"):
        return "category", "category_update", told.get("previous_category", ""), told["new_category"]
    event, category = told.get("event", ""), told.get("message_template_category", "")
    if field == COMPONENTS or (not event and "message_template_element" in value):
        return "components", event or COMPONENTS, "", category
    return "status", event, "", category


def _reason(value: Mapping[str, Any]) -> str:
    reason = json.identifier(value.get("reason"))
    return "" if reason in ("NONE", "null") else reason


def _detail(value: Mapping[str, Any]) -> str:
    rejection, other = json.obj(value.get("rejection_info")), json.obj(value.get("other_info"))
    parts = (rejection.get("reason"), rejection.get("recommendation"), other.get("description"))
    words = (json.text(part) for part in parts)
    return " ".join(filter(None, words)) or json.text(value.get("message_template_element"))


def _moment(value: Mapping[str, Any]) -> datetime | None:
    """When an announced category comes into force, or when it was disabled."""
    disabled = json.obj(value.get("disable_info")).get("disable_date")
    told = value.get("category_update_timestamp") or disabled
    if found := json.instant(told):
        return found
    try:
        day = datetime.fromisoformat(json.text(told))
    except ValueError:
        return None
    return day if day.tzinfo else day.replace(tzinfo=UTC)
