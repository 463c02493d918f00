"""The worker's delivery loop: one writer to the database, many requests in flight, a clean end."""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from typing import Any, TypeVar

from django.conf import settings
from django.db import connections
from django.utils.module_loading import import_string

from sapa.base.failpoint import failpoint
from sapa.messaging.delivery.claiming import MARGIN_SECONDS, boot_clock
from sapa.messaging.delivery.flipping import Ready
from sapa.messaging.delivery.halting import Halts
from sapa.messaging.delivery.outcomes import Result
from sapa.messaging.delivery.turns import Timed, Turns
from sapa.messaging.schemas import Client, Outcome

IN_FLIGHT = 400
IDLE_SECONDS = 0.5
BROKEN_SECONDS = 2.0
PATIENCE_SECONDS = 0.1
LEASE_LOST = Outcome("not_sent", detail="lease")
HALTED = Outcome("not_sent", detail="halted")
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
    """Everything that touches the database happens on its one thread, so results have one writer.

    While that thread decides the next letters, the last ones are under way.
    """

    def __init__(self, database: ThreadPoolExecutor, stack: AsyncExitStack, in_flight: int) -> None:
        self._database, self._stack, self._in_flight = database, stack, in_flight
        self._under_way = 0
        self._claimed_at = 0.0
        self._finished: list[Result] = []
        self._news = asyncio.Event()
        self._clients: dict[str, Client] = {}
        self._turns = Turns()
        self._halts = Halts()
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self, stop: asyncio.Event) -> None:
        stopping = asyncio.ensure_future(stop.wait())
        stopping.add_done_callback(lambda _: self._news.set())
        try:
            while not stop.is_set() or self._under_way or self._finished:
                if not await self._cycle(stop):
                    await self._rest()
        finally:
            stopping.cancel()

    async def in_database(self, work: Callable[..., T], *given: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._database, work, *given)

    async def _cycle(self, stop: asyncio.Event) -> bool:
        """Writes results down and claims as many as there are free places; False when there was nothing to do."""
        self._news.clear()
        finished, self._finished = self._finished, []
        free = 0 if stop.is_set() else self._free()
        try:
            ready = await self.in_database(self._turns.turn, finished, free)
        except Exception as error:
            self._finished = finished + self._finished
            logger.error("delivery: %s, trying again", type(error).__name__, exc_info=settings.DEBUG)
            await asyncio.sleep(BROKEN_SECONDS)
            return True
        for one in ready:
            self._start(one)
        return bool(finished or ready)

    def _free(self) -> int:
        """Crumbs are not worth a decision: half of the places at once, or what there is after a while."""
        free, clock = self._in_flight - self._under_way, time.monotonic()
        if free * 2 < self._in_flight and clock - self._claimed_at < PATIENCE_SECONDS:
            return 0
        self._claimed_at = clock
        return free

    async def _rest(self) -> None:
        """Until a request is answered, half a second has passed, or it is time to stop."""
        try:
            async with asyncio.timeout(IDLE_SECONDS):
                await self._news.wait()
        except TimeoutError:
            return

    def _start(self, one: Timed) -> None:
        self._under_way += 1
        wait = one.at - time.monotonic()
        if wait > 0:
            asyncio.get_running_loop().call_later(wait, self._leave, one.ready)
        else:
            self._leave(one.ready)

    def _leave(self, ready: Ready) -> None:
        task = asyncio.get_running_loop().create_task(self._send(ready))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, ready: Ready) -> None:
        """Whatever happens, there is a result: nothing is in flight for ever."""
        outcome = Outcome("unknown", detail="interrupted")
        try:
            if ready.letter.lease_ends - boot_clock() < MARGIN_SECONDS:
                outcome = LEASE_LOST
            elif self._halts.stop(ready.letter.channel_id):
                outcome = HALTED
            else:
                outcome = await self._sent(ready)
                self._halts.hear(ready.letter.channel_id, ready.sender.kind, outcome)
        finally:
            self._under_way -= 1
            self._finished.append(Result(ready.letter, outcome, ready.sender.kind))
            self._news.set()

    async def _sent(self, ready: Ready) -> Outcome:
        try:
            client = self._clients.get(ready.sender.kind) or await self._client(ready.sender.kind)
            outcome = await client.send(ready.sender, ready.letter, ready.letter.token)
            failpoint("delivery.answered")
            return outcome
        except Exception as error:
            logger.error("message %s: %s while sending", ready.letter.message_id, type(error).__name__)
            return Outcome("unknown", detail=type(error).__name__)

    async def _client(self, kind: str) -> Client:
        if kind not in self._clients:
            made = await self._stack.enter_async_context(import_string(settings.CHANNELS)[kind].client())
            self._clients.setdefault(kind, made)
        return self._clients[kind]
