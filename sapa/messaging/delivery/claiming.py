"""Taking due messages of all workspaces, by the dispatcher's role. Leases are machine time (decisions.md 22)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.db import connections, transaction

from sapa.base.clock import boot_clock
from sapa.base.rows import fetch
from sapa.messaging.delivery import pacing
from sapa.messaging.delivery.pacing import ROLE, Slots

__all__ = ["LEASE_SECONDS", "MARGIN_SECONDS", "boot_clock", "claim", "next_due"]
LEASE_SECONDS = 60
MARGIN_SECONDS = 20
FEWEST = 32

# Number by number through the queue's index, however long the queue of one may be.
BUSY = """
WITH RECURSIVE busy (channel_id, workspace_id) AS (
    (SELECT channel_id, workspace_id FROM messaging_message WHERE state = 'planned' ORDER BY channel_id LIMIT 1)
    UNION ALL
    SELECT further.channel_id, further.workspace_id FROM busy, LATERAL (
        SELECT m.channel_id, m.workspace_id FROM messaging_message m
        WHERE m.state = 'planned' AND m.channel_id > busy.channel_id ORDER BY m.channel_id LIMIT 1) AS further
)
SELECT channel_id, workspace_id FROM busy
"""
CLAIM = """
WITH due AS (
    SELECT m.id FROM unnest(%(channels)b::bigint[], %(slots)b::bigint[]) AS free (channel_id, slots), LATERAL (
        SELECT id, priority, not_before FROM messaging_message
        WHERE channel_id = free.channel_id AND state = 'planned' AND not_before <= %(now)b
        ORDER BY priority, not_before, id LIMIT free.slots) AS m
    ORDER BY m.priority, m.not_before, m.id LIMIT %(limit)b
), held AS MATERIALIZED (
    SELECT id FROM messaging_message WHERE id IN (SELECT id FROM due) AND state = 'planned' FOR UPDATE SKIP LOCKED
)
UPDATE messaging_message m SET state = 'claimed', lease_until = clock_timestamp() + %(lease)b::int * interval '1 second'
FROM held WHERE m.id = held.id RETURNING m.workspace_id, m.id, m.contact_id, m.channel_id
"""
NEXT = "SELECT min(not_before) FROM messaging_message WHERE state = 'planned'"


class Taken(NamedTuple):
    workspace_id: int
    id: int
    contact_id: int
    channel_id: int


class Claim(NamedTuple):
    """Messages by workspace; `slots` by number, none when nobody counts them; `busy` workspaces have a queue."""

    batches: Sequence[tuple[int, Sequence[Taken]]] = ()
    slots: Mapping[int, Slots] = {}
    busy: frozenset[int] = frozenset()


def claim(*, now: datetime, limit: int) -> Claim:
    """Everything that is due, most urgent first for `limit`, whatever the numbers' paces say."""
    busy = _busy()
    return Claim(
        _by_workspace(_claimed(dict.fromkeys(busy, limit), now, limit)), {}, frozenset(busy.values())
    )


def claim_paced(*, now: datetime, limit: int) -> Claim:
    """No more of each number than it may send within the next second, with the slots they got."""
    busy = _busy()
    if not busy:
        return Claim()
    with transaction.atomic(using=ROLE):
        paces = {pace.channel_id: pace for pace in pacing.take(list(busy))}
        most = max(FEWEST, 2 * limit // len(busy))
        free = {pk: min(pacing.free_slots(pace), most) for pk, pace in paces.items()}
        taken = _claimed({pk: count for pk, count in free.items() if count}, now, limit)
        counts = Counter(one.channel_id for one in taken)
        slots = {pk: pacing.reserved(paces[pk], count) for pk, count in counts.items()}
        pacing.reserve(slots.values())
    if new := {workspace_id for pk, workspace_id in busy.items() if pk not in paces}:
        pacing.tend(new)
    return Claim(_by_workspace(taken), slots, frozenset(busy.values()))


def next_due() -> datetime | None:
    """Business time of the next planned message in any workspace."""
    with connections[ROLE].cursor() as cursor:
        cursor.execute(NEXT)
        row = cursor.fetchone()
    return row[0] if row else None


def _busy() -> dict[int, int]:
    """Numbers for which something is planned, with their workspace."""
    return dict(fetch(BUSY, using=ROLE))


def _claimed(slots: Mapping[int, int], now: datetime, limit: int) -> list[Taken]:
    if not slots or limit <= 0:
        return []
    given = {
        "channels": list(slots),
        "slots": list(slots.values()),
        "now": now,
        "limit": limit,
        "lease": LEASE_SECONDS,
    }
    return [Taken(*row) for row in fetch(CLAIM, given, using=ROLE)]


def _by_workspace(rows: Sequence[Taken]) -> list[tuple[int, list[Taken]]]:
    grouped = groupby(sorted(rows), key=lambda row: row.workspace_id)
    return [(workspace_id, list(some)) for workspace_id, some in grouped]
