"""How fast a number may send: a slot for each message, half the speed after a throttle, slowly faster again."""

import asyncio
import time

RECOVER_SECONDS = 60
SLOWEST = 1.0
BUSY_SECONDS = 2.0


class Pace:
    """Slots of one channel on the monotonic clock."""

    def __init__(self, rate: float) -> None:
        self._full_rate = self._rate = max(rate, SLOWEST)
        self._next = self._slowed_at = 0.0

    def reserve(self, now: float) -> float:
        """Seconds to wait for the next free slot."""
        if self._rate < self._full_rate and now - self._slowed_at > RECOVER_SECONDS:
            self._rate, self._slowed_at = min(self._rate * 2, self._full_rate), now
        start = max(self._next, now)
        self._next = start + 1 / self._rate
        return start - now

    def slow_down(self, now: float) -> None:
        self._rate, self._slowed_at = max(self._rate / 2, SLOWEST), now

    def busy(self, now: float) -> bool:
        return self._next - now > BUSY_SECONDS


class Pacing:
    """The paces of all channels of this worker."""

    def __init__(self) -> None:
        self._paces: dict[int, Pace] = {}

    async def take(self, channel_id: int, rate: float) -> None:
        pace = self._paces.setdefault(channel_id, Pace(rate))
        if (seconds := pace.reserve(time.monotonic())) > 0:
            await asyncio.sleep(seconds)

    def slow_down(self, channel_id: int) -> None:
        self._paces[channel_id].slow_down(time.monotonic())

    def full(self) -> list[int]:
        """Channels whose slots are taken for the next seconds: nothing is claimed for them."""
        now = time.monotonic()
        return [channel_id for channel_id, pace in self._paces.items() if pace.busy(now)]
