"""What a customer can send: the webhook's type and its content for each answer of the admin API and the pages."""

import base64
import json
from collections.abc import Callable
from typing import Any

from simulator import samples
from simulator.errors import GraphError, Json

MEDIA = ("image", "audio", "voice", "video", "document", "sticker")
NEEDS_TEXT = ("text", "button", "button_reply", "list_reply", "edit")
SILENT = ("reaction", "edit", "revoke", "system", "request_welcome")
FORWARDED = ("forwarded", "frequently_forwarded")
PLACE = {"latitude": -6.2001, "longitude": 106.8167, "name": "Rumah", "address": "Jl. Kenanga 7, Jakarta"}
AD = {
    "source_url": "https://fb.me/sari",
    "source_id": "120210000000000001",
    "source_type": "ad",
    "headline": "Kopi Gayo",
    "body": "Tanya stok di WhatsApp",
    "media_type": "image",
    "image_url": "https://example.com/ad.jpg",
    "ctwa_clid": "ARAkLkA8rmlFeiCktEJQ",
    "welcome_message": {"text": "Halo, ada yang bisa dibantu?"},
}


def answer_kind(answer: Json) -> str:
    """Raises GraphError 100."""
    kind = str(answer.get("type", "text"))
    if kind not in KINDS and kind not in MEDIA:
        raise GraphError(100, f"type must be one of {', '.join((*KINDS, *MEDIA))}")
    if kind in NEEDS_TEXT and not str(answer.get("text", "")).strip():
        raise GraphError(100, "text is required")
    return kind


def content(kind: str, answer: Json) -> tuple[str, Any]:
    """For everything but media."""
    return KINDS[kind](answer, str(answer.get("text", "")))


def text(_: Json, said: str) -> tuple[str, Any]:
    return "text", {"body": said}


def button(answer: Json, said: str) -> tuple[str, Any]:
    return "button", {"payload": str(answer.get("id") or said), "text": said}


def button_reply(answer: Json, said: str) -> tuple[str, Any]:
    return "interactive", {
        "type": "button_reply",
        "button_reply": {"id": str(answer.get("id") or said), "title": said},
    }


def list_reply(answer: Json, said: str) -> tuple[str, Any]:
    row = {
        "id": str(answer.get("id") or said),
        "title": said,
        "description": str(answer.get("description", "")),
    }
    return "interactive", {"type": "list_reply", "list_reply": row}


def nfm_reply(answer: Json, said: str) -> tuple[str, Any]:
    """`response` of any shape becomes a string; a string stays as it is."""
    response = answer.get("response", {"flow_token": str(answer.get("id", ""))})
    told = response if isinstance(response, str) else json.dumps(response)
    return "interactive", {
        "type": "nfm_reply",
        "nfm_reply": {"name": "flow", "body": said or "Sent", "response_json": told},
    }


def call_permission(answer: Json, _: str) -> tuple[str, Any]:
    reply = {"response": str(answer.get("response", "accept")), "response_source": "user_action"}
    return "interactive", {"type": "call_permission_reply", "call_permission_reply": reply}


def location(answer: Json, _: str) -> tuple[str, Any]:
    return "location", {key: answer.get(key, value) for key, value in PLACE.items()}


def contacts(answer: Json, said: str) -> tuple[str, Any]:
    name, phone = said or "Made Wirawan", str(answer.get("contact_phone", "+6281300000012"))
    card = {
        "name": {"formatted_name": name, "first_name": name.split(" ")[0]},
        "phones": [{"phone": phone, "wa_id": phone.lstrip("+"), "type": "CELL"}],
    }
    return "contacts", answer.get("cards") or [card]


def reaction(answer: Json, said: str) -> tuple[str, Any]:
    """Without a text the reaction is taken back."""
    emoji = {"emoji": said} if said else {}
    return "reaction", {"message_id": str(answer.get("message_id", "")), **emoji}


def order(answer: Json, said: str) -> tuple[str, Any]:
    items = answer.get("items") or [
        {"product_retailer_id": "KOPI-1", "quantity": 1, "item_price": 185000, "currency": "IDR"}
    ]
    return "order", {"catalog_id": str(answer.get("id") or "2001"), "text": said, "product_items": items}


def unsupported(answer: Json, _: str) -> tuple[str, Any]:
    return "unsupported", {"type": str(answer.get("id") or "poll_creation")}


def edit(answer: Json, said: str) -> tuple[str, Any]:
    original = str(answer.get("message_id", ""))
    return "edit", {
        "original_message_id": original,
        "message": {"type": "text", "text": {"body": said}},
    }


def revoke(answer: Json, _: str) -> tuple[str, Any]:
    return "revoke", {"original_message_id": str(answer.get("message_id", ""))}


def request_welcome(_: Json, __: str) -> tuple[str, Any]:
    return "request_welcome", None


KINDS: dict[str, Callable[[Json, str], tuple[str, Any]]] = {
    "text": text,
    "button": button,
    "button_reply": button_reply,
    "list_reply": list_reply,
    "nfm_reply": nfm_reply,
    "call_permission_reply": call_permission,
    "location": location,
    "contacts": contacts,
    "reaction": reaction,
    "order": order,
    "unsupported": unsupported,
    "edit": edit,
    "revoke": revoke,
    "request_welcome": request_welcome,
}


def file_of(kind: str, answer: Json, seed: int, wamid: str) -> tuple[str, bytes, str]:
    """MIME type, content, name: of `content` (base64) and `mime_type`, or a sample. Raises GraphError 100."""
    plain = "audio" if kind == "voice" else kind
    mime_type, data, name = samples.sample(plain, seed, wamid)
    given = answer.get("content")
    if given is None:
        return str(answer.get("mime_type", mime_type)), data, str(answer.get("filename", name))
    try:
        data = given if isinstance(given, bytes) else base64.b64decode(str(given), validate=True)
    except ValueError:
        raise GraphError(100, "content must be base64") from None
    return str(answer.get("mime_type", mime_type)), data, str(answer.get("filename", name))


def more(kind: str, answer: Json) -> Json:
    """Further keys of the message: where it was forwarded from, which advert, which group, which product."""
    added: Json = {}
    if answer.get("referral"):
        told = answer["referral"]
        added["referral"] = {**AD, **told} if isinstance(told, dict) else dict(AD)
    if answer.get("group_id"):
        added["group_id"] = str(answer["group_id"])
    context = {key: True for key in FORWARDED if answer.get(key)}
    if answer.get("product"):
        context["referred_product"] = answer["product"]
    if context:
        added["context"] = context
    if kind == "unsupported":
        title = "Message type unknown"
        code = int(answer.get("code", 131051))
        details = {"details": "Message type is currently not supported."}
        added["errors"] = [{"code": code, "title": title, "message": title, "error_data": details}]
    for part in ("profile", "contacts_part"):
        if answer.get(part) is False:
            added["contacts" if part == "contacts_part" else part] = False
    return added
