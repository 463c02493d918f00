"""Opening hours as files write them: `{"mon-fri": "08:30-17:30", "sat": "09.00-14.00", "sun": "tutup"}`."""

import re
from collections.abc import Mapping
from typing import Any

from sapa.lab.converse.fixture import FixtureError

DAYS = (
    ("mon", "monday", "senin", "sen"),
    ("tue", "tuesday", "selasa", "sel"),
    ("wed", "wednesday", "rabu", "rab"),
    ("thu", "thursday", "kamis", "kam"),
    ("fri", "friday", "jumat", "jum"),
    ("sat", "saturday", "sabtu", "sab"),
    ("sun", "sunday", "minggu", "min", "ahad"),
)
DAY_OF = {name: place for place, names in enumerate(DAYS) for name in names}
SEVERAL = {"weekdays": "mon-fri", "weekday": "mon-fri", "weekend": "sat-sun", "weekends": "sat-sun"}
SEVERAL |= dict.fromkeys(("daily", "everyday", "every day", "setiap hari", "all", "senin-minggu"), "mon-sun")
BETWEEN = re.compile(r"\s*(?:-|–|—|\bto\b|\bsampai\b|\bs/d\b)\s*")
TIME = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?")
ALL_DAY = re.compile(r"24\s*(?:h|jam|hours?)?|24/7", re.IGNORECASE)
Week = list[list[list[str]]]


def week_of(hours: object) -> Week:
    """Seven days from Monday on, each a list of shifts; no shift on days that are not named. Raises FixtureError."""
    if not isinstance(hours, Mapping):
        raise FixtureError("business.hours: an object is expected")
    week: Week = [[] for _ in DAYS]
    for named, told in hours.items():
        for day in _days(str(named)):
            week[day] = _shifts(told)
    return week


def _days(named: str) -> list[int]:
    plain = named.strip().casefold().replace("_", "-")
    ends = [DAY_OF.get(one) for one in BETWEEN.split(SEVERAL.get(plain, plain))]
    if None in ends or not 1 <= len(ends) <= 2:
        several = [DAY_OF.get(one.strip()) for one in plain.split(",")]
        if None in several:
            raise FixtureError(f"business.hours: {named!r} is no day")
        return [day for day in several if day is not None]
    first, last = ends[0] or 0, ends[-1] or 0
    return [day % len(DAYS) for day in range(first, last + 1 + (len(DAYS) if last < first else 0))]


def _shifts(told: Any) -> list[list[str]]:
    """Words such as `tutup` are no shift."""
    if isinstance(told, list):
        pairs = [told] if told and all(isinstance(one, str) and "-" not in one for one in told) else told
        return [
            shift
            for one in pairs
            for shift in ([list(map(_time, one))] if isinstance(one, list) else _shifts(one))
        ]
    text = str(told or "")
    if ALL_DAY.fullmatch(text.strip()):
        return [["00:00", "23:59"]]
    return [[_time(first), _time(last)] for first, last in map(_ends, text.split(",")) if first and last]


def _ends(span: str) -> tuple[str, str]:
    found = [f"{hit[1]}:{hit[2] or '00'}" for hit in TIME.finditer(span)]
    return (found[0], found[1]) if len(found) >= 2 else ("", "")


def _time(written: str) -> str:
    hour, _, minute = written.replace(".", ":").partition(":")
    return "23:59" if int(hour) == 24 else f"{int(hour):02d}:{minute or '00'}"
