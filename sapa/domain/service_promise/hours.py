"""Business time: which seconds of a week count, on the clock of one place, without days off."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sapa.domain.zones.clock import DAY, EPOCH, MINUTE, SECOND, clock_of, micros

NO_DAYS: frozenset[int] = frozenset()
HORIZON = 366  # days in which a shop opens at least once
THURSDAY = 3  # 1 January 1970
Window = tuple[int, int]
Week = tuple[tuple[Window, ...], ...]
Stretch = tuple[int, int]


class NeverOpen(ValueError):
    """Nobody is there for a whole year: no time can be promised."""


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Shifts of each weekday (0 = Monday) in minutes of the local day, and closed local dates as day numbers.

    A shift that does not end after it begins goes on into the next day, even where that day is closed.
    """

    zone: str
    week: Week
    closed: frozenset[int] = NO_DAYS

    def business_seconds(self, start: datetime, end: datetime) -> int:
        """Whole seconds between two instants that count; 0 when `end` is not later."""
        last = micros(end)
        return sum(min(stop, last) - begin for begin, stop in self._between(micros(start), last)) // SECOND

    def add_business_seconds(self, at: datetime, seconds: int) -> datetime:
        """The first instant by which so many seconds have counted since `at`. Raises NeverOpen."""
        left = seconds * SECOND
        for begin, stop in self._onward(micros(at)):
            if left <= 0:
                return at
            if stop - begin >= left:
                return _instant(begin + left)
            left -= stop - begin
        raise NeverOpen

    def is_open(self, at: datetime) -> bool:
        return self.next_open(at) == at

    def next_open(self, at: datetime) -> datetime:
        """`at` itself where it counts, else the beginning of the next shift. Raises NeverOpen."""
        for begin, _stop in self._onward(micros(at)):
            return _instant(begin)
        raise NeverOpen

    def stretches(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """What counts between two instants, in order; what touches is one stretch."""
        last = micros(end)
        held: Stretch | None = None
        for begin, stop in self._between(micros(start), last):
            if held and held[1] == begin:
                begin = held[0]
            elif held:
                yield _instant(held[0]), _instant(held[1])
            held = begin, min(stop, last)
        if held:
            yield _instant(held[0]), _instant(held[1])

    def _between(self, since: int, until: int) -> Iterator[Stretch]:
        """The last one may end later."""
        clock = clock_of(self.zone)
        for begin, stop in self._open(since, clock.day(until) - clock.day(since) + 1):
            if begin >= until:
                return
            yield begin, stop

    def _onward(self, since: int) -> Iterator[Stretch]:
        """Without end, unless nobody opens for a year."""
        found = True
        while found:
            found = False
            for begin, stop in self._open(since, HORIZON):
                found, since = True, stop
                yield begin, stop

    def _open(self, since: int, days: int) -> Iterator[Stretch]:
        """Open stretches of so many days from an instant on, in order and without overlap."""
        clock = clock_of(self.zone)
        today, reached = clock.day(since), since
        for day in range(today - 1, today + days + 1):
            for start, end in self._shifts(day):
                begin = max(clock.instant(day * DAY + start * MINUTE), reached)
                stop = clock.instant(day * DAY + end * MINUTE)
                if stop > begin:
                    yield begin, stop
                    reached = stop

    def _shifts(self, day: int) -> Iterator[Window]:
        if day not in self.closed:
            for start, end in self.week[(day + THURSDAY) % 7]:
                yield start, end if end > start else end + DAY // MINUTE


def _instant(at: int) -> datetime:
    return EPOCH + timedelta(microseconds=at)
