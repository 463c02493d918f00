"""All that is kept of a delivery that was refused: one more on that day's count. Written once a second."""

import asyncio
import logging
from collections import Counter
from datetime import date

from sapa.events.ingest.directory import Address
from sapa.events.ingest.line import Line

FLUSH_SECONDS = 1.0
CODE_LENGTH = 20
UPSERT = """
INSERT INTO events_refuseddelivery (workspace_id, endpoint_id, day, code, count)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::date[], %s::text[], %s::int[])
ON CONFLICT (workspace_id, endpoint_id, day, code)
DO UPDATE SET count = events_refuseddelivery.count + excluded.count
"""
logger = logging.getLogger(__name__)


class Refusals:
    def __init__(self, line: Line) -> None:
        self._line = line
        self._counts: Counter[tuple[int, int, date, str]] = Counter()
        self._task = asyncio.create_task(self._work())

    def count(self, address: Address, code: str) -> None:
        """The day is that of business time in UTC."""
        day = address.now().date()
        self._counts[address.workspace_id, address.endpoint_id, day, code[:CODE_LENGTH]] += 1

    async def stop(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        await self._flush()

    async def _work(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_SECONDS)
            await self._flush()

    async def _flush(self) -> None:
        """Counts that could not be written stay for the next time."""
        counts, self._counts = self._counts, Counter()
        if not counts:
            return
        columns = [list(column) for column in zip(*counts, strict=True)]
        try:
            await self._line.ask(UPSERT, [*columns, list(counts.values())])
        except Exception as error:
            logger.error("Refused deliveries were not counted: %s", type(error).__name__)
            self._counts.update(counts)
