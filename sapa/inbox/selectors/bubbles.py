"""What one bubble shows: words, what came with them, who wrote it, how far it got, and why it did not."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sapa.inbox.selectors.parts import part_of
from sapa.journeys.selectors import recipe_words
from sapa.messaging.models import Media, Message
from sapa.messaging.selectors.refusals import explained

TICKS = {
    "planned": "sending",
    "sending": "sending",
    "unknown": "unknown",
    "quarantined": "unknown",
    "failed": "failed",
    "cancelled": "failed",
    "expired": "failed",
}

AUTHORS = {
    "assistant": gettext_lazy("Assistant"),
    "phone": gettext_lazy("From the phone"),
    "elsewhere": gettext_lazy("Meta's agent"),
}
WORDLESS = {
    "call": gettext_lazy("(called)"),
    "unsupported": gettext_lazy(
        "(WhatsApp does not pass this kind of message on to shops; ask the customer to send it another way)"
    ),
    "system": gettext_lazy("(the customer has a new number or name on WhatsApp)"),
}


def bubble(message: Message, authors: Mapping[int, str], file: Media | None, kind: str) -> dict[str, Any]:
    """`kind` of the channel, whose words for errors are told."""
    part = {} if "revoked_at" in message.payload else part_of(message, file)
    return {
        "way": message.direction,
        "at": message.at,
        "text": "" if part and (not message.text or _says(part, message.text)) else _words(message),
        "part": part,
        "reactions": _reactions(message),
        "same_person": "same_person" in message.payload,
        "by": _author(message, authors),
        "state": _tick(message),
        "why": reverse("journeys:why_message", args=[message.public_id])
        if message.direction == "out"
        else "",
        "reasons": message.reasons if message.state in {"cancelled", "expired"} else [],
        "waits": message.reasons if message.state == "planned" else [],
        "next_at": message.not_before,
        "trouble": explained(message, kind) if _tick(message) == "failed" and message.error else None,
    }


def _says(part: Mapping[str, Any], text: str) -> bool:
    """A place tells its name and address itself."""
    told = [part.get("name"), part.get("address")] if part["kind"] == "place" else []
    return text == ", ".join(filter(None, told))


def _words(message: Message) -> str:
    """What was said, or in a word what came instead; what changed since is said too."""
    if "revoked_at" in message.payload:
        return _("(deleted)")
    words = message.text or (
        str(WORDLESS[message.type]) if message.type in WORDLESS else _("(%(type)s)") % {"type": message.type}
    )
    return _("%(words)s (edited)") % {"words": words} if "edited_at" in message.payload else words


def _reactions(message: Message) -> str:
    sides = (message.payload.get("reactions") or {}).values()
    return " ".join(side["emoji"] for side in sides if side.get("emoji"))


def _author(message: Message, authors: Mapping[int, str]) -> str:
    if message.direction == "in":
        return ""
    if message.by in AUTHORS:
        return str(AUTHORS[message.by])
    if message.by == "agent":
        return authors.get(message.author_id or 0) or _("Team")
    words = recipe_words(message.kind)
    return _("Follow-up: %(recipe)s") % {"recipe": words.name} if words else _("Follow-up")


def _tick(message: Message) -> str:
    if message.direction == "in":
        return ""
    if message.delivery != Message.Delivery.NONE:
        return str(message.delivery)
    return TICKS.get(message.state, "sent")
