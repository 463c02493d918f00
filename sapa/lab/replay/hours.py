"""When a customer may be written to, worked out once more and apart from the policy (`domain.md` §2.3, §2.4).

The tables of provinces, postcodes, countries and holidays are shared; the rules are written anew.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

from sapa.domain.calendars import day_number, default_calendar
from sapa.domain.zones.indonesia import WIB, WIT, WITA, postcode_zone, province_zone
from sapa.domain.zones.resolve import resolve

WAKING = (time(8), time(21))
OFFICE = (time(9), time(17))
SATURDAY = 5


def may_be_written_to(details: Mapping[str, str], phone: str, at: datetime) -> bool:
    """`details`: segment, country, province, postcode, region as far as the shop knows them."""
    zones, primary = zones_of(details, phone)
    waking = [within(at, zone, WAKING) for zone in zones]
    awake = all(waking) if share_an_hour(zones, at.date()) else within(at, primary, WAKING)
    if details.get("segment") != "b2b":
        return awake
    return awake and within(at, primary, OFFICE) and is_working_day(at.astimezone(ZoneInfo(primary)).date())


def zones_of(details: Mapping[str, str], phone: str) -> tuple[tuple[str, ...], str]:
    """Every zone in which the customer may be, and the one by which days are counted."""
    if not phone.startswith("+628") or details.get("country", "ID") not in ("", "ID"):
        return _abroad(details, phone)
    told = {province_zone(details.get("province", "")), postcode_zone(details.get("postcode", ""))} - {None}
    zones = tuple(sorted(zone for zone in told if zone)) or (WIB, WIT, WITA)
    return zones, WIB if WIB in zones else zones[0]


def _abroad(details: Mapping[str, str], phone: str) -> tuple[tuple[str, ...], str]:
    known = [details.get(name, "") for name in ("country", "province", "postcode", "region")]
    found = resolve("", *known, phone, WIB, "strict")
    return found.zones, found.primary


def within(at: datetime, zone: str, span: tuple[time, time]) -> bool:
    return span[0] <= at.astimezone(ZoneInfo(zone)).time() < span[1]


@cache
def share_an_hour(zones: tuple[str, ...], day: date) -> bool:
    """Whether waking hours of all these zones meet at all on that day."""
    hours = (datetime.combine(day, time(hour), ZoneInfo("UTC")) for hour in range(24))
    return any(all(within(hour, zone, WAKING) for zone in zones) for hour in hours)


def is_working_day(day: date) -> bool:
    """By the calendar of Indonesia: national holidays and cuti bersama are none."""
    calendar, number = default_calendar(), day_number(day)
    closed = calendar.national.get("ID", frozenset()) | calendar.cuti_bersama.get("ID", frozenset())
    return day.weekday() < SATURDAY and number not in closed
