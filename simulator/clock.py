"""Business time: the machine's clock plus an offset that the demo may move."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def machine_now() -> datetime:
    return datetime.now(UTC)


class Clock:
    def __init__(self, machine: Callable[[], datetime] = machine_now) -> None:
        self._machine = machine
        self._offset = timedelta()

    def now(self) -> datetime:
        return self._machine() + self._offset

    def set(self, now: datetime) -> None:
        """Makes business time `now` at this instant; it runs on from there."""
        self._offset = now - self._machine()

    def offset(self, seconds: float) -> None:
        self._offset = timedelta(seconds=seconds)

    @classmethod
    def frozen(cls) -> "Clock":
        """Stands still until it is set again: a replay moves it from moment to moment."""
        start = machine_now()
        return cls(lambda: start)

    @property
    def offset_seconds(self) -> float:
        return self._offset.total_seconds()
