"""What became of our messages."""

from collections.abc import Mapping
from typing import Any

from sapa.messaging.channels.whatsapp import json
from sapa.messaging.channels.whatsapp.parse.found import Found
from sapa.messaging.channels.whatsapp.parse.people import Place, who
from sapa.messaging.schemas import Status

WORDS = frozenset({"sent", "delivered", "read", "played", "failed", "deleted"})
FREE_ENTRY = "free_entry_point"


def read_statuses(value: Mapping[str, Any], place: Place, found: Found) -> None:
    for one in found.listed(value, "statuses"):
        wamid, word = json.identifier(one.get("id")), json.text(one.get("status"))
        if not wamid or not word:
            found.odd("statuses.status" if wamid else "statuses.id")
            continue
        if word not in WORDS:
            found.odd(f"statuses.status.{word}")
        found.statuses.append(_status(one, wamid, word, place))


def _status(one: Mapping[str, Any], wamid: str, word: str, place: Place) -> Status:
    pricing = json.obj(one.get("pricing")) if "pricing" in one else {}
    error = next(json.items(one.get("errors")), {}) if "errors" in one else {}
    entry, until = _entry_point(one, pricing) if "conversation" in one or pricing else ("", None)
    person = who(one, place, phone="recipient_id", prefix="recipient_")
    billable = pricing.get("billable")
    return Status(
        id=wamid,
        number_id=place.number_id,
        status=word,
        recipient=person.phone,
        user_id=person.user_id,
        code=json.code(error.get("code")),
        detail=_detail(error) if error else "",
        token=json.text(one.get("biz_opaque_callback_data")),
        pricing_category=json.text(pricing.get("category")),
        pricing_type=json.text(pricing.get("type")),
        pricing_model=json.text(pricing.get("pricing_model")),
        billable=billable if isinstance(billable, bool) else None,
        entry_point=entry,
        expires_at=until,
        at=json.instant(one.get("timestamp")),
    )


def _detail(error: Mapping[str, Any]) -> str:
    details = json.text(json.obj(error.get("error_data")).get("details"))
    return details or json.text(error.get("title")) or json.text(error.get("message"))


def _entry_point(one: Mapping[str, Any], pricing: Mapping[str, Any]) -> tuple[str, Any]:
    """A conversation is told only inside the 72 free hours, and there with its end (integrations.md 0.9)."""
    conversation = json.obj(one.get("conversation"))
    origin = json.text(json.obj(conversation.get("origin")).get("type"))
    if origin == "referral_conversion" or json.text(pricing.get("type")) == FREE_ENTRY:
        return FREE_ENTRY, json.instant(conversation.get("expiration_timestamp"))
    return "", None
