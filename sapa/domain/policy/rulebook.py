"""What one policy and one calendar mean for one kind of customer, compiled once and kept."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from sapa.domain.calendars import Calendar
from sapa.domain.policy.hours import HORIZON, MINUTES, DayRule, QuietRule, blocked_minutes
from sapa.domain.policy.settings import Policy, Window
from sapa.domain.policy.types import BusyProfile, Customer, Evidence
from sapa.domain.zones import ZoneSet, clock_of, resolve
from sapa.domain.zones.clock import NEVER, moment

NO_DAYS: frozenset[int] = frozenset()
MOST_KEPT, MOST_HOURS, MOST_CUSTOMERS = 300, 1_000, 20_000
OFF: tuple[Window, ...] = ()
FRIDAY, FIRST_MONDAY = 4, 4  # 1970-01-05 was a Monday


def weekday(day: int) -> int:
    """0 = Monday; 1970-01-01 was a Thursday."""
    return (day + 3) % 7


class Hours:
    """Hour rules and special days of one zone set, segment, busy profile and country.

    `nudge` false leaves only quiet hours, for notices and stale replies.
    """

    __slots__ = (
        "b2b", "busy", "clock", "collection", "cuti_bersama", "iftar", "lebaran", "moments", "national",
        "openings", "plans", "policy", "prayer", "profile", "quiet", "ramadan", "rules", "segment", "slots",
        "weekend", "zone_set",
    )  # fmt: skip

    def __init__(
        self,
        policy: Policy,
        calendar: Calendar,
        zone_set: ZoneSet,
        segment: str,
        profile: BusyProfile | None,
        nudge: bool,
        regional: frozenset[int] = NO_DAYS,
    ) -> None:
        country = zone_set.country
        self.policy, self.zone_set, self.segment, self.profile = policy, zone_set, segment, profile
        self.clock = clock_of(zone_set.primary)
        self.national = calendar.national.get(country, NO_DAYS) | regional
        self.cuti_bersama = calendar.cuti_bersama.get(country, NO_DAYS)
        self.weekend = policy.weekend_of(country)
        self.ramadan = calendar.ramadan if country == "ID" else NO_DAYS
        self.lebaran = paused_days(policy, calendar, segment) if country == "ID" else NO_DAYS
        self.b2b = DayRule(self.clock, self.b2b_windows, allowed=True) if nudge and segment == "b2b" else None
        self.busy = DayRule(self.clock, self.busy_windows) if nudge and profile else None
        self.collection = (
            DayRule(self.clock, self.collection_windows, allowed=True)
            if nudge and policy.collection
            else None
        )
        self.iftar = DayRule(self.clock, self.iftar_windows) if nudge and self.iftar_days() else None
        prays = nudge and country == "ID" and policy.friday_pause is not None
        self.prayer = DayRule(self.clock, self.prayer_windows) if prays else None
        self.quiet = QuietRule(
            policy.quiet,
            self.clock,
            tuple(clock_of(zone) for zone in zone_set.zones),
            self.open_minutes,
            self.ramadan.__contains__ if nudge and self.ramadan_matters() else None,
        )
        found = (self.b2b, self.busy, self.collection, self.iftar, self.prayer)
        self.rules: tuple[DayRule, ...] = tuple(rule for rule in found if rule)
        self.openings: dict[int, int] = {}
        self.moments: dict[int, datetime] = {}
        self.plans: dict[tuple[Any, ...], Any] = {}
        self.slots: dict[tuple[str, int], dict[int, Any]] = {}

    def iftar_days(self) -> frozenset[int]:
        return self.ramadan if self.policy.iftar_pause else NO_DAYS

    def ramadan_matters(self) -> bool:
        policy = self.policy
        return bool(self.ramadan) and (policy.iftar_pause or policy.ramadan_b2b_window) is not None

    def b2b_windows(self, day: int) -> tuple[Window, ...]:
        return (self.b2b_window(day in self.ramadan),)

    def b2b_window(self, fasting: bool) -> Window:
        return (self.policy.ramadan_b2b_window if fasting else None) or self.policy.b2b_window

    def busy_windows(self, day: int) -> tuple[Window, ...]:
        profile = self.profile
        if profile is None or weekday(day) not in profile.days:
            return OFF
        away = profile.skip_on_holiday and (day in self.national or day in self.cuti_bersama)
        return OFF if away else profile.windows

    def iftar_windows(self, day: int) -> tuple[Window, ...]:
        return (self.policy.iftar_pause,) if self.policy.iftar_pause and day in self.ramadan else OFF

    def collection_windows(self, day: int) -> tuple[Window, ...]:
        """When payments may be asked for; a day without a window is closed."""
        rules = self.policy.collection
        return (rules.window,) if rules is not None and weekday(day) in rules.days else OFF

    def prayer_windows(self, day: int) -> tuple[Window, ...]:
        pause = self.policy.friday_pause
        return (pause,) if pause is not None and weekday(day) == FRIDAY else OFF

    def open_minutes(self, fasting: bool) -> set[int]:
        """Local minutes that the other hour rules leave open on some day of a week without holidays."""
        everything = set(range(MINUTES))
        if self.b2b is not None:
            window = (self.b2b_window(fasting),)
            everything -= blocked_minutes(window, window, True)
        if self.iftar is not None and fasting and self.policy.iftar_pause:
            everything -= blocked_minutes((self.policy.iftar_pause,), (self.policy.iftar_pause,), False)
        return everything & self.idle_minutes()

    def idle_minutes(self) -> set[int]:
        """Minutes that every rule about weekdays leaves open on at least one weekday."""
        if self.busy is None and self.collection is None and self.prayer is None:
            return set(range(MINUTES))
        return set().union(*[self.idle_on(FIRST_MONDAY + day) for day in range(7)])

    def idle_on(self, day: int) -> set[int]:
        closed: set[int] = set()
        if self.profile is not None and self.busy is not None:
            windows, days = self.profile.windows, self.profile.days
            eve, today = (windows if weekday(d) in days else OFF for d in (day - 1, day))
            closed |= blocked_minutes(eve, today, False)
        if self.collection is not None:
            closed |= blocked_minutes(self.collection_windows(day - 1), self.collection_windows(day), True)
        if self.prayer is not None:
            closed |= blocked_minutes(self.prayer_windows(day - 1), self.prayer_windows(day), False)
        return set(range(MINUTES)) - closed

    def first_open(self, at: int) -> int:
        """The earliest instant from `at` on that satisfies all hour rules."""
        limit = at + HORIZON
        while at < limit:
            later = self.quiet.next_open(at)
            for rule in self.rules:
                later = rule.next_open(later)
            if later == at:
                return at
            at = later
        return NEVER

    def moment(self, at: int) -> datetime:
        """The instant in the primary zone, kept among `moments`: many share an opening."""
        if len(self.moments) >= MOST_KEPT:
            self.moments.clear()
        found = self.moments[at] = moment(at, self.clock.zone)
        return found

    def after_day(self, day: int) -> int:
        """The first open instant of the local dates after `day`."""
        found = self.openings.get(day)
        if found is None:
            found = self.openings[day] = self.first_open(self.clock.start_of_day(day + 1))
        return found


def paused_days(policy: Policy, calendar: Calendar, segment: str) -> frozenset[int]:
    pause = policy.lebaran_pause
    if pause is None or segment not in pause.segments:
        return NO_DAYS
    return frozenset(
        day
        for first, last in calendar.lebaran
        for day in range(first - pause.before_days, last + pause.after_days + 1)
    )


class Rulebook:
    """Finds the compiled hours of a customer; one per policy and calendar."""

    __slots__ = ("calendar", "hours", "known", "policy")

    def __init__(self, policy: Policy, calendar: Calendar) -> None:
        self.policy, self.calendar = policy, calendar
        self.hours: dict[tuple[object, ...], Hours] = {}
        self.known: dict[bool, dict[Evidence, Hours]] = {True: {}, False: {}}

    def hours_of(self, customer: Customer, nudge: bool) -> Hours:
        """The hours of a customer, found by the evidence itself: it is fewer steps than resolving it."""
        known = self.known[nudge]
        found = known.get(customer.evidence)
        if found is None:
            if len(known) > MOST_CUSTOMERS:
                known.clear()
            found = known[customer.evidence] = self.shared_hours(customer, nudge)
        return found

    def shared_hours(self, customer: Customer, nudge: bool) -> Hours:
        *place, segment, _ = customer.evidence
        zone_set = resolve(*place, self.policy.business_timezone, self.policy.unknown_zone)
        profile = self.profile_of(customer) if nudge else None
        regional = self.calendar.days_of(customer.evidence.province) if zone_set.country == "ID" else NO_DAYS
        key = (
            zone_set.zones, zone_set.primary, zone_set.source, zone_set.country, segment, profile, nudge, regional,
        )  # fmt: skip
        if key not in self.hours:
            if len(self.hours) > MOST_HOURS:
                self.hours.clear()
            self.hours[key] = Hours(
                self.policy, self.calendar, zone_set, customer.segment, profile, nudge, regional
            )
        return self.hours[key]

    def profile_of(self, customer: Customer) -> BusyProfile | None:
        """The customer's busy profile, else the segment's; companies ignore named ones (S1-A3)."""
        own, policy = customer.busy_profile, self.policy
        if isinstance(own, BusyProfile):
            return own
        if customer.segment == "b2b":
            return policy.busy_profiles["worker"] if policy.b2b_avoid_peaks and own != "none" else None
        name = own if own is not None else policy.b2c_default_busy_profile
        if name is None or name == "none":
            return None
        if name not in policy.busy_profiles:
            raise ValueError(f"busy_profile: {name!r} is not in the policy's busy_profiles")
        return policy.busy_profiles[name]


@lru_cache(maxsize=256)
def rulebook_of(policy: Policy, calendar: Calendar) -> Rulebook:
    return Rulebook(policy, calendar)
