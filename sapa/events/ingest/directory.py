"""Which endpoint an address belongs to, with its secrets opened: asked once for all, kept for a moment."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import LiteralString
from uuid import UUID

from sapa.base.clock import now_sql
from sapa.events.ingest.line import Line
from sapa.events.services import open_secrets

KEPT_SECONDS = 2.0
MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Address:
    """An endpoint as it was at `read`, with the business time of that moment."""

    endpoint_id: int
    workspace_id: int
    kind: str
    secrets: list[str]
    at: datetime
    read: float

    def now(self) -> datetime:
        return self.at + timedelta(seconds=time.monotonic() - self.read)


@dataclass(frozen=True, slots=True)
class Entry:
    asked: float
    answer: "asyncio.Task[Address | None]"

    def is_good(self, oldest: float) -> bool:
        failed = self.answer.done() and (self.answer.cancelled() or self.answer.exception() is not None)
        return not failed and time.monotonic() - self.asked <= oldest


class Directory:
    def __init__(self, line: Line) -> None:
        self._line = line
        self._entries: dict[UUID, Entry] = {}

    async def find(self, public_id: UUID, *, oldest: float = KEPT_SECONDS) -> Address | None:
        """None for an unknown or switched-off address. Raises psycopg.Error, TimeoutError or SealError."""
        entry = self._entries.get(public_id)
        if entry is None or not entry.is_good(oldest):
            entry = Entry(time.monotonic(), asyncio.create_task(self._look_up(public_id)))
            if len(self._entries) >= MOST_KEPT:
                self._entries.clear()
            self._entries[public_id] = entry
        return await asyncio.shield(entry.answer)

    async def _look_up(self, public_id: UUID) -> Address | None:
        columns: LiteralString = "e.id, e.workspace_id, e.kind, e.secrets, " + now_sql()
        query = "SELECT " + columns + " FROM sapa_endpoint(%s) e"  # noqa: S608 (constants)
        rows = await self._line.ask(query, [public_id])
        return _address(*rows[0]) if rows else None


def _address(endpoint_id: int, workspace_id: int, kind: str, sealed: list[str], at: datetime) -> Address:
    secrets = open_secrets(sealed=sealed, workspace_id=workspace_id, endpoint_id=endpoint_id)
    return Address(endpoint_id, workspace_id, kind, secrets, at.astimezone(UTC), time.monotonic())
