"""Which numbers have something due, found by the dispatcher's role, and taking it inside a workspace.

Nothing is written: whoever decides holds messages and contacts by row locks until the decision is committed, and
others pass them by.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connections, transaction

from sapa.base.clock import boot_clock
from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.messaging.delivery import pacing
from sapa.messaging.delivery.pacing import ROLE, Slots

__all__ = [
    "LEASE_SECONDS",
    "MARGIN_SECONDS",
    "boot_clock",
    "claim",
    "claim_paced",
    "next_due",
    "take",
    "waiting",
]
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
DUE = """
SELECT free.channel_id, count(*), min(m.priority), min(m.not_before)
FROM unnest(%(channels)b::bigint[], %(slots)b::bigint[]) AS free (channel_id, slots), LATERAL (
    SELECT priority, not_before FROM messaging_message
    WHERE channel_id = free.channel_id AND state = 'planned' AND not_before <= %(now)b
    ORDER BY priority, not_before, id LIMIT free.slots) AS m
GROUP BY free.channel_id ORDER BY min(m.priority), min(m.not_before), free.channel_id
"""
HOLD = """
SELECT m.id, m.contact_id
FROM unnest(%(channels)b::bigint[], %(counts)b::bigint[]) AS free (channel_id, count), LATERAL (
    SELECT id, contact_id, priority, not_before FROM messaging_message
    WHERE workspace_id = %(workspace)b AND channel_id = free.channel_id AND state = 'planned'
        AND not_before <= %(now)b
    ORDER BY priority, not_before, id LIMIT free.count FOR UPDATE SKIP LOCKED) AS m
ORDER BY m.priority, m.not_before, m.id
"""
HOLD_THESE = """
SELECT id, contact_id FROM messaging_message
WHERE workspace_id = %(workspace)b AND id = ANY(%(ids)b::bigint[]) AND state = 'planned' AND not_before <= %(now)b
ORDER BY id FOR UPDATE SKIP LOCKED
"""
WAITING = "SELECT count(*) FROM messaging_message WHERE state = 'planned' AND not_before <= %(now)b"
NEXT = "SELECT min(not_before) FROM messaging_message WHERE state = 'planned'"


Wanted = Mapping[int, int] | Sequence[int]
"""How many of which number, or messages by their ids."""


class Taken(NamedTuple):
    """A message that this transaction holds."""

    id: int
    contact_id: int


class Claim(NamedTuple):
    """How many messages of which number may be taken, by workspace, the number with the most urgent first.

    `slots` by number, none when nobody counts them; `busy` workspaces have a queue.
    """

    due: Mapping[int, Mapping[int, int]] = {}
    slots: Mapping[int, Slots] = {}
    busy: frozenset[int] = frozenset()


def claim(*, now: datetime, limit: int) -> Claim:
    """Everything that is due, most urgent first for `limit`, whatever the numbers' paces say."""
    busy = _busy()
    return Claim(
        _by_workspace(_due(dict.fromkeys(busy, limit), now, limit), busy), {}, frozenset(busy.values())
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
        counts = _due({pk: count for pk, count in free.items() if count}, now, limit)
        slots = {pk: pacing.reserved(paces[pk], count) for pk, count in counts.items()}
        pacing.reserve(slots.values())
    if new := {workspace_id for pk, workspace_id in busy.items() if pk not in paces}:
        pacing.tend(new)
    return Claim(_by_workspace(counts, busy), slots, frozenset(busy.values()))


def take(wanted: Wanted, now: datetime) -> list[Taken]:
    """Holds messages of the workspace in scope, the more urgent first; waits for nobody: what is held comes again."""
    given: dict[str, Any] = {"workspace": current_workspace_id(), "now": now}
    if isinstance(wanted, Mapping):
        rows = fetch(HOLD, given | {"channels": list(wanted), "counts": list(wanted.values())})
    else:
        rows = fetch(HOLD_THESE, given | {"ids": list(wanted)})
    return [Taken(*row) for row in rows]


def waiting(*, now: datetime) -> int:
    """How many messages are due in all workspaces."""
    [(count,)] = fetch(WAITING, {"now": now}, using=ROLE)
    return int(count)


def next_due() -> datetime | None:
    """Business time of the next planned message in any workspace."""
    with connections[ROLE].cursor() as cursor:
        cursor.execute(NEXT)
        row = cursor.fetchone()
    return row[0] if row else None


def _busy() -> dict[int, int]:
    """Numbers for which something is planned, with their workspace."""
    return dict(fetch(BUSY, using=ROLE))


def _due(slots: Mapping[int, int], now: datetime, limit: int) -> dict[int, int]:
    """What is due for each of these numbers, up to `limit` in all."""
    if not slots or limit <= 0:
        return {}
    given = {"channels": list(slots), "slots": list(slots.values()), "now": now}
    found: dict[int, int] = {}
    for channel_id, count, _priority, _since in fetch(DUE, given, using=ROLE):
        if room := min(count, limit - sum(found.values())):
            found[channel_id] = room
    return found


def _by_workspace(counts: Mapping[int, int], busy: Mapping[int, int]) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for channel_id, count in counts.items():
        found[busy[channel_id]][channel_id] = count
    return dict(found)
