"""Dates, days of the week, hours of the day and how long something takes."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sapa.domain.formats import MONTHS, WEEKDAYS, ZONE_LABELS
from sapa.domain.grounding.sheet import Fact, Sheet
from sapa.domain.understanding.slots.numerals import INDONESIAN, count_of

I = re.IGNORECASE  # noqa: E741 (as in re)
MONTH_OF = {name.lower(): at for names in MONTHS.values() for at, name in enumerate(names, 1)}
MONTH_OF |= {name[:3]: at for name, at in list(MONTH_OF.items())}
MONTH_OF |= {"agt": 8, "ags": 8, "sept": 9, "nop": 11}
MONTH = "(?:" + "|".join(sorted(MONTH_OF, key=len, reverse=True)) + r")\b\.?"
ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
DAY_MONTH = re.compile(
    rf"(?<![\w.,/])(?:(\d{{1,2}})\s?(?:-|–|sampai|s/d|to)\s?)?(\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?[\s-]?({MONTH})"
    rf"(?:,?[\s-](\d{{4}}))?",
    I,
)
MONTH_DAY = re.compile(
    rf"(?<!\w)({MONTH})\s(\d{{1,2}})(?:st|nd|rd|th)?(?!\d|\w|[.:]\d)(?:,?\s(\d{{4}})(?!\d))?", I
)
NUMERIC = re.compile(
    r"(?<![\w./-])(?:(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?|(\d{1,2})-(\d{1,2})-(\d{4})|(\d{1,2})\.(\d{1,2})\.(\d{4}))"
    r"(?![\w/]|[.-]\d)"
)
ALWAYS = re.compile(r"(?<!\d)24/7(?!\d)")
MONTH_YEAR = re.compile(rf"(?<!\w)({MONTH})\s(\d{{4}})(?!\d)", I)
DAY_ALONE = re.compile(r"\b(?:tanggal|tgl)\.?\s?(\d{1,2})(?!\d|\w|[.,/]\d)", I)
WEEKDAY_OF = {name.lower(): at for names in WEEKDAYS.values() for at, name in enumerate(names)}
WEEKDAY_OF |= {"jum'at": 4, "jum’at": 4, "ahad": 6}
WEEKDAY = re.compile(
    "(?<!\\w)(?:(?P<day>"
    + "|".join(sorted(set(WEEKDAY_OF) - {"minggu"}, key=len, reverse=True))
    + r")(?!\w)|[Hh]ari\s(?P<sunday>[Mm]inggu)(?!\w)|(?<!\d\s)"
    r"(?P<named>(?-i:Minggu))(?!\w|\s(?:depan|ini|lalu|kemarin)))",
    I,
)
NAMED_DAY = re.compile(
    rf"(?<!\w)({'|'.join(sorted(WEEKDAY_OF, key=len, reverse=True))}),?\s"
    rf"(?:(\d{{1,2}})\s({MONTH})|(\d{{1,2}})[/-](\d{{1,2}}))"
    r"(?:,?\s|[/-])(\d{4})(?!\d)",
    I,
)
NEAR = {"besok lusa": 2, "kemarin lusa": -2, "lusa": 2, "besok": 1, "esok": 1, "kemarin": -1}
NEAR |= {"day after tomorrow": 2, "tomorrow": 1, "yesterday": -1}
NEAR_DAY = re.compile(r"\b(?:" + "|".join(sorted(NEAR, key=len, reverse=True)) + r")(?:nya)?\b", I)
COMES = r"(?:tiba|sampai|datang|diantar|dikirim|berangkat|terkirim|diterima|arriv\w+|deliver\w+|ship\w*)"
TODAY = re.compile(
    rf"\b{COMES}\b[^.!?\n]{{0,40}}\b(hari ini|today)\b|\b(?:hari ini|today)\b[^.!?\n]{{0,40}}\b{COMES}\b", I
)
ZONE = r"(?:\s?(?P<zone>WIB|WITA|WIT|UTC(?:[+-]\d{1,2})?|GMT(?:[+-]\d{1,2})?)(?!\w))"
PART = r"(?:\s?(?P<part>pagi|siang|sore|malam|am|pm|a\.m\.|p\.m\.)(?!\w))"
AT = re.compile(
    rf"\b(?:pukul|jam|pk\.?)\s?(?P<h>\d{{1,2}})(?:[.:](?P<m>\d{{2}}))?(?!\d|[.,:]\d|\s?(?:%|persen)){PART}?{ZONE}?",
    I,
)
CLOCK = re.compile(rf"(?<![\d.,:/])(?P<h>\d{{1,2}})[.:](?P<m>[0-5]\d)(?!\d|[.,:/]\d){PART}?{ZONE}?", I)
HOUR = re.compile(
    rf"(?<![\w.,:/])(?P<h>\d{{1,2}})(?P<m>)(?:{ZONE}|\s?(?P<part>am|pm|a\.m\.|p\.m\.|pagi|siang|sore|malam)(?!\w))",
    I,
)
HOME_ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
UNITS = {"detik": ("second", 1), "dtk": ("second", 1), "second": ("second", 1), "seconds": ("second", 1)}
UNITS |= dict.fromkeys(("menit", "mnt", "minute", "minutes", "mins"), ("minute", 1))
UNITS |= dict.fromkeys(("jam", "hour", "hours", "hrs"), ("minute", 60))
UNITS |= dict.fromkeys(("hari", "day", "days"), ("day", 1))
WORKDAYS = ("hari kerja", "working day", "working days", "business day", "business days", "workdays")
UNITS |= dict.fromkeys(WORKDAYS, ("workday", 1))
UNITS |= dict.fromkeys(("minggu", "pekan", "week", "weeks"), ("day", 7))
UNITS |= dict.fromkeys(("bulan", "bln", "month", "months"), ("month", 1))
UNITS |= dict.fromkeys(("tahun", "thn", "year", "years"), ("month", 12))
UNIT = "(?:" + "|".join(sorted(UNITS, key=len, reverse=True)) + ")"
ENGLISH = "(?:one|two|three|four|five|six|seven|eight|nine|ten)"
COUNT = rf"(?:\d{{1,4}}(?:[.,]\d)?|{INDONESIAN}(?:\s{INDONESIAN}){{0,2}}|{ENGLISH})"
LASTS = re.compile(
    rf"(?<![\w.,/])(?:(?P<least>{COUNT})\s?(?:-|–|sampai|hingga|s/d|to|x)\s?)?(?P<n>{COUNT})[\s-]?(?P<unit>{UNIT})(?!\w)",
    I,
)
ONE = re.compile(r"(?<!\w)se(?P<unit>jam|hari|minggu|pekan|bulan|tahun)(?P<work>\skerja)?(?!\w)", I)


def dates(sheet: Sheet) -> Iterator[Fact]:
    """Days of the calendar as written; one that is called by a wrong name is a day that nobody knows."""
    for hit in NAMED_DAY.finditer(sheet.text):
        for day in _date(hit[2] or hit[4], _month(hit[3]) if hit[3] else hit[5], hit[6]):
            named = WEEKDAY_OF[hit[1].lower()]
            if ISO.fullmatch(day.value) and date.fromisoformat(day.value).weekday() != named:
                yield Fact("weekday", f"{named} {day.value}")
    sheet.take(ALWAYS)
    for hit in sheet.take(ISO):
        yield from _date(hit[3], hit[2], hit[1])
    for hit in sheet.take(DAY_MONTH):
        for day in filter(None, (hit[1], hit[2])):
            yield from _date(day, _month(hit[3]), hit[4])
    for hit in sheet.take(MONTH_DAY):
        yield from _date(hit[2], _month(hit[1]), hit[3])
    for hit in sheet.take(MONTH_YEAR):
        yield Fact("month", f"{hit[2]}-{_month(hit[1]):02d}")
    for hit in sheet.take(NUMERIC):
        first, second, *year = [part for part in hit.groups() if part]
        yield from _date(first, second, year[0] if year else None)
    for hit in sheet.take(DAY_ALONE):
        yield Fact("day_of_month", str(int(hit[1])))


def days_told(sheet: Sheet, today: date | None) -> Iterator[Fact]:
    """Days of the week, tomorrow, yesterday; today only where something comes or goes on it."""
    for hit in sheet.take(WEEKDAY):
        yield Fact("weekday", str(WEEKDAY_OF[hit["day"].lower()] if hit["day"] else 6))
    for hit in sheet.take(NEAR_DAY):
        yield _near(NEAR[hit[0].lower().removesuffix("nya")], today)
    if sheet.take(TODAY):
        yield _near(0, today)


def hours(sheet: Sheet) -> Iterator[Fact]:
    for pattern in (AT, CLOCK, HOUR):
        for hit in sheet.take(pattern):
            hour = _hour(int(hit["h"]), (hit["part"] or "").lower())
            zone = f" {hit['zone'].upper()}" if hit["zone"] else ""
            yield Fact("time", f"{hour:02d}:{hit['m'] or '00'}{zone}")


def durations(sheet: Sheet) -> Iterator[Fact]:
    for hit in sheet.take(LASTS):
        kind, factor = UNITS[hit["unit"].lower()]
        if "x" in hit[0].lower() and hit["least"] and kind == "minute":
            factor *= int(_count(hit["least"]))
        elif hit["least"]:
            yield Fact("duration", f"{_count(hit['least']) * factor:g} {kind}")
        yield Fact("duration", f"{_count(hit['n']) * factor:g} {kind}")
    for hit in sheet.take(ONE):
        kind, factor = UNITS[hit["unit"].lower()]
        yield Fact("duration", f"{factor} {'workday' if hit['work'] else kind}")


def forms_of_day(on: date) -> Iterator[Fact]:
    """All that a text may call this day."""
    yield from _date(on.day, on.month, on.year)
    yield Fact("month", f"{on.year}-{on.month:02d}")
    yield Fact("day_of_month", str(on.day))
    yield Fact("weekday", str(on.weekday()))


def forms_of_moment(at: datetime, zone: str, today: date | None) -> Iterator[Fact]:
    """Its day and hour in `zone`, its hours in the zones of Indonesia, and how many days lie between it and today."""
    here = at.astimezone(ZoneInfo(zone))
    yield from forms_of_day(here.date())
    yield Fact("time", f"{here:%H:%M}")
    if zone not in ZONE_LABELS:
        yield Fact("time", f"{here:%H:%M} UTC{here:%z}"[:-2].replace("+0", "+").replace("-0", "-"))
    for label, name in HOME_ZONES.items():
        yield Fact("time", f"{at.astimezone(ZoneInfo(name)):%H:%M} {label}")
    if today is not None:
        yield from distance(here.date(), today)


def distance(on: date, today: date) -> Iterator[Fact]:
    days = abs((on - today).days)
    if days:
        yield Fact("duration", f"{days} day")


def forms_of_length(length: timedelta) -> Iterator[Fact]:
    """`90 menit`, `24 jam` and `1 hari`, `30 hari` and `1 bulan`, `365 hari` and `12 bulan`."""
    minutes, days = length // timedelta(minutes=1), length.days
    if minutes:
        yield Fact("duration", f"{minutes:g} minute")
    if days and length == timedelta(days=days):
        yield Fact("duration", f"{days} day")
        months = days // 365 * 12 + days % 365 // 30
        if months and days % 365 % 30 == 0:
            yield Fact("duration", f"{months} month")


def in_any_zone(fact: Fact) -> Iterator[Fact]:
    """Hours that people wrote without a zone may be told with one."""
    yield fact
    if fact.kind == "time" and " " not in fact.value:
        yield from (Fact("time", f"{fact.value} {label}") for label in HOME_ZONES)
    elif fact.kind == "time":
        yield Fact("time", fact.value.partition(" ")[0])
    elif fact.kind == "date" and ISO.fullmatch(fact.value):
        yield from forms_of_day(date.fromisoformat(fact.value))


def _date(day: str | int, month: str | int, year: str | int | None) -> Iterator[Fact]:
    """`9/16` can only be the American way."""
    first, second = int(day), int(month)
    if second > 12 >= first:
        first, second = second, first
    full = f"20{year}" if year and len(str(year)) == 2 else str(year or 2024)
    try:
        on = date(int(full), second, first)
    except ValueError:
        yield Fact("date", f"no day: {first}/{second}/{full}")
        return
    yield Fact("date", f"{on:%m-%d}")
    if year:
        yield Fact("date", on.isoformat())


def _near(days: int, today: date | None) -> Fact:
    if today is None:
        return Fact("date", f"today{days:+d}")
    return Fact("date", f"{today + timedelta(days=days):%m-%d}")


def _month(name: str) -> int:
    return MONTH_OF[name.lower().rstrip(".")]


def _hour(hour: int, part: str) -> int:
    afternoon = part in ("pm", "p.m.", "sore", "malam") or (part == "siang" and hour < 6)
    if hour == 12 and part in ("am", "a.m.", "malam"):
        return 0
    return hour + 12 if afternoon and hour < 12 else hour


def _count(written: str) -> float:
    return float(written.replace(",", ".")) if written[0].isdecimal() else count_of(written) or 0
