"""Business time: the machine's clock plus an offset that the demo may move."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def machine_now() -> datetime:
    return datetime.now(UTC)


class Clock:
    def __init__(self, machine: Callable[[], datetime] = machine_now) -> None:
        self._machine = machine
        self._offset = timedelta()
        self._stands: datetime | None = None

    def now(self) -> datetime:
        return self._stands or self._machine() + self._offset

    def set(self, now: datetime) -> None:
        """Makes business time `now` at this instant; it runs on from there unless it was stopped."""
        self._offset = now - self._machine()
        if self._stands is not None:
            self._stands = now

    def stop(self) -> None:
        self._stands = self.now()

    def run_on(self) -> None:
        """From the time at which it stood."""
        if self._stands is not None:
            now, self._stands = self._stands, None
            self.set(now)

    def offset(self, seconds: float) -> None:
        self.set(self._machine() + timedelta(seconds=seconds))

    @classmethod
    def frozen(cls) -> "Clock":
        """Stands still until it is set again: a replay moves it from moment to moment."""
        start = machine_now()
        return cls(lambda: start)

    @property
    def offset_seconds(self) -> float:
        return self._offset.total_seconds()
