"""Carries webhooks to the app: batched, signed, retried with back-off until somebody answers 200."""

import asyncio
import contextlib
import time
from collections import deque
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import aiohttp

from simulator import ids, webhooks
from simulator.clock import Clock
from simulator.config import Config
from simulator.errors import GraphError, Json
from simulator.faults import Faults
from simulator.network import Network

FIRST_RETRY, LONGEST_RETRY, GIVE_UP = 0.5, 60.0, 7 * 86400.0
ANSWER_WITHIN = aiohttp.ClientTimeout(total=10)
IDLE = 0.5


@dataclass(slots=True)
class Parcel:
    raw: bytes
    updates: int
    first_try: float
    next_try: float
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Attempt:
    at: str
    updates: int
    tries: int
    status: int | None
    error: str = ""


class Courier:
    """`url` None: webhooks fall due and go nowhere."""

    def __init__(self, config: Config, network: Network, clock: Clock, faults: Faults) -> None:
        self.config, self.network, self.clock, self.faults = config, network, clock, faults
        self.url = config.webhook
        self.log: deque[Attempt] = deque(maxlen=200)
        self.delivered = self.refused = self.dropped = 0
        self.waiting: list[Parcel] = []
        self._woken = asyncio.Event()
        self._session: aiohttp.ClientSession | None = None

    def wake(self) -> None:
        self._woken.set()

    def forget(self) -> None:
        self.waiting.clear()
        self.log.clear()
        self.delivered = self.refused = self.dropped = 0

    async def run(self) -> None:
        async with aiohttp.ClientSession(timeout=ANSWER_WITHIN) as self._session:
            while True:
                await self.deliver()
                self._woken.clear()
                await self._rest()

    async def _rest(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._pause()):
                await self._woken.wait()

    def _pause(self) -> float:
        """Seconds until the next update or retry; never longer than `IDLE`."""
        waits = [parcel.next_try - time.monotonic() for parcel in self.waiting]
        if (due := self.network.next_at()) is not None:
            waits.append((due - self.clock.now()).total_seconds())
        return min(IDLE, max(0.005, min(waits, default=IDLE)))

    async def deliver(self) -> None:
        """One round: what is due now, then what waits for another try."""
        due = [body for _, body in self.network.due_webhooks(self.clock.now())]
        if self.url is None:
            return
        now = time.monotonic()
        for batch in webhooks.batches(self._disturbed(due), self.config.webhook_batch):
            updates = len(batch["entry"][0]["changes"])
            self.waiting.append(Parcel(webhooks.encoded(batch), updates, first_try=now, next_try=now))
        for parcel in [p for p in self.waiting if p.next_try <= time.monotonic()]:
            await self._try(parcel)

    def _disturbed(self, bodies: list[Json]) -> list[Json]:
        kept = []
        for body in bodies:
            if self.faults.webhook("webhook_drop"):
                self.dropped += 1
                continue
            kept += [body, body] if self.faults.webhook("webhook_duplicate") else [body]
        if self.faults.webhook("webhook_shuffle"):
            ids.rng(self.config.seed, "shuffle", self.delivered).shuffle(kept)
        return kept

    async def _try(self, parcel: Parcel) -> None:
        status, error = await self._post(parcel.raw)
        parcel.tries += 1
        self.log.append(Attempt(stamp(self.clock.now()), parcel.updates, parcel.tries, status, error))
        if status == 200:
            self.delivered += parcel.updates
            self._drop(parcel)
        else:
            self._postpone(parcel)

    def _postpone(self, parcel: Parcel) -> None:
        self.refused += 1
        now = time.monotonic()
        parcel.next_try = now + min(FIRST_RETRY * 2 ** (parcel.tries - 1), LONGEST_RETRY)
        if now - parcel.first_try > GIVE_UP:
            self._drop(parcel)

    def _drop(self, parcel: Parcel) -> None:
        if parcel in self.waiting:
            self.waiting.remove(parcel)

    async def _post(self, raw: bytes) -> tuple[int | None, str]:
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "facebookexternalua",
            "X-Hub-Signature-256": webhooks.signature(self.config.app_secret, raw),
        }
        if self._session is None or self.url is None:
            return None, "not connected"
        try:
            async with self._session.post(self.url, data=raw, headers=headers) as answer:
                return answer.status, ""
        except (aiohttp.ClientError, TimeoutError) as error:
            return None, type(error).__name__

    async def subscribe(self, url: str, verify_token: str) -> None:
        """Asks the address for its challenge and uses it from then on. Raises GraphError 100."""
        if not await challenge(url, verify_token):
            raise GraphError(
                100, "Callback verification failed: the address did not answer 200 with the challenge"
            )
        self.url = url

    def attempts(self) -> list[dict[str, Any]]:
        return [asdict(attempt) for attempt in self.log]


def stamp(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")


async def challenge(url: str, verify_token: str) -> bool:
    """The GET that Meta sends when a webhook address is set."""
    nonce = ids.digits(10, url, time.monotonic_ns())
    query = {"hub.mode": "subscribe", "hub.challenge": nonce, "hub.verify_token": verify_token}
    try:
        async with (
            aiohttp.ClientSession(timeout=ANSWER_WITHIN) as session,
            session.get(url, params=query) as answer,
        ):
            return answer.status == 200 and (await answer.text()) == nonce
    except (aiohttp.ClientError, TimeoutError):
        return False
