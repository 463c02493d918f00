"""Messages whose turn waits until the model was asked: noted, taken by one worker at a time, in their order."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connections

from sapa.assistant.models import WaitingMessage
from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.messaging.models import Message

LEASE = timedelta(seconds=90)  # longer than a round may take, the longest timeout included
AT_ONCE = 16
SHOPS = """
SELECT DISTINCT workspace_id FROM assistant_waitingmessage WHERE leased_until IS NULL OR leased_until <= %(now)s
"""
# The oldest of each conversation: what was written later is answered later.
CLAIM = """
UPDATE assistant_waitingmessage SET leased_until = %(until)b::timestamptz, tries = tries + 1 WHERE id IN (
    SELECT w.id FROM assistant_waitingmessage w WHERE w.workspace_id = %(workspace)b
        AND (w.leased_until IS NULL OR w.leased_until <= %(now)b::timestamptz)
        AND NOT EXISTS (SELECT 1 FROM assistant_waitingmessage e WHERE e.workspace_id = w.workspace_id
            AND e.conversation_id = w.conversation_id AND e.message_id < w.message_id)
    ORDER BY w.message_id LIMIT %(limit)b FOR UPDATE OF w SKIP LOCKED)
RETURNING message_id, noted_at, tries
"""
Taken = tuple[int, datetime, int]


def note_waiting(messages: Sequence[Message], now: datetime) -> None:
    """The contacts are held."""
    rows = [
        WaitingMessage(message_id=one.pk, conversation_id=one.conversation_id, noted_at=now)
        for one in messages
    ]
    WaitingMessage.objects.bulk_create(rows, ignore_conflicts=True)


def shops_waiting(now: datetime) -> list[int]:
    with connections["dispatch"].cursor() as cursor:
        cursor.execute(SHOPS, {"now": now})
        return [int(row[0]) for row in cursor.fetchall()]


def claim(now: datetime) -> list[Taken]:
    """Message, when it was noted, how often it was taken with this time. Nobody else takes it before the lease ends."""
    given = {"workspace": current_workspace_id(), "now": now, "until": now + LEASE, "limit": AT_ONCE}
    rows: list[Taken] = [(int(pk), noted, int(tries)) for pk, noted, tries in fetch(CLAIM, given)]
    return sorted(rows)


def let_go(message_id: int) -> None:
    WaitingMessage.objects.filter(message_id=message_id).delete()


def give_back(message_id: int) -> None:
    """For the next round; how often it was taken is not forgotten."""
    WaitingMessage.objects.filter(message_id=message_id).update(leased_until=None)
