"""What the messages endpoint refuses before it accepts: shapes and lengths of each type (integrations.md 1.2)."""

from collections.abc import Callable
from typing import Any

from simulator.errors import GraphError, Json
from simulator.limits.interactive import check_interactive
from simulator.limits.parts import (
    check_contacts,
    check_location,
    check_media,
    check_reaction,
    check_template,
    check_text,
)
from simulator.limits.shape import at_most, counted, inside, required, unique, web_address, well_shaped

__all__ = [
    "MEDIA",
    "TYPES",
    "at_most",
    "check",
    "counted",
    "inside",
    "required",
    "unique",
    "web_address",
    "well_shaped",
]
MEDIA = ("image", "video", "audio", "document", "sticker")
TYPES = ("text", "template", "interactive", "reaction", "location", "contacts", *MEDIA)
CHECKS: dict[str, Callable[[Any], None]] = {
    "text": check_text,
    "reaction": check_reaction,
    "template": check_template,
    "interactive": check_interactive,
    "location": check_location,
    "contacts": check_contacts,
}


def check(request: Json) -> str:
    """The type of the message. Raises GraphError 100, 131008 or 131009."""
    check_frame(request)
    kind = request.get("type", "text")
    if kind not in TYPES:
        raise GraphError(100, f"Param type must be one of {{{', '.join(TYPES)}}}")
    if not isinstance(request.get(kind), list if kind == "contacts" else dict):
        raise GraphError(131008, f"Parameter '{kind}' is required")
    if kind in MEDIA:
        check_media(kind, request[kind])
    else:
        CHECKS[kind](request[kind])
    return str(kind)


def check_frame(request: Json) -> None:
    if request.get("messaging_product") != "whatsapp":
        raise GraphError(100, "Param messaging_product must be one of {WHATSAPP}")
    if request.get("recipient_type", "individual") != "individual":
        raise GraphError(100, "Param recipient_type must be one of {INDIVIDUAL}")
    if not request.get("to") and not request.get("recipient"):
        raise GraphError(100, "The parameter to is required.")
    at_most(request, "biz_opaque_callback_data", 512)
    if request.get("context") is not None and not isinstance(request["context"].get("message_id"), str):
        raise GraphError(131009, "Parameter 'context' needs message_id")
