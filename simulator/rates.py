"""Meta's two throttles: one message in six seconds to one person with a burst, and messages per second."""

from collections import deque
from datetime import datetime, timedelta

from simulator.errors import GraphError
from simulator.phones import Phone

PAIR_INTERVAL = timedelta(seconds=6)
PAIR_BURST = 45
SECOND = timedelta(seconds=1)


def take_pair(phone: Phone, at: datetime) -> None:
    """A burst borrows from the future. Raises GraphError 131056."""
    borrowed = PAIR_INTERVAL * PAIR_BURST
    clock = phone.pair_clock
    start = clock if clock is not None and at < clock <= at + borrowed else at
    if start + PAIR_INTERVAL > at + borrowed:
        raise GraphError(
            131056,
            "Message failed to send because there were too many messages sent from this "
            "phone number to the same phone number in a short period of time.",
        )
    phone.pair_clock = start + PAIR_INTERVAL


class Throughput:
    """Messages per second of the business number. `limit` 0 means none."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._recent: deque[datetime] = deque()

    def take(self, at: datetime) -> None:
        """Raises GraphError 130429."""
        if not self._limit:
            return
        while self._recent and not at - SECOND < self._recent[0] <= at:
            self._recent.popleft()
        if len(self._recent) >= self._limit:
            raise GraphError(130429, "Cloud API message throughput has been reached.")
        self._recent.append(at)
