"""Promises that are nearly used up, and those that were broken: marked and told once, by whichever worker."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from sapa.accounts.selectors import workspace_ids
from sapa.base.rows import fetch
from sapa.base.scope import workspace_scope
from sapa.inbox.models import Ticket
from sapa.inbox.selectors.teams import on_duty, watchers
from sapa.inbox.services import notices
from sapa.inbox.services.clocks.answers import SPEECHLESS
from sapa.inbox.services.clocks.talks import customer_wrote, unanswered
from sapa.messaging.models import Conversation, Message
from sapa.messaging.services.conversations import tell

BATCH = 100  # conversations are held while their people are told
DUE_SOON, BREACHED = "due_soon", "breached"
GRACE = timedelta(minutes=1)  # an answer that was written has left by then
LOOK_BACK = timedelta(hours=24)
MENDED = 100

# Conversations and tickets first, as who answers and who solves holds them: a clock that is held before them would
# stand in a circle with an answer. What somebody holds now is looked at again in a moment.
MARK = """
WITH near AS MATERIALIZED (
    SELECT id, conversation_id, ticket_id FROM inbox_clock
    WHERE workspace_id = %(workspace)b AND state = 'running' AND {due} ORDER BY {by}, id LIMIT %(limit)b),
talks AS MATERIALIZED (SELECT c.id FROM messaging_conversation c WHERE c.workspace_id = %(workspace)b
    AND c.id IN (SELECT conversation_id FROM near) ORDER BY c.id FOR NO KEY UPDATE OF c SKIP LOCKED),
free AS MATERIALIZED (
    SELECT * FROM near WHERE conversation_id IS NULL OR conversation_id IN (SELECT id FROM talks)),
tickets AS MATERIALIZED (SELECT t.id FROM inbox_ticket t WHERE t.workspace_id = %(workspace)b
    AND t.id IN (SELECT ticket_id FROM free) ORDER BY t.id FOR NO KEY UPDATE OF t SKIP LOCKED)
UPDATE inbox_clock SET {marks} WHERE workspace_id = %(workspace)b AND id IN (
    SELECT k.id FROM inbox_clock k WHERE k.workspace_id = %(workspace)b AND k.state = 'running' AND {due}
        AND k.id IN (SELECT id FROM free WHERE ticket_id IS NULL OR ticket_id IN (SELECT id FROM tickets))
    ORDER BY k.id FOR UPDATE OF k SKIP LOCKED)
RETURNING conversation_id, ticket_id
"""
BREACH = MARK.format(
    due="breached_at IS NULL AND due_at <= %(now)b",
    by="due_at",
    marks="breached_at = due_at, warned_at = coalesce(warned_at, %(now)b::timestamptz)",
)
WARN = MARK.format(
    due="warned_at IS NULL AND warn_at <= %(now)b", by="warn_at", marks="warned_at = %(now)b::timestamptz"
)
# Whoever waits has a running clock: not so where an answer was stopped before it left, or before there were clocks.
# An answer that is still on its way is one.
UNWATCHED = """
SELECT c.id FROM messaging_conversation c
WHERE c.workspace_id = %(workspace)b AND c.open AND c.snoozed_until IS NULL
    AND c.owner <> 'assistant' AND c.waiting_since BETWEEN %(since)b AND %(until)b
    AND NOT EXISTS (SELECT 1 FROM inbox_clock k WHERE k.workspace_id = c.workspace_id AND k.conversation_id = c.id
        AND k.kind = 'turn' AND k.ticket_id IS NULL AND k.state = 'running')
    AND EXISTS (SELECT 1 FROM messaging_message m WHERE m.workspace_id = c.workspace_id
        AND m.conversation_id = c.id AND m.at >= c.waiting_since AND m.direction = 'in'
        AND m.type <> ALL(%(speechless)b::text[]) AND NOT m.payload ?| ARRAY['past', 'standby'])
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
    """In transactions of their own: who holds one conversation waits for no other."""
    _mend(workspace_id, now)
    return sum(_mark(workspace_id, kind, now) for kind in (BREACHED, DUE_SOON))


def _mark(workspace_id: int, kind: str, now: datetime) -> int:
    with workspace_scope(workspace_id):
        given = {"workspace": workspace_id, "now": now, "limit": BATCH}
        found = [Told(*row) for row in fetch(BREACH if kind == BREACHED else WARN, given)]
        _tell(kind, found, now)
        if kind == BREACHED:
            tell(changed={one.conversation_id for one in found if one.conversation_id and not one.ticket_id})
        return len(found)


def _tell(kind: str, promises: Iterable[Told], now: datetime) -> None:
    """Whoever has it, else everybody who is there; what was broken is told to all of these, to somebody surely."""
    found = sorted(set(promises), key=lambda one: (one.conversation_id or 0, one.ticket_id or 0))
    if not found:
        return
    there = on_duty(now)
    for one in _each_once(found):
        mine = _assignee(one)
        all_of_them = [*there, *([mine] if mine else [])]
        whom = notices.whose_turn(mine, there) if kind == DUE_SOON else all_of_them
        notices.tell(
            kind=kind,
            user_ids=whom or watchers(now),
            conversation_id=one.conversation_id,
            ticket_id=one.ticket_id,
            now=now,
        )


def _each_once(found: Iterable[Told]) -> list[Told]:
    """Several clocks of one conversation are one notice."""
    return list({(one.conversation_id, one.ticket_id): one for one in found}.values())


def _assignee(one: Told) -> int | None:
    if one.ticket_id:
        return Ticket.objects.filter(pk=one.ticket_id).values_list("assignee_id", flat=True).first()
    talk = Conversation.objects.filter(pk=one.conversation_id or 0)
    return talk.values_list("assignee_id", flat=True).first()


def _mend(workspace_id: int, now: datetime) -> None:
    """People who wait without a clock get it: from the turn whose answer never left, or from what they wrote."""
    times = {"since": now - LOOK_BACK, "until": now - GRACE, "limit": MENDED}
    with workspace_scope(workspace_id):
        given = {"workspace": workspace_id, "speechless": list(SPEECHLESS)}
        unwatched = fetch(UNWATCHED, given | times)
    for (conversation_id,) in unwatched:
        with workspace_scope(workspace_id):
            _mend_one(conversation_id, now)


def _mend_one(conversation_id: int, now: datetime) -> None:
    unanswered(conversation_id=conversation_id, now=now)
    talk = Conversation.objects.get(pk=conversation_id)
    said = Message.objects.filter(conversation=talk, direction="in", at__gte=talk.waiting_since or now)
    customer_wrote(message_ids=list(said.values_list("pk", flat=True)), now=now)
