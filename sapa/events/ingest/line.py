"""One connection of the web process as `sapa_ingest`: may add raw deliveries and counts, and read no row."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, LiteralString

import psycopg
from django.conf import settings

NAME = "sapa ingest"
CONNECT_SECONDS = 5
ANSWER_SECONDS = 10.0
WORDS = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}


class Line:
    """Opened when first needed, and again after any failure: nothing is known about a broken statement."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._connection: psycopg.AsyncConnection[Any] | None = None

    async def ask(
        self, query: LiteralString, params: Sequence[object] | Mapping[str, object]
    ) -> list[tuple[Any, ...]]:
        """One statement, committed by itself. Raises psycopg.Error or TimeoutError."""
        async with self._lock:
            try:
                async with asyncio.timeout(ANSWER_SECONDS):
                    cursor = await (await self._open()).execute(query, params)
                    return await cursor.fetchall() if cursor.description else []
            except BaseException:
                await self.close()
                raise

    async def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def _open(self) -> psycopg.AsyncConnection[Any]:
        if self._connection is None:
            connection = await psycopg.AsyncConnection.connect(
                **words(), application_name=NAME, autocommit=True, connect_timeout=CONNECT_SECONDS
            )
            self._connection = connection
            await connection.execute("SET ROLE sapa_ingest")
            await connection.execute("SET synchronous_commit = on")
        return self._connection


def words() -> dict[str, Any]:
    """libpq's words of the alias `ingest`."""
    known = settings.DATABASES["ingest"]
    extra = {name: value for name, value in known["OPTIONS"].items() if name not in {"assume_role", "pool"}}
    return {word: str(known[name]) for name, word in WORDS.items() if known.get(name)} | extra
