"""Instants that follow from other instants: calendar days, working days, presumed delivery, dormancy."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sapa.domain.calendars import Calendar, day_number
from sapa.domain.journeys.facts import Trigger
from sapa.domain.orders import OVER, OrderFacts

DayOff = Callable[[date], bool]
DORMANT_AFTER_DAYS = (90, 120, 180)
REMINDER_USEFUL = timedelta(hours=24)
COMPANY_PAYS_WITHIN_DAYS = 3
SILENCE_AFTER_ESTIMATE_DAYS = 2


def plus_days(at: datetime, days: int, zone: str) -> datetime:
    """The same wall time `days` later in the customer's zone, told with the offset of `at`."""
    local = at.astimezone(ZoneInfo(zone))
    return (local + timedelta(days=days)).astimezone(at.tzinfo)


def days_off(calendar: Calendar, country: str, weekend: Iterable[int]) -> DayOff:
    """Weekend, national holidays and cuti bersama of a country; `weekend` 0 = Monday."""
    closed = frozenset(weekend)
    holidays = calendar.national.get(country, frozenset()) | calendar.cuti_bersama.get(country, frozenset())
    return lambda day: day.weekday() in closed or day_number(day) in holidays


def plus_working_days(at: datetime, days: int, zone: str, is_day_off: DayOff) -> datetime:
    """The same wall time after so many working days; the day of `at` itself does not count."""
    while days > 0:
        at = plus_days(at, 1, zone)
        days -= not is_day_off(at.astimezone(ZoneInfo(zone)).date())
    return at


def payment_deadline_of(order: OrderFacts, segment: str, zone: str, is_day_off: DayOff) -> datetime:
    """The shop's own deadline; without one, companies have three working days and people 24 hours."""
    if order.payment_deadline:
        return order.payment_deadline
    if segment == "b2b":
        return plus_working_days(order.placed_at, COMPANY_PAYS_WITHIN_DAYS, zone, is_day_off)
    return order.placed_at + REMINDER_USEFUL


def presumed_delivery(order: OrderFacts, zone: str) -> datetime | None:
    """Two days after the later of hand-over and estimate, when the courier says nothing more."""
    if order.shipped_at is None or order.delivered_at or order.eta is None or order.status in OVER:
        return None
    return plus_days(max(order.shipped_at, order.eta), SILENCE_AFTER_ESTIMATE_DAYS, zone)


def dormancy_instants(
    last_paid_at: datetime, zone: str, days: Iterable[int] = DORMANT_AFTER_DAYS
) -> tuple[datetime, ...]:
    """When a customer who does not buy again is dormant for the first, second and third time."""
    return tuple(plus_days(last_paid_at, count, zone) for count in days)


def dormancy_triggers(
    last_paid_at: datetime,
    zone: str,
    *,
    after: datetime,
    until: datetime,
    days: Iterable[int] = DORMANT_AFTER_DAYS,
) -> list[Trigger]:
    """Attempts whose instant lies in (after, until]; earlier ones never start (decisions.md 37)."""
    instants = enumerate(dormancy_instants(last_paid_at, zone, days), start=1)
    return [Trigger("customer.dormant", at, attempt) for attempt, at in instants if after < at <= until]
