"""UTC offsets of one zone from a table, in microseconds since 1970: no conversion in the hot path."""

from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEVER = 1 << 62
FIRST, LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC)


def micros(moment: datetime) -> int:
    """Microseconds since 1970 of an aware moment."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no UTC offset")
    passed = moment - EPOCH
    return (passed.days * 86_400 + passed.seconds) * SECOND + passed.microseconds


def moment(at: int, zone: ZoneInfo) -> datetime:
    """The instant in a zone, exact to the microsecond until the year 2242."""
    return datetime.fromtimestamp(at / SECOND, zone)


class ZoneClock:
    """Offsets of one zone; valid 1990-2060, outside it the nearest offset is kept."""

    __slots__ = ("fixed", "name", "offsets", "starts", "zone")

    def __init__(self, name: str) -> None:
        try:
            self.zone = ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"{name!r} is no IANA time zone") from None
        self.name = name
        self.starts, self.offsets = transitions(self.zone)
        self.fixed = self.offsets[0] if len(self.offsets) == 1 else None

    def offset(self, at: int) -> int:
        if self.fixed is not None:
            return self.fixed
        return self.offsets[max(bisect_right(self.starts, at) - 1, 0)]

    def segment(self, at: int) -> tuple[int, int]:
        """The offset at an instant and the instant until which it stays."""
        if self.fixed is not None:
            return self.fixed, NEVER
        place = max(bisect_right(self.starts, at) - 1, 0)
        end = self.starts[place + 1] if place + 1 < len(self.starts) else NEVER
        return self.offsets[place], end

    def instant(self, wall: int) -> int:
        """The instant of a wall time: the first of two, and past a gap by the gap's length (fold=0)."""
        if self.fixed is not None:
            return wall - self.fixed
        before, after = self.offset(wall - DAY), self.offset(wall + DAY)
        early, late = wall - before, wall - after
        return late if self.offset(early) != before and self.offset(late) == after else early

    def day(self, at: int) -> int:
        """The local date as days since 1970."""
        return (at + self.offset(at)) // DAY

    def start_of_day(self, day: int) -> int:
        return self.instant(day * DAY)


def transitions(zone: ZoneInfo) -> tuple[list[int], list[int]]:
    """Instants at which the offset changes, and the offset from each on."""
    starts, offsets = [micros(FIRST)], [offset_by_zone(zone, FIRST)]
    week = FIRST
    while week < LAST:
        following = week + timedelta(days=7)
        if offset_by_zone(zone, following) != offsets[-1]:
            starts.append(micros(change_between(zone, week, following)))
            offsets.append(offset_by_zone(zone, following))
        week = following
    return starts, offsets


def change_between(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The first second of the new offset, by halving."""
    old = offset_by_zone(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        low, high = (middle, high) if offset_by_zone(zone, middle) == old else (low, middle)
    return high


def offset_by_zone(zone: ZoneInfo, at: datetime) -> int:
    offset = at.astimezone(zone).utcoffset() or timedelta()
    return offset // timedelta(microseconds=1)


@lru_cache(maxsize=1024)
def clock_of(name: str) -> ZoneClock:
    return ZoneClock(name)
