"""Webhook bodies of the Cloud API, read element by element (integrations.md 1.3). Pure; never raises."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from sapa.messaging.channels.whatsapp import json
from sapa.messaging.channels.whatsapp.content import KNOWN_TYPES, media_id, payload, said
from sapa.messaging.schemas import (
    AccountChange,
    Echo,
    InboundMessage,
    Parsed,
    Preference,
    Status,
    TemplateChange,
)

Element = InboundMessage | Echo | Status | Preference | TemplateChange | AccountChange | str | int
Found = Iterator[tuple[str, Element]]

MESSAGE_PARTS = frozenset(
    {"messaging_product", "metadata", "contacts", "messages", "statuses", "errors", "user_preferences"}
)
ACCOUNT_FIELDS = frozenset(
    {
        "account_alerts",
        "account_review_update",
        "account_settings_update",
        "account_update",
        "business_capability_update",
        "business_status_update",
        "business_username_update",
        "business_username_updates",
        "phone_number_name_update",
        "phone_number_quality_update",
        "security",
    }
)
EVENT_KEYS = ("event", "decision", "alert_type", "requested_verified_name", "status")


def parse(body: object) -> Parsed:
    """Everything that the body says; what is not understood is listed under `unknown`."""
    return _gathered(_elements(body))


def merged(parts: list[Parsed]) -> Parsed:
    """Several bodies as one."""
    return Parsed(**{f.name: sum((getattr(part, f.name) for part in parts), ()) for f in fields(Parsed)})


def _gathered(elements: Found) -> Parsed:
    found: dict[str, list[Element]] = {f.name: [] for f in fields(Parsed)}
    for place, element in elements:
        found[place].append(element)
    return Parsed(**{place: tuple(listed) for place, listed in found.items()})  # type: ignore[arg-type]


def _elements(body: object) -> Found:
    entries = json.obj(body).get("entry")
    if not isinstance(entries, list):
        yield "unknown", "body"
        return
    for entry in json.items(entries):
        account_id = json.identifier(entry.get("id"))
        if not isinstance(entry.get("changes"), list):
            yield "unknown", "entry"
        for change in json.items(entry.get("changes")):
            yield from _change(json.text(change.get("field")), json.obj(change.get("value")), account_id)


def _change(field: str, value: Mapping[str, Any], account_id: str) -> Found:
    if "new_quality_score" in value or field.startswith(("message_template", "template_")):
        yield from _template(field, value, account_id)
    elif field in ("messages", "user_preferences") or (not field and "messages" in value):
        yield from _messages(value)
    elif field == "smb_message_echoes":
        yield from _echoes(value)
    elif field in ACCOUNT_FIELDS:
        event = next((json.text(value[key]) for key in EVENT_KEYS if value.get(key)), "")
        yield "account", AccountChange(field=field, event=event, account_id=account_id)
    else:
        yield "unknown", field or "field"


def _messages(value: Mapping[str, Any]) -> Found:
    number_id = json.identifier(json.obj(value.get("metadata")).get("phone_number_id"))
    names = _names(value)
    for one in json.items(value.get("messages")):
        yield from _message(one, number_id, names)
    for one in json.items(value.get("statuses")):
        yield from _status(one, number_id)
    for one in json.items(value.get("user_preferences")):
        yield "preferences", _preference(one, number_id)
    for one in json.items(value.get("errors")):
        if (found := json.code(one.get("code"))) is not None:
            yield "errors", found
    yield from (("unknown", f"messages.{json.text(key)}") for key in value if key not in MESSAGE_PARTS)


def _echoes(value: Mapping[str, Any]) -> Found:
    number_id = json.identifier(json.obj(value.get("metadata")).get("phone_number_id"))
    for one in json.items(value.get("message_echoes")):
        if wamid := json.identifier(one.get("id")):
            yield "echoes", Echo(id=wamid, number_id=number_id, phone=json.identifier(one.get("to")))


def _names(value: Mapping[str, Any]) -> dict[str, str]:
    """Profile names by phone and by user id."""
    known: dict[str, str] = {}
    for contact in json.items(value.get("contacts")):
        name = json.text(json.obj(contact.get("profile")).get("name"))
        known |= {json.identifier(contact.get(key)): name for key in ("wa_id", "user_id") if contact.get(key)}
    return known


def _message(one: Mapping[str, Any], number_id: str, names: Mapping[str, str]) -> Found:
    wamid, kind = json.identifier(one.get("id")), json.text(one.get("type"))
    phone, user_id = json.identifier(one.get("from")), json.identifier(one.get("from_user_id"))
    if not wamid or not (phone or user_id):
        yield "unknown", "messages.id" if not wamid else "messages.from"
        return
    if kind not in KNOWN_TYPES:
        yield "unknown", f"messages.type.{kind or 'missing'}"
    part = json.obj(one.get(kind))
    context = json.obj(one.get("context"))
    errors = (json.code(error.get("code")) for error in json.items(one.get("errors")))
    yield (
        "messages",
        InboundMessage(
            id=wamid,
            number_id=number_id,
            phone=phone,
            user_id=user_id,
            name=names.get(phone) or names.get(user_id) or "",
            type=kind or "unknown",
            text=said(kind, part),
            payload=payload(kind, part),
            media_id=media_id(kind, part),
            reply_to=json.identifier(part.get("message_id") if kind == "reaction" else context.get("id")),
            at=json.instant(one.get("timestamp")),
            errors=tuple(error for error in errors if error is not None),
        ),
    )


def _status(one: Mapping[str, Any], number_id: str) -> Found:
    wamid, status = json.identifier(one.get("id")), json.text(one.get("status"))
    if not wamid or not status:
        yield "unknown", "statuses.id" if not wamid else "statuses.status"
        return
    error = next(json.items(one.get("errors")), {})
    pricing = json.obj(one.get("pricing"))
    yield (
        "statuses",
        Status(
            id=wamid,
            number_id=number_id,
            status=status,
            recipient=json.identifier(one.get("recipient_id")),
            user_id=json.identifier(one.get("recipient_user_id")),
            code=json.code(error.get("code")),
            detail=json.text(json.obj(error.get("error_data")).get("details"))
            or json.text(error.get("title")),
            token=json.text(one.get("biz_opaque_callback_data")),
            pricing_category=json.text(pricing.get("category")),
            pricing_type=json.text(pricing.get("type")),
            at=json.instant(one.get("timestamp")),
        ),
    )


def _preference(one: Mapping[str, Any], number_id: str) -> Preference:
    return Preference(
        wa_id=json.identifier(one.get("wa_id")),
        user_id=json.identifier(one.get("user_id")),
        category=json.text(one.get("category")),
        value=json.text(one.get("value")),
        number_id=number_id,
        at=json.instant(one.get("timestamp")),
    )


def _template(field: str, value: Mapping[str, Any], account_id: str) -> Found:
    """Meta sends quality changes under the field of status changes: the keys decide."""
    template_id = json.identifier(value.get("message_template_id"))
    if not template_id:
        yield "unknown", field
        return
    event, category = json.text(value.get("event")), json.text(value.get("message_template_category"))
    if "new_quality_score" in value:
        event = json.text(value.get("new_quality_score"))
    elif "correct_category" in value:
        event, category = "category_announced", json.text(value.get("correct_category"))
    elif "new_category" in value:
        event, category = "category_update", json.text(value.get("new_category"))
    yield (
        "templates",
        TemplateChange(id=template_id, event=event or field, category=category, account_id=account_id),
    )
