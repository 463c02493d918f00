"""When does something happen next? Asked by the demo clock and by the replay, so that no moment is jumped over."""

from datetime import datetime

from django.db import connections

from sapa.accounts.selectors import workspace_ids
from sapa.base.scope import workspace_scope
from sapa.commerce.selectors import next_row_ahead
from sapa.journeys.services import next_scan, next_wake

BUSY = """
SELECT EXISTS (SELECT 1 FROM events_rawdelivery WHERE state = 'new' AND next_at <= %(now)s)
    OR EXISTS (SELECT 1 FROM events_eventdelivery WHERE state = 'waiting' AND next_at <= %(now)s)
    OR EXISTS (SELECT 1 FROM journeys_followup WHERE state = 'waiting' AND next_at <= %(now)s)
    OR EXISTS (SELECT 1 FROM messaging_message WHERE state = 'planned' AND not_before <= %(now)s)
    OR EXISTS (SELECT 1 FROM messaging_message WHERE state = 'sending')
"""
NEXT = """
SELECT least(
    (SELECT min(next_at) FROM events_rawdelivery WHERE state = 'new' AND next_at > %(now)s),
    (SELECT min(next_at) FROM events_eventdelivery WHERE state = 'waiting' AND next_at > %(now)s),
    (SELECT min(next_at) FROM journeys_followup WHERE state = 'waiting' AND next_at > %(now)s),
    (SELECT min(not_before) FROM messaging_message WHERE state = 'planned' AND not_before > %(now)s))
"""


def is_busy(now: datetime) -> bool:
    """Whether work that is due at `now` is still being done."""
    return bool(_ask(BUSY, now)) or any(ahead <= now for ahead in _per_workspace(now, only_rows=True))


def next_moment(now: datetime) -> datetime | None:
    """The first instant after `now` at which anything in any workspace falls due."""
    queued = _ask(NEXT, now)
    moments = [*_per_workspace(now), *([queued] if queued else [])]
    return min((moment for moment in moments if moment > now), default=None)


def _ask(query: str, now: datetime) -> datetime | None:
    with connections["dispatch"].cursor() as cursor:
        cursor.execute(query, {"now": now})
        row = cursor.fetchone()
    return row[0] if row else None


def _per_workspace(now: datetime, *, only_rows: bool = False) -> list[datetime]:
    found: list[datetime | None] = []
    for workspace_id in workspace_ids():
        with workspace_scope(workspace_id):
            found += [next_row_ahead(), next_wake()]
            if not only_rows:
                found.append(next_scan(after=now))
    return [moment for moment in found if moment]
