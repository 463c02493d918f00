"""Carries webhooks to the apps: batched, signed, retried with back-off until somebody answers 200."""

import asyncio
import contextlib
import time
from collections import deque
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import aiohttp

from simulator import ids, webhooks
from simulator.clock import Clock
from simulator.config import Config
from simulator.errors import GraphError, Json
from simulator.faults import Faults
from simulator.network import Network

FIRST_RETRY = 0.5
IDLE = 0.5
KEPT = 300


@dataclass(frozen=True, slots=True)
class Subscriber:
    """An app that takes webhooks. `secret` signs for it."""

    url: str
    secret: str


@dataclass(slots=True)
class Parcel:
    """`ready`, `first_try`: business time."""

    body: Json
    raw: bytes
    targets: list[Subscriber]
    updates: int
    first_try: datetime
    ready: datetime
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Attempt:
    nth: int
    at: str
    updates: int
    tries: int
    status: int | None
    error: str = ""
    url: str = ""
    milliseconds: float = 0.0
    fields: str = ""
    raw: str = field(default="", repr=False)


class Courier:
    """`url` None and no other address: webhooks fall due and go nowhere."""

    def __init__(self, config: Config, network: Network, clock: Clock, faults: Faults) -> None:
        self.config, self.network, self.clock, self.faults = config, network, clock, faults
        self.url = config.webhook
        self.others: list[Subscriber] = []
        self.log: deque[Attempt] = deque(maxlen=KEPT)
        self.delivered = self.refused = self.dropped = 0
        self.waiting: list[Parcel] = []
        self._done: deque[Parcel] = deque(maxlen=KEPT)
        self._attempts = count(1)
        self._asked = 0
        self._woken = asyncio.Event()
        self._round = asyncio.Lock()
        self._session: aiohttp.ClientSession | None = None

    def wake(self) -> None:
        self._woken.set()

    def forget(self) -> None:
        self.waiting.clear()
        self.others.clear()
        self.log.clear()
        self._done.clear()
        self.delivered = self.refused = self.dropped = 0

    async def run(self) -> None:
        async with aiohttp.ClientSession() as self._session:
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
        now = self.clock.now()
        waits = [(parcel.ready - now).total_seconds() for parcel in self.waiting]
        if (due := self.network.next_at()) is not None:
            waits.append((due - now).total_seconds())
        return min(IDLE, max(0.005, min(waits, default=IDLE)))

    async def deliver(self) -> None:
        """One round: what is due now, then what waits for another try."""
        async with self._round:
            now = self.clock.now()
            due = [body for _, body in self.network.due_webhooks(now)]
            self._pack(self._disturbed(due), now)
            rules = self.network.rules
            ready = [parcel for parcel in self.waiting if self._is_ready(parcel, now)]
            if rules.webhook_concurrency <= 1:
                for parcel in ready:
                    await self._try(parcel)
                return
            room = asyncio.Semaphore(rules.webhook_concurrency)
            await asyncio.gather(*(self._try(parcel, room) for parcel in ready))

    def _is_ready(self, parcel: Parcel, now: datetime) -> bool:
        """A clock that was turned back keeps no parcel waiting for longer than its next retry would."""
        rules = self.network.rules
        most = rules.webhook_longest_retry if parcel.tries else rules.webhook_give_up
        return not timedelta() < parcel.ready - now <= timedelta(seconds=most)

    # Packing

    def targets(self, account_id: str, number_id: str) -> list[Subscriber]:
        """The most specific address of the first app, then every other app."""
        business = self.network.business
        number, account = business.numbers.get(number_id), business.accounts.get(account_id)
        url = (number.callback_url if number else "") or (account.callback_url if account else "") or self.url
        first = [Subscriber(url, self.config.app_secret)] if url else []
        return [*first, *self.others]

    def _pack(self, bodies: list[Json], now: datetime) -> None:
        """Updates of one address travel together."""
        groups: dict[tuple[Subscriber, ...], list[Json]] = {}
        for body in bodies:
            targets = tuple(self.targets(str(body["entry"][0]["id"]), webhooks.number_of(body)))
            if targets:
                groups.setdefault(targets, []).append(body)
        for targets, group in groups.items():
            for batch in webhooks.batches(group, max(1, self.network.rules.webhook_batch)):
                self.put(batch, list(targets), now)

    def put(self, batch: Json, targets: list[Subscriber], ready: datetime) -> None:
        updates = sum(len(entry["changes"]) for entry in batch["entry"])
        raw = webhooks.encoded(batch)
        self.waiting.append(Parcel(batch, raw, targets, updates, first_try=self.clock.now(), ready=ready))

    def _disturbed(self, bodies: list[Json]) -> list[Json]:
        rules, kept = self.network.rules, []
        for body in bodies:
            if self.faults.webhook("webhook_drop", body):
                self.dropped += 1
                continue
            if late := self.faults.webhook("webhook_delay", body):
                self._later(body, late.seconds)
                continue
            if again := self.faults.webhook("webhook_replay", body):
                self._later(body, again.seconds)
            doubled = self.faults.webhook("webhook_duplicate", body) or self._chance(
                rules.webhook_duplicate_rate
            )
            kept += [body, body] if doubled else [body]
        if kept and (rules.webhook_shuffle or self.faults.webhook("webhook_shuffle")):
            ids.rng(self.config.seed, "shuffle", self.delivered).shuffle(kept)
        return kept

    def _chance(self, rate: float) -> bool:
        if not rate:
            return False
        self._asked += 1
        return ids.rng(self.config.seed, "double", self._asked).random() < rate

    def _later(self, body: Json, seconds: float) -> None:
        targets = self.targets(str(body["entry"][0]["id"]), webhooks.number_of(body))
        if targets:
            self.put(body, targets, self.clock.now() + timedelta(seconds=seconds))

    def again(self, last: int) -> int:
        """Puts the last parcels that were delivered on the way once more, byte for byte; gives how many."""
        parcels = list(self._done)[-last:] if last else []
        self.waiting += [replace(one, tries=0, ready=self.clock.now()) for one in parcels]
        return len(parcels)

    # Trying

    async def _try(self, parcel: Parcel, room: asyncio.Semaphore | None = None) -> None:
        async with room or contextlib.nullcontext():
            answers = [await self._attempt(parcel, target) for target in parcel.targets]
        parcel.tries += 1
        if all(status == 200 for status in answers):
            self.delivered += parcel.updates
            self._done.append(parcel)
            self._drop(parcel)
        else:
            self._postpone(parcel)

    async def _attempt(self, parcel: Parcel, target: Subscriber) -> int | None:
        begun = time.monotonic()
        status, error = await self._post(parcel.raw, target)
        self.log.append(
            Attempt(
                nth=next(self._attempts),
                at=self.clock.now().isoformat(timespec="milliseconds"),
                updates=parcel.updates,
                tries=parcel.tries + 1,
                status=status,
                error=error,
                url=target.url,
                milliseconds=round((time.monotonic() - begun) * 1000, 1),
                fields=", ".join(fields(parcel.body)),
                raw=parcel.raw[:20000].decode(),
            )
        )
        return status

    def _postpone(self, parcel: Parcel) -> None:
        """A retry goes to every app again."""
        self.refused += 1
        rules, now = self.network.rules, self.clock.now()
        seconds = min(FIRST_RETRY * 2 ** min(parcel.tries - 1, 30), rules.webhook_longest_retry)
        parcel.ready = now + timedelta(seconds=seconds)
        if (now - parcel.first_try).total_seconds() > rules.webhook_give_up:
            self.dropped += parcel.updates
            self._drop(parcel)

    def _drop(self, parcel: Parcel) -> None:
        if parcel in self.waiting:
            self.waiting.remove(parcel)

    async def _post(self, raw: bytes, target: Subscriber) -> tuple[int | None, str]:
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "facebookexternalua",
            "X-Hub-Signature-256": webhooks.signature(target.secret, raw),
        }
        if self._session is None:
            return None, "not connected"
        timeout = aiohttp.ClientTimeout(total=self.network.rules.webhook_timeout)
        try:
            async with self._session.post(target.url, data=raw, headers=headers, timeout=timeout) as answer:
                return answer.status, ""
        except (aiohttp.ClientError, TimeoutError) as error:
            return None, type(error).__name__

    async def subscribe(self, url: str, verify_token: str) -> None:
        """Asks the address for its challenge and uses it from then on. Raises GraphError 100."""
        await self.verify(url, verify_token)
        self.url = url

    async def verify(self, url: str, verify_token: str) -> None:
        """Raises GraphError 100 when the address does not answer 200 with the challenge."""
        if len(url) > 200:
            raise GraphError(100, "The callback address has at most 200 characters")
        if not await challenge(url, verify_token):
            raise GraphError(
                100, "Callback verification failed: the address did not answer 200 with the challenge"
            )

    def attempts(self) -> list[dict[str, Any]]:
        return [asdict(attempt) for attempt in self.log]


def fields(body: Json) -> list[str]:
    """What a batch is about, such as `2 messages.statuses`."""
    told: dict[str, int] = {}
    for change in (change for entry in body["entry"] for change in entry["changes"]):
        parts = [key for key in ("messages", "statuses") if key in change["value"]]
        name = ".".join([change["field"], *parts]) if parts else change["field"]
        told[name] = told.get(name, 0) + 1
    return [f"{number} {name}" for name, number in told.items()]


async def challenge(url: str, verify_token: str) -> bool:
    """The GET that Meta sends when a webhook address is set."""
    nonce = ids.digits(10, url, time.monotonic_ns())
    query = {"hub.mode": "subscribe", "hub.challenge": nonce, "hub.verify_token": verify_token}
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session,
            session.get(url, params=query) as answer,
        ):
            return answer.status == 200 and (await answer.text()) == nonce
    except (aiohttp.ClientError, TimeoutError):
        return False
