"""Text, media, places, contact cards, reactions, and the frame of a template message."""

from typing import Any

from simulator.errors import GraphError, Json
from simulator.limits.shape import at_most, counted, inside, required, web_address

MOST_CONTACTS = 257


def check_text(text: Json) -> None:
    if not isinstance(text.get("body"), str) or not text["body"].strip():
        raise GraphError(100, "The parameter text['body'] is required.")
    at_most(text, "body", 4096)
    if not isinstance(text.get("preview_url", False), bool):
        raise GraphError(100, "Param text['preview_url'] must be a boolean")


def check_media(kind: str, media: Json) -> None:
    if bool(media.get("id")) == bool(media.get("link")):
        raise GraphError(131008, f"Parameter '{kind}' needs exactly one of id and link")
    if media.get("link") is not None:
        web_address(media["link"], "link")
    if media.get("caption") and kind in ("audio", "sticker"):
        raise GraphError(131009, f"'{kind}' has no caption")
    at_most(media, "caption", 1024)
    at_most(media, "filename", 240)


def check_reaction(reaction: Json) -> None:
    required(reaction, "message_id", 512)
    at_most(reaction, "emoji", 16)


def check_location(location: Json) -> None:
    inside(location, "latitude", -90, 90)
    inside(location, "longitude", -180, 180)
    at_most(location, "name", 1000)
    at_most(location, "address", 1000)


def check_contacts(contacts: list[Any]) -> None:
    for contact in counted(contacts, "contacts", MOST_CONTACTS):
        name = contact.get("name")
        required(name, "formatted_name", 1000)
        if not any(name.get(part) for part in ("first_name", "last_name", "middle_name", "prefix", "suffix")):
            raise GraphError(131009, "'name' needs one more part than formatted_name")
        for phone in contact.get("phones") or []:
            required(phone, "phone", 40)


def check_template(template: Json) -> None:
    required(template, "name", 512)
    required(template.get("language"), "code", 12)
    components = template.get("components")
    if components is not None and not (
        isinstance(components, list) and all(isinstance(one, dict) for one in components)
    ):
        raise GraphError(100, "Param template['components'] must be an array of objects")
