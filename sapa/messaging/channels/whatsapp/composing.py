"""What a message may carry beside plain text, each in the shape of `Letter.content`. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

Json = dict[str, Any]


def media(kind: str, *, media: int = 0, id: str = "", link: str = "", **more: object) -> Json:
    """image, video, audio (voice=True for a voice note), document (filename) or sticker; `caption` where allowed.

    `media` is our own row: its id at the provider is put in just before sending.
    """
    named = {"id": id} if id else {"link": link} if link else {}
    given = {name: value for name, value in more.items() if value}
    return {"type": kind, kind: named | given} | ({"media": media} if media else {})


def location(latitude: float, longitude: float, name: str = "", address: str = "") -> Json:
    said = {"latitude": latitude, "longitude": longitude, "name": name, "address": address}
    return {
        "type": "location",
        "location": {key: value for key, value in said.items() if value not in ("", None)},
    }


def contacts(people: Sequence[Mapping[str, Any]]) -> Json:
    """Each {"name": {"formatted_name", "first_name" …}, "phones": [{"phone", "type", "wa_id"}] …}."""
    return {"type": "contacts", "contacts": [dict(one) for one in people]}


def reaction(wamid: str, emoji: str) -> Json:
    """Without an emoji the reaction is taken back."""
    return {"type": "reaction", "reaction": {"message_id": wamid, "emoji": emoji}}


def interactive(
    kind: str, body: str, action: Mapping[str, Any], *, header: object = "", footer: str = ""
) -> Json:
    """`header` is a text, or {"type": image | video | document, <type>: {…}}."""
    top = {"type": "text", "text": header} if isinstance(header, str) else header
    part: Json = {"type": kind, "body": {"text": body}, "action": dict(action)}
    part |= {"header": top} if header else {}
    part |= {"footer": {"text": footer}} if footer else {}
    return {"type": "interactive", "interactive": part}


def buttons(body: str, choices: Mapping[str, str], **more: Any) -> Json:
    """Up to three choices, id to words."""
    listed = [{"type": "reply", "reply": {"id": key, "title": title}} for key, title in choices.items()]
    return interactive("button", body, {"buttons": listed}, **more)


def choices(body: str, button: str, sections: Sequence[Mapping[str, Any]], **more: Any) -> Json:
    """A list behind one button; sections [{"title", "rows": [{"id", "title", "description"?}]}]."""
    return interactive("list", body, {"button": button, "sections": [dict(one) for one in sections]}, **more)


def with_body(content: Mapping[str, Any], words: str) -> Json:
    """The same buttons or list below other words; whatever has no body stays."""
    part = content.get("interactive")
    if not part or "body" not in part:
        return dict(content)
    return {**content, "interactive": {**part, "body": {"text": words}}}


def link_button(body: str, words: str, url: str, **more: Any) -> Json:
    parameters = {"display_text": words, "url": url}
    return interactive("cta_url", body, {"name": "cta_url", "parameters": parameters}, **more)


def ask_location(body: str) -> Json:
    return interactive("location_request_message", body, {"name": "send_location"})


def flow(body: str, parameters: Mapping[str, Any], **more: Any) -> Json:
    """`parameters`: flow_id or flow_name, flow_cta, flow_token, flow_action …"""
    given = {"flow_message_version": "3", **parameters}
    return interactive("flow", body, {"name": "flow", "parameters": given}, **more)


def product(body: str, catalog: str, item: str, **more: Any) -> Json:
    return interactive("product", body, {"catalog_id": catalog, "product_retailer_id": item}, **more)
