"""Business hours in words, as a shop would tell them."""

from collections.abc import Iterator
from itertools import groupby

from sapa.domain.formats import WEEKDAYS
from sapa.domain.service_promise.hours import OfficeHours, Window

DAY_MINUTES = 24 * 60
CLOSED = {"id": "tutup", "en": "closed"}
HOLIDAYS = {"id": "Libur nasional tutup.", "en": "Closed on public holidays."}
AND = {"id": " dan ", "en": " and "}


def hours_in_words(hours: OfficeHours, language: str, *, zone_label: str = "", holidays: bool = False) -> str:
    """`Senin–Jumat 09.00–17.00, Sabtu 09.00–13.00 WIB, Minggu tutup.`; days in a row that are alike are one.

    `holidays`: whether public holidays close the shop.
    """
    parts = [
        f"{_days(first, last, language)} {_shifts(shifts, language, zone_label)}"
        for first, last, shifts in _alike(hours)
    ]
    told = ", ".join(parts) + "."
    return f"{told} {HOLIDAYS[language]}" if holidays else told


def _alike(hours: OfficeHours) -> Iterator[tuple[int, int, tuple[Window, ...]]]:
    for shifts, days in groupby(enumerate(hours.week), key=lambda one: one[1]):
        numbers = [day for day, _shifts in days]
        yield numbers[0], numbers[-1], shifts


def _days(first: int, last: int, language: str) -> str:
    names = WEEKDAYS[language]
    return names[first] if first == last else f"{names[first]}–{names[last]}"


def _shifts(shifts: tuple[Window, ...], language: str, zone_label: str) -> str:
    if not shifts:
        return CLOSED[language]
    told = AND[language].join(f"{_clock(a, language)}–{_clock(b, language)}" for a, b in shifts)
    return f"{told} {zone_label}".strip()


def _clock(minute: int, language: str) -> str:
    mark = "." if language == "id" else ":"
    minute = minute if minute == DAY_MINUTES else minute % DAY_MINUTES
    return f"{minute // 60:02}{mark}{minute % 60:02}"
