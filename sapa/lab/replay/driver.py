"""The discrete-event driver (decisions.md 23): from moment to moment, and at each one until all is quiet.

Exact instants: order rows, follow-ups, retries, scans and what customers write. Receipts (sent, delivered,
read) decide nothing: they are handed over with the next answer, or after an hour.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connections

from sapa.base.scope import workspace_scope
from sapa.commerce.importers import apply_due_rows
from sapa.commerce.selectors import next_row_ahead
from sapa.events.services import process_raw, run_handlers
from sapa.journeys.services import advance_due, next_scan, next_wake, scan, settle_due
from sapa.lab.replay.door import Door
from sapa.lab.replay.phones import Phones, Webhook
from sapa.messaging.delivery import deliver_once

MOST_ROUNDS = 200
AN_HOUR = timedelta(hours=1)
SOONEST_NEW_SCAN = timedelta(days=1)  # a parcel handed over now is presumed to have arrived in two days
QUEUES = """
SELECT (SELECT min(next_at) FROM events_rawdelivery WHERE state = 'new'),
    (SELECT min(next_at) FROM events_eventdelivery WHERE state = 'waiting'),
    (SELECT min(next_at) FROM journeys_followup WHERE state = 'waiting'),
    (SELECT min(not_before) FROM messaging_message WHERE state = 'planned')
"""


class Queues(NamedTuple):
    """When the first of each kind of work is due."""

    raw: datetime | None
    handlers: datetime | None
    follow_ups: datetime | None
    messages: datetime | None


@dataclass(slots=True)
class Driver:
    workspace_id: int
    phones: Phones
    door: Door
    seen: Callable[[Webhook], None] = lambda _webhook: None
    moments: int = 0
    _heard_at: datetime | None = field(default=None, init=False)
    _row_at: datetime | None = field(default=None, init=False)
    _scan_at: datetime | None = field(default=None, init=False)
    _wake_at: datetime | None = field(default=None, init=False)

    def play(self, since: datetime, end: datetime) -> Iterator[datetime]:
        """Everything in [since, end); gives each moment when it is over."""
        now: datetime | None = since
        self._look_ahead(since)
        while now is not None and now < end:
            queues = self._moment(now)
            yield now
            now = self._next(queues, now)
        self._hear(end)
        process_raw(now=end)

    def _moment(self, now: datetime) -> Queues:
        self.moments += 1
        if _is_due(self.phones.next_answer, now) or self._heard_at is None or now - self._heard_at >= AN_HOUR:
            self._hear(now)
        for _ in range(MOST_ROUNDS):
            queues = self._queues()
            if not self._work(queues, now) and not self._wake(now):
                return queues
        raise RuntimeError(f"work at {now.isoformat()} does not end: {queues}")

    def _work(self, queues: Queues, now: datetime) -> bool:
        """One kind of work, the earliest of the route first; False when nothing is due."""
        if _is_due(self._row_at, now):
            apply_due_rows(now=now)
            self._look_ahead(now, scans=self._scan_at is None or self._scan_at > now + SOONEST_NEW_SCAN)
        elif _is_due(queues.raw, now):
            process_raw(now=now)
        elif _is_due(queues.handlers, now):
            run_handlers(now=now)
        elif _is_due(self._scan_at, now):
            scan(now=now)
            self._look_ahead(now)
        elif _is_due(queues.follow_ups, now):
            settle_due(now=now)
        elif _is_due(queues.messages, now):
            self.phones.set_clock(now)
            deliver_once(now=now, transport=self.phones)
            self.phones.set_clock(now)
        else:
            return False
        return True

    def _wake(self, now: datetime) -> bool:
        """Enrolments that wait for a time or for an earlier message."""
        with workspace_scope(self.workspace_id):
            self._wake_at = next_wake()
        if not _is_due(self._wake_at, now):
            return False
        advance_due(now=now)
        return True

    def _hear(self, now: datetime) -> None:
        webhooks = self.phones.due(now)
        for webhook in webhooks:
            self.seen(webhook)
        self.door.take(webhooks, now)
        self._heard_at = now

    def _look_ahead(self, now: datetime, *, scans: bool = True) -> None:
        with workspace_scope(self.workspace_id):
            self._row_at = next_row_ahead()
            if scans:
                self._scan_at = next_scan(after=now)

    def _next(self, queues: Queues, now: datetime) -> datetime | None:
        ahead = (*queues, self._row_at, self._scan_at, self._wake_at, self.phones.next_answer)
        return min((at for at in ahead if at is not None and at > now), default=None)

    def _queues(self) -> Queues:
        with connections["dispatch"].cursor() as cursor:
            cursor.execute(QUEUES)
            return Queues(*cursor.fetchone())


def _is_due(at: datetime | None, now: datetime) -> bool:
    return at is not None and at <= now
