"""What a customer's message says, by its type."""

from collections.abc import Mapping
from typing import Any

from sapa.messaging.channels.whatsapp import json

MEDIA_TYPES = frozenset({"image", "video", "audio", "document", "sticker"})
KNOWN_TYPES = MEDIA_TYPES | {
    "button",
    "contacts",
    "edit",
    "interactive",
    "location",
    "order",
    "reaction",
    "request_welcome",
    "revoke",
    "system",
    "text",
    "unsupported",
}
NOT_FROM_PERSON = frozenset({"system", "request_welcome"})
WORDS = {
    "text": "body",
    "button": "text",
    "image": "caption",
    "video": "caption",
    "document": "caption",
    "reaction": "emoji",
    "order": "text",
    "system": "body",
}


def said(kind: str, part: Mapping[str, Any]) -> str:
    if kind == "interactive":
        reply = _reply(part)
        return json.text(reply.get("title")) or json.text(reply.get("body"))
    if kind == "location":
        return ", ".join(filter(None, (json.text(part.get("name")), json.text(part.get("address")))))
    return json.text(part.get(WORDS.get(kind, "")))


def payload(kind: str, part: Mapping[str, Any]) -> str:
    """The id that we gave to a button or list row, or the answers of a form as JSON text."""
    if kind == "interactive":
        reply = _reply(part)
        return json.text(reply.get("id")) or json.text(reply.get("response_json"))
    return json.text(part.get("payload")) if kind == "button" else ""


def media_id(kind: str, part: Mapping[str, Any]) -> str:
    return json.identifier(part.get("id")) if kind in MEDIA_TYPES else ""


def _reply(part: Mapping[str, Any]) -> dict[str, Any]:
    """`interactive` names the part that holds the answer in its own `type`."""
    named = json.obj(part.get(json.text(part.get("type"))))
    return named or json.obj(part.get("button_reply")) or json.obj(part.get("list_reply"))
