"""A conversation begins to wait for people, with the card of what is known (assistant.md 4.5)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sapa.accounts.models import User
from sapa.inbox.models import Handoff, Team
from sapa.inbox.selectors.teams import watchers
from sapa.inbox.services import clocks, notices
from sapa.inbox.services.assigning import assign_by_rules
from sapa.inbox.services.handoffs.cards import card_of, note_promise
from sapa.messaging.models import Conversation, Message
from sapa.messaging.services import assign, desk

GIVEN = "given"
LONGEST_WANT = 300


def open_handoff(
    *,
    conversation_id: int,
    message_id: int,
    reason: str,
    now: datetime,
    wants: str = "",
    package: Mapping[str, Any] | None = None,
    priority: int = 0,
) -> None:
    """The conversation waits for a person; told late or twice, when somebody has it or it waits, nothing changes.

    `wants`: in one sentence, by itself the customer's words; `package`: what the assistant knows (assistant.md 4.5);
    `priority`: only ever raises that of the conversation.
    """
    locked = Conversation.objects.select_for_update(of=("self",)).select_related("contact__root")
    conversation = locked.get(pk=conversation_id)
    if conversation.owner == Conversation.Owner.HUMAN or not conversation.open:
        return
    if Handoff.objects.filter(conversation=conversation, taken_at=None).exists():
        return
    wants = wants or Message.objects.get(pk=message_id).text
    assign(conversation_id=conversation_id, owner=Conversation.Owner.NOBODY)
    if priority > conversation.priority:
        desk(conversation_ids=[conversation_id], priority=priority)
        clocks.reprioritised(conversation_id=conversation_id, now=now)
    known = {"assistant": dict(package)} if package else {}
    _open(conversation, reason, now, wants=wants[:LONGEST_WANT], **known)


def open_for_team(*, conversation: Conversation, team: Team, by: User, now: datetime) -> None:
    """A person gives it to a team; the caller holds the conversation."""
    assign(conversation_id=conversation.pk, owner=Conversation.Owner.NOBODY)
    desk(conversation_ids=[conversation.pk], team_id=team.pk)
    _open(conversation, GIVEN, now, given_by=by.pk, team=team.pk)


def _open(conversation: Conversation, reason: str, now: datetime, *, wants: str = "", **more: Any) -> None:
    card = card_of(conversation, reason=reason, now=now) | more
    handoff = Handoff.objects.create(conversation=conversation, reason=reason, wants=wants, card=card, at=now)
    if conversation.waiting_since or reason != GIVEN:
        clocks.handed_off(conversation_id=conversation.pk, at=now, now=now)
        note_promise(handoff_id=handoff.pk)
    notices.tell(kind="handed_off", user_ids=watchers(now), conversation_id=conversation.pk, now=now)
    assign_by_rules(conversation_ids=[conversation.pk], now=now)
