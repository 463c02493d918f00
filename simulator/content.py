"""What a phone shows of a message that is no template, and what a customer's answer looks like."""

from typing import Any

from simulator.errors import GraphError, Json
from simulator.limits import MEDIA
from simulator.phones import Message, Phone
from simulator.templates import Button, Rendered

INBOUND = ("text", "button", "button_reply", "list_reply", "image", "reaction")


def shown(kind: str, request: Json) -> Rendered:
    content = request[kind]
    if kind == "text":
        return Rendered(text=content["body"])
    if kind == "interactive":
        return interactive(content)
    if kind == "reaction":
        return Rendered(text=content.get("emoji", ""))
    if kind in MEDIA:
        return Rendered(text=content.get("caption", ""), header=content.get("filename", ""))
    if kind == "location":
        return Rendered(text=content.get("name") or content.get("address") or "Lokasi")
    return Rendered(text="Kontak")


def interactive(content: Json) -> Rendered:
    header, footer = content.get("header") or {}, content.get("footer") or {}
    return Rendered(
        text=content["body"]["text"],
        header=header.get("text", ""),
        footer=footer.get("text", ""),
        buttons=tuple(interactive_buttons(content.get("type"), content["action"])),
    )


def interactive_buttons(kind: str | None, action: Json) -> list[Button]:
    if kind == "button":
        replies = [one["reply"] for one in action["buttons"]]
        return [Button(kind="button_reply", id=r["id"], title=r["title"]) for r in replies]
    if kind == "list":
        return [list_button(row) for section in action["sections"] for row in section["rows"]]
    if kind == "cta_url":
        parameters = action["parameters"]
        return [Button(kind="url", id="", title=parameters["display_text"], url=parameters["url"])]
    return []


def list_button(row: Json) -> Button:
    return Button(
        kind="list_reply", id=row["id"], title=row["title"], description=row.get("description") or ""
    )


def answer_kind(answer: Json) -> str:
    kind = answer.get("type", "text")
    if kind not in INBOUND:
        raise GraphError(100, f"type must be one of {', '.join(INBOUND)}")
    if kind in ("text", "button", "button_reply", "list_reply") and not str(answer.get("text", "")).strip():
        raise GraphError(100, "text is required")
    return str(kind)


def answer_content(kind: str, answer: Json, media: Json | None) -> tuple[str, Any]:
    """The webhook's type and its content for an answer {type, text, id?, description?, message_id?}."""
    text, chosen = str(answer.get("text", "")), str(answer.get("id") or answer.get("text", ""))
    if kind == "button":
        return "button", {"payload": chosen, "text": text}
    if kind == "button_reply":
        return "interactive", {"type": kind, kind: {"id": chosen, "title": text}}
    if kind == "list_reply":
        row = {"id": chosen, "title": text, "description": str(answer.get("description", ""))}
        return "interactive", {"type": kind, kind: row}
    if kind == "image":
        return "image", {**(media or {}), **({"caption": text} if text else {})}
    if kind == "reaction":
        return "reaction", {
            "message_id": str(answer.get("message_id", "")),
            **({"emoji": text} if text else {}),
        }
    return "text", {"body": text}


def media_reference(part: object) -> str:
    return str(part.get("id") or part.get("link") or "") if isinstance(part, dict) else ""


def accepted(request: Json, phone: Phone, message: Message) -> Json:
    who: Json = {"input": request.get("to") or request["recipient"], "user_id": phone.user_id}
    if request.get("to"):
        who["wa_id"] = phone.digits
    entry = {"id": message.wamid}
    if message.template:
        entry["message_status"] = "accepted"
    return {"messaging_product": "whatsapp", "contacts": [who], "messages": [entry]}
