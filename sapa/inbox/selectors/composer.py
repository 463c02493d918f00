"""What stands at the foot of a conversation: how one may write now, and what waits to be sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from sapa.accounts.selectors import workspace
from sapa.contacts.selectors import author_names, members, zones_of
from sapa.domain import formats
from sapa.domain.recipes.house import LATER
from sapa.domain.send_later import CHOICES, IN_WINDOW, last_in_window, moment_of
from sapa.journeys.models import FollowUp
from sapa.journeys.selectors.lists import ONLY_ITS_TIME
from sapa.messaging.models import Conversation

TABS = ("reply", "note", "template", "later")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One message that waits. `reasons` only where more than its time holds it."""

    row: FollowUp
    text: str
    author: str
    reasons: Sequence[str]
    why: str


def composer(conversation: Conversation, *, is_open: bool, tab: str = "") -> dict[str, Any]:
    """`tab` to begin with: where nothing may be written freely, the templates."""
    return {
        "composer_tab": tab if tab in TABS else "reply" if is_open else "template",
        "waiting_letters": waiting(conversation),
        "draft_url": _draft_of(conversation) if is_open else "",
    }


def _draft_of(conversation: Conversation) -> str:
    """Where the assistant's suggestion is asked for; it answers by itself what is its own."""
    if conversation.owner == Conversation.Owner.ASSISTANT:
        return ""
    return reverse(settings.SLOTS["conversation.draft"], args=[conversation.public_id])


def waiting(conversation: Conversation) -> list[Waiting]:
    """The next one first."""
    rows = list(letters_of(conversation).filter(state=FollowUp.State.WAITING).order_by("next_at", "pk")[:20])
    names = author_names((row.composed or {}).get("author") for row in rows) if rows else {}
    return [_waiting(row, names) for row in rows]


def letters_of(conversation: Conversation) -> Any:
    """Every message for later of this conversation."""
    mine = FollowUp.objects.filter(recipe=LATER, contact_id__in=members([conversation.contact_id]))
    return mine.filter(composed__channel=conversation.channel_id)


def _waiting(row: FollowUp, names: dict[int, str]) -> Waiting:
    told = row.composed or {}
    return Waiting(
        row=row,
        text=told.get("text", ""),
        author=names.get(told.get("author", 0), ""),
        reasons=holding(row.reasons),
        why=reverse("journeys:why", args=[row.public_id]),
    )


def holding(reasons: Sequence[str]) -> list[str]:
    """What holds a message besides its own time."""
    return [code for code in reasons if code not in ONLY_ITS_TIME]


def zone_of(conversation: Conversation) -> str:
    """The customer's own."""
    return zones_of(conversation.contact, business=workspace().timezone).primary


def times(*, now: datetime, zone: str, language: str, until: datetime | None = None) -> list[tuple[str, str]]:
    """The usual choices in words: `Besok 09.00`, `Senin 09.00`; first of all, where the window that ends at `until`
    is closed by tomorrow morning, the last time inside it."""
    words = {"besok": _("Tomorrow %(at)s"), "senin": _("Monday %(at)s")}
    at = {choice: moment_of(choice, "", now=now, zone=zone) for choice in CHOICES[:-1]}
    last = last_in_window(now=now, until=until, zone=zone)
    if last and until and until <= at["besok"]:
        is_today = last.date() == now.astimezone(last.tzinfo).date()
        words[IN_WINDOW] = _("Today %(at)s") if is_today else words["besok"]
        at = {IN_WINDOW: last, **at}
    return [(choice, words[choice] % {"at": formats.clock(at[choice], zone, language)}) for choice in at]
