"""What a message says, by its type: its words, what was tapped, its file, and what it holds beyond words."""

import json as standard
from collections.abc import Mapping
from typing import Any, NamedTuple

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
REPLIES = frozenset({"button_reply", "list_reply", "nfm_reply", "call_permission_reply"})
SAID_ELSEWHERE = frozenset({"id", "url", "sha256", "caption", "filename", "mime_type", "body", "text"})
FORWARDED = ("forwarded", "frequently_forwarded", "referred_product")


class Content(NamedTuple):
    """`about`: the message that this one changes, takes back or reacts to. `odd`: what was not understood."""

    text: str
    payload: str
    media_id: str
    media_type: str
    filename: str
    about: str
    data: dict[str, Any]
    odd: str


def content(kind: str, part: object) -> Content:
    """`part` is what stands in a message under the name of its type."""
    if kind == "text":
        return Content(json.text(json.obj(part).get("body")), "", "", "", "", "", {}, "")
    if kind == "edit":
        return _edited(json.obj(part))
    if kind == "interactive":
        return _chosen(json.obj(part))
    return _told(kind, part)


def _told(kind: str, part: object) -> Content:
    one = json.obj(part)
    is_file = kind in MEDIA_TYPES or "mime_type" in one
    return Content(
        text=said(kind, one),
        payload=json.text(one.get("payload")) if kind == "button" else "",
        media_id=json.identifier(one.get("id")) if is_file else "",
        media_type=json.identifier(one.get("mime_type")),
        filename=json.text(one.get("filename")),
        about=_about(kind, one),
        data=_beyond_words(part),
        odd="",
    )


def said(kind: str, part: Mapping[str, Any]) -> str:
    if kind == "location":
        return ", ".join(filter(None, (json.text(part.get("name")), json.text(part.get("address")))))
    return json.text(part.get(WORDS.get(kind, "")))


def _about(kind: str, part: Mapping[str, Any]) -> str:
    if kind == "reaction":
        return json.identifier(part.get("message_id"))
    return json.identifier(part.get("original_message_id")) if kind == "revoke" else ""


def _beyond_words(part: object) -> dict[str, Any]:
    """Contacts are the one type whose part is a list."""
    if isinstance(part, list):
        return {"items": json.kept(part)} if part else {}
    return json.kept({key: one for key, one in json.obj(part).items() if key not in SAID_ELSEWHERE})  # type: ignore[no-any-return]


def _edited(part: Mapping[str, Any]) -> Content:
    """The new words stand in a whole message inside the change."""
    now = json.obj(part.get("message"))
    kind = json.text(now.get("type"))
    known = kind in KNOWN_TYPES and kind != "edit"
    inside = content(kind, now.get(kind)) if known else content("text", now.get("text"))
    about = json.identifier(part.get("original_message_id"))
    return inside._replace(about=about, data={"type": kind} if kind else {})


def _chosen(part: Mapping[str, Any]) -> Content:
    """`interactive` names the part that holds the answer in its own `type`."""
    kind = json.text(part.get("type"))
    reply = json.obj(part.get(kind)) or next((json.obj(part[one]) for one in REPLIES if part.get(one)), {})
    words = json.text(reply.get("title")) or json.text(reply.get("body"))
    odd = "" if kind in REPLIES else f"messages.interactive.{kind or 'missing'}"
    data = {key: one for key, one in reply.items() if key not in {"id", "title", "body", "response_json"}}
    return Content(words, _picked(kind, reply), "", "", "", "", json.kept({"type": kind, **data}), odd)


def _picked(kind: str, reply: Mapping[str, Any]) -> str:
    """The id that we gave to a button or list row, the answers of a form as JSON text, or the permission."""
    answers = reply.get("response_json")
    if isinstance(answers, dict | list):
        return standard.dumps(json.kept(answers), ensure_ascii=False)
    permission = json.text(reply.get("response")) if kind == "call_permission_reply" else ""
    return json.text(reply.get("id")) or json.text(answers) or permission


def context_data(context: Mapping[str, Any]) -> dict[str, Any]:
    return {key: json.kept(context[key]) for key in FORWARDED if context.get(key)}
