"""What WhatsApp would refuse, found before the call (integrations.md 1.2). Pure; lengths are in characters."""

from collections.abc import Callable, Mapping
from typing import Any

from sapa.messaging.schemas import Outgoing

from .breaches import FILE_TOO_LARGE, MISSING, NOT_ALLOWED, Breach, Breaches, Json
from .files import KINDS, LARGEST, MB, file_breach, kind_of
from .interactive import interactive
from .parts import contacts, location, media, reaction, text
from .template import FORBIDDEN, template

__all__ = [
    "FILE_TOO_LARGE",
    "FORBIDDEN",
    "KINDS",
    "LARGEST",
    "MB",
    "MEDIA",
    "Breach",
    "breach",
    "check",
    "file_breach",
    "kind_of",
]
MEDIA = frozenset({"image", "video", "audio", "document", "sticker"})
CHECKS: Mapping[str, Callable[[Any], Breaches]] = {
    "text": text,
    "template": template,
    "interactive": interactive,
    "location": location,
    "contacts": contacts,
    "reaction": reaction,
    **{kind: media(kind) for kind in MEDIA},
}


def breach(content: Json) -> Breach | None:
    """The first thing WhatsApp would refuse of {"type": kind, kind: part}; None when there is nothing."""
    kind = content.get("type", "")
    check = CHECKS.get(kind)
    if check is None:
        return Breach(NOT_ALLOWED, f"type {kind}")
    part = content.get(kind)
    if not isinstance(part, list if kind == "contacts" else Mapping):
        return Breach(MISSING, kind)
    try:
        return next(check(part), None)
    except (AttributeError, KeyError, TypeError, ValueError):
        return Breach(NOT_ALLOWED, kind)


def check(one: Outgoing) -> None:
    """What a person wants to send, before it is queued. Raises Refused with the sentence of the breach."""
    if wrong := breach(_wanted(one)):
        raise wrong.refused()


def _wanted(one: Outgoing) -> Json:
    """As it will go out; a file that is ours stands there by its row, since it gets its id only then."""
    if one.template:
        values = [
            {"type": "text", "parameter_name": key, "text": said} for key, said in one.parameters.items()
        ]
        body = [{"type": "body", "parameters": values}] if values else []
        named = {"name": one.template, "language": {"code": one.language}, "components": body}
        return {"type": "template", "template": named}
    if not one.content:
        return {"type": "text", "text": {"body": one.text}}
    kind = str(one.content.get("type", ""))
    if one.content.get("media") and kind in MEDIA:
        return {"type": kind, kind: {**one.content.get(kind, {}), "id": str(one.content["media"])}}
    return one.content
