"""The worker's delivery loop: one writer to the database, many requests in flight, a clean end."""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, connections
from django.utils.module_loading import import_string

from sapa.base.clock import business_now
from sapa.messaging.delivery.claiming import MARGIN_SECONDS, boot_clock, claim
from sapa.messaging.delivery.flipping import Ready, flip
from sapa.messaging.delivery.outcomes import Result
from sapa.messaging.delivery.pacing import Pacing
from sapa.messaging.delivery.results import record_results
from sapa.messaging.delivery.sweeping import sweep
from sapa.messaging.schemas import Client, Outcome

IN_FLIGHT = 50
IDLE_SECONDS = 0.5
BROKEN_SECONDS = 2.0
SWEEP_SECONDS = 15.0
THROTTLED = 130429
T = TypeVar("T")
logger = logging.getLogger(__name__)


async def run(stop: asyncio.Event, *, in_flight: int = IN_FLIGHT) -> None:
    """Delivers until `stop` is set; then finishes what is in flight, writes it down and returns."""
    with ThreadPoolExecutor(1, "delivery") as database:
        async with AsyncExitStack() as stack:
            loop = Loop(database, stack, in_flight)
            try:
                await loop.run(stop)
            finally:
                await loop.in_database(connections.close_all)


class Loop:
    """Everything that touches the database happens on its one thread, so results have one writer."""

    def __init__(self, database: ThreadPoolExecutor, stack: AsyncExitStack, in_flight: int) -> None:
        self._database, self._stack, self._in_flight = database, stack, in_flight
        self._sending: set[asyncio.Task[None]] = set()
        self._finished: list[Result] = []
        self._clients: dict[str, Client] = {}
        self._pacing = Pacing()
        self._swept_at = 0.0

    async def run(self, stop: asyncio.Event) -> None:
        stopping = asyncio.ensure_future(stop.wait())
        try:
            while not stop.is_set() or self._sending or self._finished:
                worked = await self._cycle(stop)
                if not worked:
                    await self._rest(stopping)
        finally:
            stopping.cancel()

    async def in_database(self, work: Callable[..., T], *given: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._database, work, *given)

    async def _cycle(self, stop: asyncio.Event) -> bool:
        """Writes results down and claims as many as there are free places; False when there was nothing to do."""
        finished, self._finished = self._finished, []
        free = 0 if stop.is_set() else self._in_flight - len(self._sending)
        try:
            ready = await self.in_database(self._work, finished, free)
        except Exception as error:
            self._finished = finished + self._finished
            logger.error("delivery: %s, trying again", type(error).__name__, exc_info=settings.DEBUG)
            await asyncio.sleep(BROKEN_SECONDS)
            return True
        for one in ready:
            task = asyncio.create_task(self._send(one))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)
        return bool(finished or ready)

    async def _rest(self, stopping: "asyncio.Future[Any]") -> None:
        """Until a request is answered, half a second has passed, or it is time to stop."""
        waiting = self._sending if stopping.done() else {*self._sending, stopping}
        if waiting:
            await asyncio.wait(waiting, timeout=IDLE_SECONDS, return_when=asyncio.FIRST_COMPLETED)

    def _work(self, finished: list[Result], free: int) -> list[Ready]:
        """One turn on the database's thread."""
        try:
            now = business_now()
            record_results(finished, now)
            if time.monotonic() - self._swept_at > SWEEP_SECONDS:
                sweep(now)
                self._swept_at = time.monotonic()
            return self._claimed(now, free) if free > 0 else []
        finally:
            for connection in connections.all(initialized_only=True):
                connection.close_if_unusable_or_obsolete()

    def _claimed(self, now: datetime, free: int) -> list[Ready]:
        """What was marked as being sent is sent even if the database goes away meanwhile."""
        ready: list[Ready] = []
        for workspace_id, ids in claim(now=now, limit=free, full_channels=self._pacing.full()):
            try:
                ready += flip(workspace_id=workspace_id, message_ids=ids, now=now)
            except (OperationalError, InterfaceError) as error:
                logger.error("delivery: %s at the gate", type(error).__name__)
        return ready

    async def _send(self, ready: Ready) -> None:
        await self._pacing.take(ready.sender.channel_id, ready.sender.rate_per_second)
        if ready.letter.lease_ends - boot_clock() < MARGIN_SECONDS:
            outcome = Outcome("not_sent", detail="lease")
        else:
            outcome = await self._sent(ready)
        if outcome.code == THROTTLED:
            self._pacing.slow_down(ready.sender.channel_id)
        self._finished.append(Result(ready.letter, outcome))

    async def _sent(self, ready: Ready) -> Outcome:
        try:
            client = await self._client(ready.sender.kind)
            return await client.send(ready.sender, ready.letter, ready.letter.token)
        except Exception as error:
            logger.error("message %s: %s while sending", ready.letter.message_id, type(error).__name__)
            return Outcome("unknown", detail=type(error).__name__)

    async def _client(self, kind: str) -> Client:
        if kind not in self._clients:
            self._clients[kind] = await self._stack.enter_async_context(
                import_string(settings.CHANNELS)[kind].client()
            )
        return self._clients[kind]
