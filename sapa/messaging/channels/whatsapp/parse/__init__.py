"""Webhook bodies of the Cloud API, read element by element (integrations.md 1.3). Pure; never raises."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from sapa.messaging.channels.whatsapp import json
from sapa.messaging.channels.whatsapp.parse.business import read_account, read_template
from sapa.messaging.channels.whatsapp.parse.found import Found
from sapa.messaging.channels.whatsapp.parse.messages import (
    read_calls,
    read_echoes,
    read_messages,
    read_preferences,
)
from sapa.messaging.channels.whatsapp.parse.past import read_address_book, read_history, read_old_files
from sapa.messaging.channels.whatsapp.parse.people import Place, place_of
from sapa.messaging.channels.whatsapp.parse.statuses import read_statuses
from sapa.messaging.schemas import Parsed

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
        "partner_solutions",
        "phone_number_name_update",
        "phone_number_quality_update",
        "security",
    }
)
COMMON = frozenset({"messaging_product", "metadata", "contacts", "errors"})
MESSAGES = {"messages": read_messages, "statuses": read_statuses, "user_preferences": read_preferences}
READERS = {
    "messages": MESSAGES,
    "user_preferences": MESSAGES,
    "standby": MESSAGES | {"message_echoes": read_echoes},
    "smb_message_echoes": {"message_echoes": read_echoes},
    "calls": {"calls": read_calls},
    "history": {"history": read_history, "messages": read_old_files},
    "smb_app_state_sync": {"state_sync": read_address_book},
}


def parse(body: object) -> Parsed:
    """Everything that the body says; what is not understood is listed under `unknown`."""
    found = Found()
    for one in _bodies(body, found):
        for entry in found.listed(one, "entry"):
            _read_entry(entry, found)
    return found.parsed()


def merged(parts: Sequence[Parsed]) -> Parsed:
    """Several bodies as one."""
    return Parsed(**{f.name: tuple(one for p in parts for one in getattr(p, f.name)) for f in fields(Parsed)})


def _bodies(body: object, found: Found) -> list[dict[str, Any]]:
    """Usually one; a list of bodies is no shape of Meta's, but none is lost."""
    bodies = [one for one in json.items(body) if one.get("entry") is not None]
    if not (isinstance(body, dict) and bodies):
        found.odd("body")
    return bodies


def _read_entry(entry: Mapping[str, Any], found: Found) -> None:
    account_id = json.identifier(entry.get("id"))
    if "changes" not in entry:
        found.odd("entry")
    for change in found.listed(entry, "changes"):
        field, value = json.text(change.get("field")), change.get("value")
        if not isinstance(value, dict):
            found.odd(field or "value")
        for one in json.items(value):
            _read_change(field, one, account_id, found)


def _read_change(field: str, value: Mapping[str, Any], account_id: str, found: Found) -> None:
    if "message_template_id" in value or field.startswith(("message_template", "template_")):
        read_template(field, value, account_id, found)
    elif field in READERS or (not field and not MESSAGES.keys().isdisjoint(value)):
        _read_parts(field or "messages", value, found)
    elif field in ACCOUNT_FIELDS:
        read_account(field, value, account_id, found)
    else:
        found.odd(field or "field")


def _read_parts(field: str, value: Mapping[str, Any], found: Found) -> None:
    place: Place = place_of(field, value)
    readers = READERS[field]
    for key in value:
        if read := readers.get(key):
            read(value, place, found)
        elif key not in COMMON:
            found.odd(f"{field}.{json.text(key)}")
    found.read_errors(value)
