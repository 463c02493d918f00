"""What the messages endpoint refuses before it accepts: shapes and lengths of each type."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from simulator.errors import GraphError, Json

MEDIA = ("image", "video", "audio", "document", "sticker")
TYPES = ("text", "template", "interactive", "reaction", "location", "contacts", *MEDIA)


def check(request: Json) -> str:
    """The type of the message. Raises GraphError 100, 131008 or 131009."""
    if request.get("messaging_product") != "whatsapp":
        raise GraphError(100, "Param messaging_product must be one of {WHATSAPP}")
    if request.get("recipient_type", "individual") != "individual":
        raise GraphError(100, "Param recipient_type must be one of {INDIVIDUAL}")
    if not request.get("to") and not request.get("recipient"):
        raise GraphError(100, "The parameter to is required.")
    at_most(request, "biz_opaque_callback_data", 512)
    kind = request.get("type", "text")
    if kind not in TYPES:
        raise GraphError(100, f"Param type must be one of {{{', '.join(TYPES)}}}")
    if not isinstance(request.get(kind), list if kind == "contacts" else dict):
        raise GraphError(131008, f"Parameter '{kind}' is required")
    _check_type(kind, request)
    return str(kind)


@contextmanager
def well_shaped() -> Iterator[None]:
    """Whatever else is wrong with the nesting of a request is an invalid parameter, as Meta answers it."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise GraphError(100, "Invalid parameter: the request is not shaped as documented") from error


def _check_type(kind: str, request: Json) -> None:
    if kind in MEDIA:
        check_media(kind, request[kind])
    elif kind in CHECKS:
        CHECKS[kind](request[kind])


def at_most(holder: Json, key: str, limit: int) -> None:
    value = holder.get(key)
    if value is None:
        return
    if not isinstance(value, str):
        raise GraphError(100, f"Param {key} must be a string")
    if len(value) > limit:
        raise GraphError(100, f"Param {key} must be at most {limit} characters long.")


def required(holder: Any, key: str, limit: int) -> str:
    value = holder.get(key) if isinstance(holder, dict) else None
    if not isinstance(value, str) or not value.strip():
        raise GraphError(131008, f"Parameter '{key}' is required")
    if len(value) > limit:
        raise GraphError(131009, f"Parameter '{key}' must be at most {limit} characters long")
    return value


def counted(value: Any, name: str, most: int) -> list[Any]:
    if not isinstance(value, list) or not 1 <= len(value) <= most:
        raise GraphError(131009, f"'{name}' must have between 1 and {most} elements")
    return value


def unique(values: Iterable[str], name: str) -> None:
    listed = list(values)
    if len(set(listed)) != len(listed):
        raise GraphError(131009, f"Duplicated {name}")


def check_text(text: Json) -> None:
    if not isinstance(text.get("body"), str) or not text["body"].strip():
        raise GraphError(100, "The parameter text['body'] is required.")
    at_most(text, "body", 4096)


def check_media(kind: str, media: Json) -> None:
    if bool(media.get("id")) == bool(media.get("link")):
        raise GraphError(131008, f"Parameter '{kind}' needs exactly one of id and link")
    link = media.get("link")
    if link is not None and not (isinstance(link, str) and link.startswith(("http://", "https://"))):
        raise GraphError(131009, "Parameter 'link' must be an http or https address")
    at_most(media, "caption", 1024)


def check_reaction(reaction: Json) -> None:
    required(reaction, "message_id", 512)
    at_most(reaction, "emoji", 16)


def check_template(template: Json) -> None:
    required(template, "name", 512)
    required(template.get("language"), "code", 12)


def check_interactive(interactive: Json) -> None:
    kind = interactive.get("type")
    required(interactive.get("body"), "text", 4096 if kind == "list" else 1024)
    if interactive.get("footer"):
        required(interactive["footer"], "text", 60)
    header = interactive.get("header")
    if header and header.get("type") == "text":
        required(header, "text", 60)
    action = interactive.get("action")
    if not isinstance(action, dict):
        raise GraphError(131008, "Parameter 'action' is required")
    if kind in ACTIONS:
        ACTIONS[kind](action)


def check_buttons(action: Json) -> None:
    replies = [button.get("reply") for button in counted(action.get("buttons"), "buttons", 3)]
    unique((required(reply, "id", 256) for reply in replies), "button id")
    unique((required(reply, "title", 20) for reply in replies), "button title")


def check_list(action: Json) -> None:
    required(action, "button", 20)
    sections = counted(action.get("sections"), "sections", 10)
    rows = [row for section in sections for row in counted(section.get("rows"), "rows", 10)]
    counted(rows, "rows", 10)
    unique((required(row, "id", 200) for row in rows), "row id")
    for row in rows:
        required(row, "title", 24)
        at_most(row, "description", 72)


def check_link_button(action: Json) -> None:
    parameters = action.get("parameters")
    required(parameters, "display_text", 20)
    required(parameters, "url", 2000)


CHECKS = {
    "text": check_text,
    "reaction": check_reaction,
    "template": check_template,
    "interactive": check_interactive,
}
ACTIONS = {"button": check_buttons, "list": check_list, "cta_url": check_link_button}
