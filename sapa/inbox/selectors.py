"""Reads of the inbox: the list beside the conversation, and one conversation as a story."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from sapa.accounts.models import User
from sapa.inbox.models import Handoff
from sapa.messaging import selectors as messaging
from sapa.messaging.models import Conversation, Message

TABS = ("waiting", "mine", "all")
TICKS = {
    "planned": "sending",
    "claimed": "sending",
    "sending": "sending",
    "unknown": "unknown",
    "quarantined": "unknown",
    "failed": "failed",
    "cancelled": "failed",
    "expired": "failed",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the story: kind day, bubble or handoff."""

    kind: str
    at: datetime
    value: Any


def rows(tab: str, *, user: User, before: messaging.Cursor | None, current: int | None) -> dict[str, Any]:
    """A page of the list as `conversation_row` wants it, with the cursor of the next."""
    chosen: dict[str, Any] = {"waiting": {"waiting": True}, "mine": {"assignee_id": user.pk}}.get(tab, {})
    page = messaging.conversations(before=before, **chosen)
    return {"rows": [_row(one, tab, current) for one in page.rows], "next": page.next}


def _row(one: Conversation, tab: str, current: int | None) -> dict[str, Any]:
    return {
        "url": reverse("inbox:conversation", args=[one.public_id]) + f"?tab={tab}",
        "name": str(one.contact) or _("Unknown"),
        "at": one.last_message_at,
        "preview": one.preview,
        "unread": one.unread,
        "current": one.pk == current,
        "chips": _chips(one),
    }


def _chips(one: Conversation) -> list[dict[str, str]]:
    chips = []
    if one.waiting_since and one.owner != Conversation.Owner.ASSISTANT:
        chips.append({"text": _("Waits for an answer"), "hue": "kunyit", "icon": "clock"})
    if one.owner == Conversation.Owner.ASSISTANT:
        chips.append({"text": _("Assistant"), "hue": "nila", "icon": "bot"})
    if one.contact.segment == "b2b":
        chips.append({"text": "B2B", "hue": "", "icon": ""})
    if not one.open:
        chips.append({"text": _("Done"), "hue": "daun", "icon": "check"})
    return chips


def story(conversation: Conversation, *, zone: str, before: messaging.Cursor | None) -> dict[str, Any]:
    """Thirty messages, oldest first, with days and hand-offs between them."""
    page = messaging.messages_of(conversation.pk, before=before)
    lines = [Line("bubble", message.at, bubble(message)) for message in page.rows]
    first = page.rows[0].at if page.rows else None
    if first:
        handoffs = Handoff.objects.filter(conversation=conversation, at__gte=first).order_by("at")
        newest = handoffs if before is None else handoffs.filter(at__lte=page.rows[-1].at)
        lines += [Line("handoff", one.at, one) for one in newest]
    return {"lines": _with_days(sorted(lines, key=lambda line: line.at), zone), "older": page.next}


def _with_days(lines: Sequence[Line], zone: str) -> list[Line]:
    found: list[Line] = []
    day = None
    for line in lines:
        local = line.at.astimezone(ZoneInfo(zone)).date()
        if local != day:
            found.append(Line("day", line.at, local))
            day = local
        found.append(line)
    return found


def bubble(message: Message) -> dict[str, Any]:
    return {
        "way": message.direction,
        "at": message.at,
        "text": message.text or _("(%(type)s)") % {"type": message.type},
        "by": _author(message),
        "state": _tick(message),
        "reasons": message.reasons if message.state in {"cancelled", "expired"} else [],
        "error": message.error_detail or message.error,
    }


def _author(message: Message) -> str:
    if message.direction == "in":
        return ""
    if message.by == "assistant":
        return _("Assistant")
    if message.by == "agent":
        author = User.objects.filter(pk=message.author_id).first()
        return str(author) if author else _("Team")
    return _("Follow-up")


def _tick(message: Message) -> str:
    if message.direction == "in":
        return ""
    if message.delivery != Message.Delivery.NONE:
        return str(message.delivery)
    return TICKS.get(message.state, "sent")


def owner_name(conversation: Conversation) -> str:
    """Who takes care, in the words of the screen."""
    if conversation.owner == Conversation.Owner.ASSISTANT:
        return _("Handled by the assistant")
    if conversation.owner == Conversation.Owner.NOBODY or not conversation.assignee_id:
        return _("Nobody yet")
    return _("Handled by %(name)s") % {"name": User.objects.get(pk=conversation.assignee_id)}
