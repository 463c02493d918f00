"""What a phone shows of a message that is no template, and the answer for an accepted one."""

from simulator.errors import Json
from simulator.limits import MEDIA
from simulator.phones import Message, Phone
from simulator.templates import Button, Rendered


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
        return Rendered(text=place(content))
    return Rendered(text=cards(content))


def place(location: Json) -> str:
    told = [str(location[key]) for key in ("name", "address") if location.get(key)]
    return "\n".join(told) or "Lokasi"


def cards(contacts: object) -> str:
    listed = contacts if isinstance(contacts, list) else []
    lines = []
    for contact in listed:
        numbers = [str(one.get("phone", "")) for one in contact.get("phones") or []]
        lines.append(" · ".join([contact["name"]["formatted_name"], *filter(None, numbers)]))
    return "\n".join(lines) or "Kontak"


def interactive(content: Json) -> Rendered:
    header, footer = content.get("header") or {}, content.get("footer") or {}
    return Rendered(
        text=(content.get("body") or {}).get("text", ""),
        header=header.get("text", ""),
        footer=footer.get("text", ""),
        buttons=tuple(interactive_buttons(content.get("type"), content["action"])),
        media=media_reference(header.get(header.get("type", ""))),
    )


def interactive_buttons(kind: str | None, action: Json) -> list[Button]:
    if kind == "button":
        replies = [one["reply"] for one in action["buttons"]]
        return [Button(kind="button_reply", id=r["id"], title=r["title"]) for r in replies]
    if kind == "list":
        return [list_button(row) for section in action["sections"] for row in section["rows"]]
    parameters = action.get("parameters") or {}
    if kind == "cta_url":
        return [Button(kind="url", id="", title=parameters["display_text"], url=parameters["url"])]
    if kind == "location_request_message":
        return [Button(kind="location", id="", title="Kirim lokasi")]
    if kind == "flow":
        return [Button(kind="flow", id=str(parameters.get("flow_token", "")), title=parameters["flow_cta"])]
    return [Button(kind="catalog", id="", title="Lihat katalog")]


def list_button(row: Json) -> Button:
    return Button(
        kind="list_reply", id=row["id"], title=row["title"], description=row.get("description") or ""
    )


def media_reference(part: object) -> str:
    return str(part.get("id") or part.get("link") or "") if isinstance(part, dict) else ""


def accepted(request: Json, phone: Phone, message: Message) -> Json:
    """wa_id is missing when the message went to a business-scoped id."""
    who: Json = {"input": request.get("to") or request["recipient"], "user_id": phone.user_id}
    if request.get("to"):
        who["wa_id"] = phone.digits
    entry = {"id": message.wamid}
    if message.template:
        entry["message_status"] = "held_for_quality_assessment" if message.held else "accepted"
    return {"messaging_product": "whatsapp", "contacts": [who], "messages": [entry]}
