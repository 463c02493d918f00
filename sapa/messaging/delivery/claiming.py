"""Taking due messages of all workspaces, by the dispatcher's role. Leases are machine time (decisions.md 22)."""

import time
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import connections

LEASE_SECONDS = 60
MARGIN_SECONDS = 20
ROLE = "dispatch"

CLAIM = """
WITH due AS MATERIALIZED (
    SELECT id FROM messaging_message
    WHERE state = 'planned' AND not_before <= %(now)s AND channel_id <> ALL(%(full)s::bigint[])
    ORDER BY priority, not_before, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE messaging_message m SET state = 'claimed', lease_until = clock_timestamp() + %(lease)s * interval '1 second'
FROM due WHERE m.id = due.id RETURNING m.workspace_id, m.id
"""
NEXT = "SELECT min(not_before) FROM messaging_message WHERE state = 'planned'"


def boot_clock() -> float:
    """Seconds that also pass while the machine sleeps, and that nobody can set."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def claim(*, now: datetime, limit: int, full_channels: Iterable[int] = ()) -> list[tuple[int, list[int]]]:
    """Ids by workspace, most urgent first for `limit`; channels that are busy enough are passed over."""
    given: dict[str, Any] = {"now": now, "limit": limit, "full": list(full_channels), "lease": LEASE_SECONDS}
    with connections[ROLE].cursor() as cursor:
        cursor.execute(CLAIM, given)
        return _by_workspace(cursor.fetchall())


def next_due() -> datetime | None:
    """Business time of the next planned message in any workspace."""
    with connections[ROLE].cursor() as cursor:
        cursor.execute(NEXT)
        row = cursor.fetchone()
    return row[0] if row else None


def _by_workspace(rows: Sequence[tuple[int, int]]) -> list[tuple[int, list[int]]]:
    grouped = groupby(sorted(rows), key=lambda row: row[0])
    return [(workspace_id, [message_id for _, message_id in some]) for workspace_id, some in grouped]
