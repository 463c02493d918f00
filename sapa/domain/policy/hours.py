"""Hour rules as tables of minutes: how long until the rule holds again (`domain.md` §2.4)."""

from collections.abc import Callable, Iterable

from sapa.domain.policy.settings import Window
from sapa.domain.zones.clock import DAY, MINUTE, NEVER, ZoneClock

MINUTES = 24 * 60
HORIZON = 400 * DAY
Waits = tuple[int, ...]


def window_minutes(window: Window) -> Iterable[int]:
    """Minutes of one window counted from its own day's midnight; past 1440 they lie on the next day."""
    start, end = window
    return range(start, end if end >= start else end + MINUTES)


def waits_of_day(blocked: set[int]) -> Waits:
    """For each minute of a day: minutes until the first unblocked one, or until the day's end."""
    waits = [0] * MINUTES
    for minute in reversed(range(MINUTES)):
        if minute in blocked:
            waits[minute] = 1 + (waits[minute + 1] if minute + 1 < MINUTES else 0)
    return tuple(waits)


def waits_around(blocked: set[int]) -> Waits | None:
    """The same round the clock; none when every minute is blocked."""
    if len(blocked) == MINUTES:
        return None
    waits = waits_of_day(blocked)
    lead = waits[0]
    tail = next((n for n in range(MINUTES) if MINUTES - 1 - n not in blocked), 0)
    return waits[: MINUTES - tail] + tuple(wait + lead for wait in waits[MINUTES - tail :])


class DayRule:
    """Blocked minutes of a local date, from the windows that start on it and on the day before.

    `windows_on(day)` are the windows starting on that day. With `allowed` they say when the rule holds
    instead of when it does not; a window without length then means no restriction, no window that the
    rule never holds.
    """

    __slots__ = ("allowed", "by_day", "clock", "tables", "windows_on")

    def __init__(
        self, clock: ZoneClock, windows_on: Callable[[int], tuple[Window, ...]], allowed: bool = False
    ) -> None:
        self.clock, self.windows_on, self.allowed = clock, windows_on, allowed
        self.tables: dict[tuple[tuple[Window, ...], tuple[Window, ...]], Waits] = {}
        self.by_day: dict[int, Waits] = {}

    def waits(self, day: int) -> Waits:
        found = self.by_day.get(day)
        if found is None:
            found = self.by_day[day] = self.table(self.windows_on(day - 1), self.windows_on(day))
        return found

    def table(self, before: tuple[Window, ...], today: tuple[Window, ...]) -> Waits:
        key = (before, today)
        if key not in self.tables:
            self.tables[key] = waits_of_day(blocked_minutes(before, today, self.allowed))
        return self.tables[key]

    def next_open(self, at: int) -> int:
        """The earliest instant from `at` on at which the rule holds, or NEVER within the horizon."""
        limit = at + HORIZON
        while at < limit:
            offset, end = self.clock.segment(at)
            local = at + offset
            wait = self.waits(local // DAY)[local % DAY // MINUTE]
            if not wait:
                return at
            at = min((local // MINUTE + wait) * MINUTE - offset, end)
        return NEVER


def blocked_minutes(before: tuple[Window, ...], today: tuple[Window, ...], allowed: bool) -> set[int]:
    """Blocked minutes of a day whose own windows are `today` and whose eve's are `before`."""
    tail = {m - MINUTES for window in before for m in window_minutes(window) if m >= MINUTES}
    head = {m for window in today for m in window_minutes(window) if m < MINUTES}
    if not allowed:
        return tail | head
    unrestricted = bool(today) and all(start == end for start, end in today)
    return set() if unrestricted else set(range(MINUTES)) - tail - head


class QuietRule:
    """Quiet hours in every zone of the set; in the primary one alone when nothing else would be left.

    `open_minutes(fasting)` are the local minutes of a day that the other hour rules leave open on some
    weekday; `fasting(day)` says whether Ramadan changes those rules on a local day.
    """

    __slots__ = ("clocks", "fasting", "fixed", "open_minutes", "primary", "steady", "tables", "window")

    def __init__(
        self,
        window: Window,
        primary: ZoneClock,
        clocks: tuple[ZoneClock, ...],
        open_minutes: Callable[[bool], set[int]],
        fasting: Callable[[int], bool] | None,
    ) -> None:
        self.window, self.primary, self.clocks = window, primary, clocks
        self.open_minutes, self.fasting = open_minutes, fasting
        self.tables: dict[tuple[int, ...], Waits] = {}
        self.fixed = all(clock.fixed is not None for clock in clocks)
        self.steady = self.build(False, self.offsets(0)) if self.fixed and fasting is None else None

    def offsets(self, at: int) -> tuple[int, ...]:
        """The primary zone's offset first, then that of every zone of the set."""
        return (self.primary.offset(at), *[clock.offset(at) for clock in self.clocks])

    def waits(self, at: int) -> Waits:
        """Waits by UTC minute of the day, with the offsets that hold at `at`."""
        if self.steady is not None:
            return self.steady
        offsets = self.offsets(at)
        fasting = self.fasting is not None and self.fasting((at + offsets[0]) // DAY)
        key = (int(fasting), *offsets)
        if key not in self.tables:
            self.tables[key] = self.build(fasting, offsets)
        return self.tables[key]

    def build(self, fasting: bool, offsets: tuple[int, ...]) -> Waits:
        primary, *every = offsets
        quiet = {minute for offset in every for minute in self.quiet_minutes(offset)}
        if not self.leaves_a_slot(quiet, primary, fasting):
            quiet = self.quiet_minutes(primary)
        return waits_around(quiet) or (HORIZON // MINUTE,) * MINUTES

    def quiet_minutes(self, offset: int) -> set[int]:
        """Quiet minutes of the UTC day for one offset."""
        return {(minute - offset // MINUTE) % MINUTES for minute in window_minutes(self.window)}

    def leaves_a_slot(self, quiet: set[int], primary: int, fasting: bool) -> bool:
        shift = primary // MINUTE
        return any((minute - shift) % MINUTES not in quiet for minute in self.open_minutes(fasting))

    def next_open(self, at: int) -> int:
        limit = at + HORIZON
        while at < limit:
            wait = self.waits(at)[at // MINUTE % MINUTES]
            if not wait:
                return at
            end = (at // MINUTE + wait) * MINUTE
            at = end if self.steady is not None else min(end, self.change_after(at))
        return NEVER

    def change_after(self, at: int) -> int:
        """The next instant at which the table may be another one."""
        change = min(clock.segment(at)[1] for clock in self.clocks)
        if self.fasting is None:
            return change
        return min(change, self.primary.start_of_day(self.primary.day(at) + 1))
