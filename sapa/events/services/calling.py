"""The worker's loop that calls webhooks: each receiver in a task of its own, so that a slow one delays nobody."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any, TypeVar

import aiohttp
from django.db import connections

from sapa.accounts.selectors import workspace_ids
from sapa.base.clock import machine_now
from sapa.base.egress import EgressRefusedError, egress_session
from sapa.base.scope import workspace_scope
from sapa.domain.webhooks import Answer
from sapa.events.services.posting import (
    SWEPT_AT_ONCE,
    Due,
    Letter,
    Reply,
    claim_letters,
    due_webhooks,
    settle_replies,
    sweep_webhooks,
)

IDLE_SECONDS = 1.0
BROKEN_SECONDS = 5.0
SWEEP_SECONDS = 3_600.0
RECEIVERS = 64
TURN_SECONDS = 10.0
T = TypeVar("T")
logger = logging.getLogger(__name__)


async def call_webhooks(stop: asyncio.Event) -> None:
    """Until `stop` is set; then what is under way is finished and written down."""
    with ThreadPoolExecutor(1, "webhooks") as database:
        async with egress_session() as session:
            caller = Caller(database, session)
            try:
                await caller.run(stop)
            finally:
                await caller.in_database(connections.close_all)


class Caller:
    """Everything that touches the database happens on its one thread."""

    def __init__(self, database: ThreadPoolExecutor, session: aiohttp.ClientSession) -> None:
        self._database, self._session = database, session
        self._busy: dict[Due, asyncio.Task[None]] = {}
        self._last: Due | None = None
        self._swept_at = float("-inf")

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                await self._look(stop)
                rest = IDLE_SECONDS
            except Exception as error:
                logger.error("webhooks: %s, trying again", type(error).__name__)
                rest = BROKEN_SECONDS
            await _sleep(stop, rest)
        await asyncio.gather(*self._busy.values())

    async def in_database(self, work: Callable[..., T], **given: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._database, lambda: _fresh(work, given))

    async def _look(self, stop: asyncio.Event) -> None:
        self._busy = {due: task for due, task in self._busy.items() if not task.done()}
        due = await self.in_database(due_webhooks, now=machine_now())
        idle = [one for one in due if one not in self._busy]
        chosen = in_turn(idle, after=self._last)[: RECEIVERS - len(self._busy)]
        self._last = chosen[-1] if chosen else self._last
        self._busy |= {one: asyncio.create_task(self._tell(one, stop)) for one in chosen}
        if time.monotonic() - self._swept_at > SWEEP_SECONDS:
            await self._sweep(stop)
            self._swept_at = time.monotonic()

    async def _sweep(self, stop: asyncio.Event) -> None:
        """Until nothing old is left; between two steps, letters have their turn in the database."""
        for workspace_id in await self.in_database(workspace_ids):
            found = SWEPT_AT_ONCE
            while found == SWEPT_AT_ONCE and not stop.is_set():
                found = await self.in_database(sweep_workspace, workspace_id=workspace_id, now=machine_now())

    async def _tell(self, due: Due, stop: asyncio.Event) -> None:
        """As long as this receiver has something due and its turn lasts; then others have its place."""
        began, letters = time.monotonic(), None
        try:
            while not stop.is_set() and (letters is None or time.monotonic() - began < TURN_SECONDS):
                letters = await self.in_database(claim_letters, due=due, now=machine_now())
                if not letters:
                    return
                replies = await post(self._session, letters)
                await self.in_database(settle_replies, due=due, replies=replies, now=machine_now())
        except Exception as error:
            logger.error("webhook %s: %s, trying again", due.webhook_id, type(error).__name__)
            await _sleep(stop, BROKEN_SECONDS)


async def post(session: aiohttp.ClientSession, letters: Sequence[Letter]) -> list[Reply]:
    """All at once; whatever happens, each has a reply."""
    return list(await asyncio.gather(*(_posted(session, letter) for letter in letters)))


def in_turn(due: Sequence[Due], *, after: Due | None) -> list[Due]:
    """Those behind the one that was called last come first, so that a crowd of slow ones starves nobody."""
    return sorted(due, key=lambda one: (after is not None and one <= after, one))


def sweep_workspace(*, workspace_id: int, now: datetime) -> int:
    with workspace_scope(workspace_id):
        return sweep_webhooks(now=now)


async def _posted(session: aiohttp.ClientSession, letter: Letter) -> Reply:
    began = time.monotonic()
    answer = await _answer(session, letter)
    return Reply(letter.delivery_id, answer, int((time.monotonic() - began) * 1000))


async def _answer(session: aiohttp.ClientSession, letter: Letter) -> Answer:
    """Only the status and Retry-After are read: what a receiver writes back is nobody's business."""
    try:
        async with session.post(letter.url, data=letter.body, headers=letter.headers) as response:
            return Answer(response.status, "", _wish(response.headers.get("Retry-After", "")))
    except aiohttp.TooManyRedirects as error:
        return Answer(error.status, "redirect")
    except aiohttp.ClientConnectorCertificateError:
        return Answer(None, "certificate")
    except aiohttp.ClientConnectorError as error:
        return Answer(None, "not_public" if isinstance(error.os_error, EgressRefusedError) else "unreachable")
    except TimeoutError:
        return Answer(None, "timeout")
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return Answer(None, type(error).__name__[:40])


def _wish(header: str) -> timedelta | None:
    """In seconds; the form with a date is left to our own schedule."""
    return (
        timedelta(seconds=int(header)) if header.isascii() and header.isdigit() and len(header) < 7 else None
    )


def _fresh(work: Callable[..., T], given: dict[str, Any]) -> T:
    """A connection that the database has closed is not kept."""
    try:
        return work(**given)
    finally:
        for connection in connections.all(initialized_only=True):
            connection.close_if_unusable_or_obsolete()


async def _sleep(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
