"""One look at a workspace: what changed since a transaction, the home page's figures, and what high rooms add."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from sapa.base.scope import workspace_scope

MOST = 500  # changed conversations in one look; where there are more, pages fetch what they show
NEVER = str(2**63 - 1)

CHANGED = """
SELECT pg_snapshot_xmin(now.snapshot)::text, pg_snapshot_xmax(now.snapshot)::text, (
    SELECT coalesce(json_agg(json_build_array(found.public_id, found.version, found.given >= %(since)s::xid8)), '[]')
    FROM (SELECT c.public_id, c.version, c.given FROM messaging_conversation c
        WHERE c.workspace_id = %(workspace)s AND c.changed >= %(since)s::xid8
            AND c.changed < pg_snapshot_xmax(now.snapshot)
        ORDER BY c.changed LIMIT %(most)s) AS found)
FROM (SELECT pg_current_snapshot() AS snapshot) AS now
"""
COUNTS = """
SELECT json_build_array(
    (SELECT count(*) FROM messaging_message WHERE workspace_id = %(workspace)s AND state IN ('sending', 'unknown')),
    (SELECT count(*) FROM messaging_message WHERE workspace_id = %(workspace)s AND state = 'planned'),
    (SELECT max(id) FROM events_event WHERE workspace_id = %(workspace)s))
"""
NOW = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text"
Marks = Mapping[str, Mapping[str, str]]


class Changed(NamedTuple):
    """A conversation by its public id; `given`: it went to somebody else."""

    id: str
    version: int
    given: bool


class Look(NamedTuple):
    """`position`: the oldest transaction that still ran, `ahead`: the first that had not begun. `counts` and `more`
    (by event, marks by key) are compared with those of the look before; `is_whole`: they were looked at as well.
    """

    position: str
    ahead: str
    changed: Sequence[Changed]
    counts: str
    more: Marks
    is_whole: bool = True

    @property
    def is_full(self) -> bool:
        return len(self.changed) >= MOST


def position() -> str:
    """What a page that is drawn now has seen, as the id of an event."""
    with connection.cursor() as cursor:
        cursor.execute(NOW)
        return str(cursor.fetchone()[0])


def read(workspace_id: int, since: str, before: Look | None = None) -> Look:
    """In a short scope of its own, on a connection that is given back at once. Of `before` everything but changed
    conversations is taken over.
    """
    if before:
        found_at, ahead, changed = _fetch(CHANGED, workspace_id, since)
        return before._replace(
            position=found_at, ahead=ahead, changed=[Changed(*one) for one in changed], is_whole=False
        )
    more = _more()
    parts = ", ".join(f"({query})" for query in (COUNTS, *more.values()))
    statement = f"SELECT changed.*, {parts} FROM ({CHANGED}) AS changed"  # noqa: S608 (our own queries)
    found_at, ahead, changed, counts, *looks = _fetch(statement, workspace_id, since)
    marks = {name: found or {} for name, found in zip(more, looks, strict=True)}
    return Look(found_at, ahead, [Changed(*one) for one in changed], json.dumps(counts), marks)


def read_changed(workspace_id: int, since: str) -> list[Changed] | None:
    """None: more than can be told, or a position that this database has not reached, as after a restore."""
    _position, ahead, changed = _fetch(CHANGED, workspace_id, since)
    unknown = int(since) > int(ahead) or len(changed) >= MOST
    return None if unknown else [Changed(*one) for one in changed]


def _fetch(statement: str, workspace_id: int, since: str) -> tuple:  # type: ignore[type-arg]
    try:
        with workspace_scope(workspace_id), connection.cursor() as cursor:
            cursor.execute(statement, {"workspace": workspace_id, "since": since, "most": MOST})
            return tuple(cursor.fetchone())
    finally:
        connection.close()


@cache
def _more() -> Mapping[str, str]:
    """What high rooms want looked at in the same second: by event, a query for {key: mark}."""
    looks: Mapping[str, str] = import_string(settings.LIVE_LOOKS)
    return looks
