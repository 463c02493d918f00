"""Group commit: all deliveries that wait are one statement and one commit; meanwhile the next ones gather."""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Mapping, Sequence
from time import monotonic
from typing import LiteralString, NamedTuple

import psycopg

from sapa.base.clock import now_sql
from sapa.events.ingest.line import ANSWER_SECONDS, Line

MOST_ROWS = 1000
MOST_BYTES = 16_000_000
MOST_WAITING_BYTES = 64_000_000
INSERT: LiteralString = """
INSERT INTO events_rawdelivery
    (workspace_id, endpoint_id, kind, received_at, headers, body, state, attempts, next_at, error)
SELECT a.workspace, a.endpoint, a.kind, clock.now, a.headers::jsonb, a.body, 'new', 0, clock.now, ''
FROM unnest(%b::bigint[], %b::bigint[], %b::text[], %b::text[], %b::bytea[])
     AS a(workspace, endpoint, kind, headers, body), clock
"""
logger = logging.getLogger(__name__)


class Overloaded(Exception):
    """More bytes wait for a commit than may."""


class Arrival(NamedTuple):
    workspace_id: int
    endpoint_id: int
    kind: str
    headers: Mapping[str, str]
    body: bytes


class Waiting(NamedTuple):
    arrival: Arrival
    committed: "asyncio.Future[None]"
    since: float


class Storage:
    def __init__(self, line: Line) -> None:
        self._line = line
        self._waiting: deque[Waiting] = deque()
        self._bytes = 0
        self._stopping = False
        self._wake = asyncio.Event()
        self._task = asyncio.create_task(self._work())

    async def store(self, arrival: Arrival) -> None:
        """Returns when the row is committed. Raises Overloaded, psycopg.Error or TimeoutError (after 20 s at most)."""
        if self._bytes >= MOST_WAITING_BYTES:
            raise Overloaded
        waiting = Waiting(arrival, asyncio.get_running_loop().create_future(), monotonic())
        self._waiting.append(waiting)
        self._bytes += len(arrival.body)
        self._wake.set()
        await waiting.committed

    async def stop(self) -> None:
        """Commits what waits, then ends."""
        self._stopping = True
        self._wake.set()
        await self._task

    async def _work(self) -> None:
        while self._waiting or not self._stopping:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                self._give_up(monotonic() - ANSWER_SECONDS)
                if batch := self._batch():
                    await self._commit(batch)

    def _give_up(self, oldest: float) -> None:
        """Who has waited since before that hears at once that it did not work; nothing of it was written."""
        while self._waiting and self._waiting[0].since < oldest:
            late = self._waiting.popleft()
            self._bytes -= len(late.arrival.body)
            _settle([late], TimeoutError())

    def _batch(self) -> list[Waiting]:
        batch: list[Waiting] = []
        size = 0
        while self._waiting and len(batch) < MOST_ROWS and size < MOST_BYTES:
            batch.append(self._waiting.popleft())
            size += len(batch[-1].arrival.body)
        return batch

    async def _commit(self, batch: Sequence[Waiting]) -> None:
        try:
            await self._insert([waiting.arrival for waiting in batch])
        except (psycopg.DataError, psycopg.IntegrityError) as error:
            await self._separate(batch, error)
        except Exception as error:
            logger.error("%s deliveries were not stored: %s", len(batch), type(error).__name__)
            _settle(batch, error)
        else:
            _settle(batch, None)
        finally:
            self._bytes -= sum(len(waiting.arrival.body) for waiting in batch)

    async def _separate(self, batch: Sequence[Waiting], error: Exception) -> None:
        """One row that the database refuses must not cost its neighbours their answer."""
        if len(batch) == 1:
            logger.error("A delivery was refused by the database: %s", type(error).__name__)
            return _settle(batch, error)
        for waiting in batch:
            try:
                await self._insert([waiting.arrival])
            except Exception as refused:
                _settle([waiting], refused)
            else:
                _settle([waiting], None)
        return None

    async def _insert(self, arrivals: Sequence[Arrival]) -> None:
        await self._line.ask("WITH clock AS (SELECT " + now_sql() + " AS now) " + INSERT, _columns(arrivals))


def _columns(arrivals: Sequence[Arrival]) -> list[list[object]]:
    return [
        [arrival.workspace_id for arrival in arrivals],
        [arrival.endpoint_id for arrival in arrivals],
        [arrival.kind for arrival in arrivals],
        _written([arrival.headers for arrival in arrivals]),
        [arrival.body for arrival in arrivals],
    ]


def _written(headers: Sequence[Mapping[str, str]]) -> list[object]:
    """As JSON; most deliveries carry the same as the one before."""
    written: list[object] = []
    for place, one in enumerate(headers):
        same = place > 0 and one == headers[place - 1]
        written.append(written[-1] if same else json.dumps(dict(one)))
    return written


def _settle(batch: Sequence[Waiting], error: Exception | None) -> None:
    for waiting in batch:
        if waiting.committed.done():
            continue
        if error is None:
            waiting.committed.set_result(None)
        else:
            waiting.committed.set_exception(error)
