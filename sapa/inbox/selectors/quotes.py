"""The message that a message answers, in one line above it."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from sapa.domain.disguises import plain
from sapa.inbox.selectors.rows import PREVIEWS
from sapa.messaging.models import Message

LONGEST = 120


def quote(message: Message, names: Mapping[int, str]) -> dict[str, str]:
    """`by` is blank for the customer, whose name the page shows above."""
    return {"id": str(message.public_id), "by": _by(message, names), "text": _text(message)}


def _by(message: Message, names: Mapping[int, str]) -> str:
    if message.direction == "in":
        return _("Customer")
    return names.get(message.author_id or 0) or _("Us")


def _text(message: Message) -> str:
    if "revoked_at" in message.payload:
        return _("(deleted)")
    words = " ".join(plain(message.text[: 4 * LONGEST]).split())
    if not words:
        return str(PREVIEWS.get(f"[{message.type}]", f"[{message.type}]"))
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
