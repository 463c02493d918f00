"""Reads of the inbox: the list beside the conversation, and one conversation as a story."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sapa.accounts.models import User
from sapa.accounts.selectors import settings_in_force, workspace
from sapa.domain.guard import Findings, GuardCase, check, guard_settings
from sapa.inbox.models import Handoff
from sapa.journeys.models import FollowUp
from sapa.journeys.selectors import held_between, recipe_name, recipe_words
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


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the story: kind day, bubble or handoff."""

    kind: str
    at: datetime
    value: Any


def rows(tab: str, *, user: User, before: messaging.Cursor | None, current: int | None) -> dict[str, Any]:
    """A page of the list as `conversation_row` wants it, with the cursor of the next."""
    by_tab: dict[str, dict[str, Any]] = {"waiting": {"waiting": True}, "mine": {"assignee_id": user.pk}}
    page = messaging.conversations(before=before, **by_tab.get(tab, {}))
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
    """Thirty messages, oldest first, with days, hand-offs and what was held between them."""
    page = messaging.messages_of(conversation.pk, before=before)
    authors = _authors(page.rows)
    lines = [Line("bubble", message.at, bubble(message, authors)) for message in page.rows]
    if page.rows:
        until = page.rows[-1].at if before else None
        lines += _between(conversation, page.rows[0].at, until)
    return {"lines": _with_days(sorted(lines, key=lambda line: line.at), zone), "older": page.next}


def _between(conversation: Conversation, since: datetime, until: datetime | None) -> list[Line]:
    """What is not a message: hand-offs of this conversation, follow-ups of this person that are held."""
    handoffs = Handoff.objects.filter(conversation=conversation, at__gte=since).order_by("at")
    held = held_between(conversation.contact_id, since=since)
    lines = [Line("handoff", one.at, one) for one in handoffs]
    lines += [Line("held", one.decided_at, _held(one)) for one in held]  # type: ignore[attr-defined]
    return [line for line in lines if until is None or line.at <= until]


def _held(one: FollowUp) -> dict[str, Any]:
    return {
        "name": recipe_name(one.recipe),
        "reasons": [code for code in one.reasons if code != "not_due"],
        "dropped": one.state == FollowUp.State.DROPPED,
        "next_at": one.next_at,
        "url": reverse("journeys:why", args=[one.public_id]),
    }


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


def findings(conversation: Conversation, text: str, *, now: datetime) -> Findings:
    """What the message guard says of an answer to this customer (domain.md 4)."""
    shop, who = workspace(), conversation.contact
    chosen = guard_settings(settings_in_force()[1].get("guard") or {})
    return check(
        GuardCase(
            text=text,
            klass="reply",
            segment=who.segment,
            at=now.astimezone(ZoneInfo(who.timezone or shop.timezone)).replace(tzinfo=None),
            name=who.name,
            shop=shop.name,
            company=who.company,
            brand_words=chosen.brand_words,
        )
    )


def _authors(messages: Sequence[Message]) -> dict[int, str]:
    ids = {message.author_id for message in messages if message.author_id}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)} if ids else {}


def bubble(message: Message, authors: Mapping[int, str]) -> dict[str, Any]:
    return {
        "way": message.direction,
        "at": message.at,
        "text": _words(message),
        "reactions": _reactions(message),
        "by": _author(message, authors),
        "state": _tick(message),
        "why": reverse("journeys:why_message", args=[message.public_id])
        if message.direction == "out"
        else "",
        "reasons": message.reasons if message.state in {"cancelled", "expired"} else [],
        "error": message.error_detail or message.error,
    }


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


def owner_name(conversation: Conversation) -> str:
    """Who takes care, in the words of the screen."""
    if conversation.owner == Conversation.Owner.ASSISTANT:
        return _("Handled by the assistant")
    if conversation.owner == Conversation.Owner.NOBODY or not conversation.assignee_id:
        return _("Nobody yet")
    return _("Handled by %(name)s") % {"name": User.objects.get(pk=conversation.assignee_id)}
