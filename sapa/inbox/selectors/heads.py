"""The head of a conversation: who has it, who else is at it; and to whom it may go."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from sapa.contacts.selectors import author_names
from sapa.inbox.selectors.presence import newest_out, others_at
from sapa.inbox.selectors.teams import answering, loads, off_duty, on_duty, teams
from sapa.messaging.models import Conversation

ASSISTANT, HUMAN = Conversation.Owner.ASSISTANT, Conversation.Owner.HUMAN


@dataclass(frozen=True, slots=True)
class Taker:
    """A colleague to whom a conversation may be given."""

    user_id: int
    name: str
    load: int
    off: bool


def head_of(conversation: Conversation, *, user_id: int, now: datetime) -> dict[str, Any]:
    """What `_head.html` wants. `seen` and `drawn`: what this page shows, for whoever sends from it later."""
    newest = newest_out(conversation.pk)
    return {
        "conversation": conversation,
        "owner": owner_name(conversation),
        "mine": conversation.owner == HUMAN and conversation.assignee_id == user_id,
        "others": others_at(conversation.pk, but=user_id),
        "seen": newest.public_id if newest else "",
        "drawn": now.isoformat(),
        "now": now,
    }


def owner_name(conversation: Conversation) -> str:
    """Who takes care, in the words of the screen."""
    if not conversation.open:
        return _("Done")
    if conversation.owner == ASSISTANT:
        return _("Handled by the assistant")
    if conversation.owner != HUMAN:
        return _("Unassigned")
    name = author_names([conversation.assignee_id or 0]).get(conversation.assignee_id or 0)
    return _("Handled by %(name)s") % {"name": name} if name else _("Answered on the phone")


def takers(conversation: Conversation, *, user_id: int, now: datetime) -> dict[str, Any]:
    """Whoever is at work first, then by name; not whoever has it already."""
    may = [pk for pk in answering() if pk not in (user_id, conversation.assignee_id)]
    called, busy = author_names(may), loads(may)
    away = off_duty() | (set(may) - set(on_duty(now)))
    people = [Taker(pk, called.get(pk, ""), busy.get(pk, 0), pk in away) for pk in may]
    return {
        "conversation": conversation,
        "people": sorted(people, key=lambda one: (one.off, one.name.casefold(), one.user_id)),
        "teams": [one for one in teams() if one.pk != conversation.team_id or conversation.owner == HUMAN],
        "can_take": conversation.owner != HUMAN or conversation.assignee_id != user_id,
        "waits": conversation.waiting_since is not None,
        "with_assistant": conversation.owner == ASSISTANT,
        "client_id": uuid4().hex,
    }
