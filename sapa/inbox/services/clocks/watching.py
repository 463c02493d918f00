"""Promises that are nearly used up, and those that were broken: marked and told once, by whichever worker."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from sapa.accounts.selectors import workspace_ids
from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id, workspace_scope
from sapa.inbox.models import Ticket
from sapa.inbox.selectors.teams import on_duty
from sapa.inbox.services import notices
from sapa.inbox.services.clocks.talks import customer_wrote, unanswered
from sapa.messaging.models import Conversation, Message
from sapa.messaging.services.conversations import tell

BATCH = 500
DUE_SOON, BREACHED = "due_soon", "breached"
GRACE = timedelta(minutes=1)  # an answer that was written has left by then
LOOK_BACK = timedelta(hours=24)
MENDED = 100

BREACH = """
UPDATE inbox_clock SET breached_at = due_at, warned_at = coalesce(warned_at, %(now)b::timestamptz) WHERE id IN (
    SELECT id FROM inbox_clock WHERE workspace_id = %(workspace)b AND state = 'running' AND breached_at IS NULL
        AND due_at <= %(now)b ORDER BY due_at, id LIMIT %(limit)b FOR UPDATE SKIP LOCKED)
RETURNING conversation_id, ticket_id
"""
WARN = """
UPDATE inbox_clock SET warned_at = %(now)b::timestamptz WHERE id IN (
    SELECT id FROM inbox_clock WHERE workspace_id = %(workspace)b AND state = 'running' AND warned_at IS NULL
        AND warn_at <= %(now)b ORDER BY warn_at, id LIMIT %(limit)b FOR UPDATE SKIP LOCKED)
RETURNING conversation_id, ticket_id
"""
# Whoever waits has a running clock: not so where an answer was stopped before it left, or before there were clocks.
# An answer that is still on its way is one.
UNWATCHED = """
SELECT c.id FROM messaging_conversation c
WHERE c.workspace_id = %(workspace)b AND c.open AND c.snoozed_until IS NULL
    AND c.owner <> 'assistant' AND c.waiting_since BETWEEN %(since)b AND %(until)b
    AND NOT EXISTS (SELECT 1 FROM inbox_clock k WHERE k.workspace_id = c.workspace_id AND k.conversation_id = c.id
        AND k.kind = 'turn' AND k.ticket_id IS NULL AND k.state = 'running')
    AND NOT EXISTS (SELECT 1 FROM messaging_message m WHERE m.workspace_id = c.workspace_id
        AND m.conversation_id = c.id AND m.at >= c.waiting_since AND m.direction = 'out' AND m.klass = 'reply'
        AND m.state IN ('planned', 'sending'))
ORDER BY c.waiting_since DESC LIMIT %(limit)b
"""


class Told(NamedTuple):
    conversation_id: int | None
    ticket_id: int | None


def watch_clocks(*, now: datetime) -> int:
    """In every workspace; returns how many promises were marked."""
    return sum(_watch(workspace_id, now) for workspace_id in workspace_ids())


def _watch(workspace_id: int, now: datetime) -> int:
    with workspace_scope(workspace_id):
        _mend(now)
        given = {"workspace": workspace_id, "now": now, "limit": BATCH}
        broken = [Told(*row) for row in fetch(BREACH, given)]
        near = [Told(*row) for row in fetch(WARN, given)]
        if broken or near:
            _tell(BREACHED, broken, now)
            _tell(DUE_SOON, near, now)
            tell(changed={one.conversation_id for one in broken if one.conversation_id and not one.ticket_id})
        return len(broken) + len(near)


def _tell(kind: str, promises: Iterable[Told], now: datetime) -> None:
    """Whoever has it, else everybody who is there; what was broken is told to all of these."""
    found = sorted(set(promises), key=lambda one: (one.conversation_id or 0, one.ticket_id or 0))
    if not found:
        return
    there = on_duty(now)
    for one in _each_once(found):
        mine = _assignee(one)
        whom = [mine] if mine and kind == DUE_SOON else [*there, *([mine] if mine else [])]
        notices.tell(
            kind=kind, user_ids=whom, conversation_id=one.conversation_id, ticket_id=one.ticket_id, now=now
        )


def _each_once(found: Iterable[Told]) -> list[Told]:
    """Several clocks of one conversation are one notice."""
    return list({(one.conversation_id, one.ticket_id): one for one in found}.values())


def _assignee(one: Told) -> int | None:
    if one.ticket_id:
        return Ticket.objects.filter(pk=one.ticket_id).values_list("assignee_id", flat=True).first()
    talk = Conversation.objects.filter(pk=one.conversation_id or 0)
    return talk.values_list("assignee_id", flat=True).first()


def _mend(now: datetime) -> None:
    """People who wait without a clock get it: from the turn whose answer never left, or from what they wrote."""
    given = {
        "workspace": current_workspace_id(),
        "since": now - LOOK_BACK,
        "until": now - GRACE,
        "limit": MENDED,
    }
    for (conversation_id,) in fetch(UNWATCHED, given):
        unanswered(conversation_id=conversation_id, now=now)
        talk = Conversation.objects.get(pk=conversation_id)
        said = Message.objects.filter(conversation=talk, direction="in", at__gte=talk.waiting_since or now)
        customer_wrote(message_ids=list(said.values_list("pk", flat=True)), now=now)
