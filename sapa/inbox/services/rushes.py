"""When more people wait than can be answered, promotions rest until the queue is short again (replies first)."""

from datetime import datetime

from sapa.accounts.selectors import workspace_ids
from sapa.accounts.services import audit
from sapa.base.scope import workspace_scope
from sapa.domain.service_promise import expected_seconds, is_rush
from sapa.inbox.selectors.queue import answered_lately
from sapa.inbox.services.clocks import keeping
from sapa.journeys.services.rushing import let_go
from sapa.messaging.selectors.rushes import people_waiting, rush
from sapa.messaging.services.rushes import begin_rush, end_rush, note_rush


def watch_queues(*, now: datetime) -> int:
    """In every workspace; returns in how many a rush began or ended."""
    return sum(_watch(workspace_id, now) for workspace_id in workspace_ids())


def _watch(workspace_id: int, now: datetime) -> int:
    with workspace_scope(workspace_id):
        return look_at_queue(now=now)


def look_at_queue(*, now: datetime) -> bool:
    """Whether a rush began or ended."""
    current, rules = rush(), keeping.book().promise.rush
    waiting = people_waiting() if rules.on else 0
    expected = expected_seconds(waiting, answered_lately(now)) if rules.on and waiting else 0
    figures = {"waiting": waiting, "expected_seconds": expected}
    if is_rush(rules, waiting=waiting, expected=expected, was=current is not None):
        if current:
            note_rush(now=now, **figures)
            return False
        return _began(figures, now)
    return current is not None and _ended(figures, now)


def _began(figures: dict[str, int], now: datetime) -> bool:
    began = begin_rush(now=now, **figures)
    if began:
        audit(action="rush.began", now=now, data=figures)
    return began


def _ended(figures: dict[str, int], now: datetime) -> bool:
    """Promotions that waited for it are asked about at once."""
    ended = end_rush(now=now)
    if ended:
        audit(action="rush.ended", now=now, data=figures | {"let_go": let_go(now=now)})
    return ended
