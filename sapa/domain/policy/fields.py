"""Reads single settings out of a JSON object and says in plain words which one is wrong."""

from collections.abc import Iterable, Mapping
from typing import Any


class Reader:
    """Values by dotted path; every method raises ValueError with the path and what was expected."""

    __slots__ = ("document", "prefix")

    def __init__(self, document: Any, prefix: str = "policy: ") -> None:
        if not isinstance(document, Mapping):
            raise ValueError(f"{prefix}an object expected")
        self.document, self.prefix = document, prefix

    def value(self, path: str, default: Any = None) -> Any:
        place: Any = self.document
        for key in path.split("."):
            if not isinstance(place, Mapping):
                raise self.wrong(path, "an object above it", place)
            place = place.get(key)
        return default if place is None else place

    def wrong(self, path: str, expected: str, found: object) -> ValueError:
        return ValueError(f"{self.prefix}{path}: {expected} expected, found {found!r}")

    def object(self, path: str) -> dict[str, Any]:
        found = self.value(path)
        if not isinstance(found, dict):
            raise self.wrong(path, "an object", found)
        return found

    def text(self, path: str) -> str:
        found = self.value(path)
        if not isinstance(found, str) or not found:
            raise self.wrong(path, "a text", found)
        return found

    def choice(self, path: str, *allowed: str) -> str:
        found = self.value(path)
        if found not in allowed:
            raise self.wrong(path, " or ".join(allowed), found)
        return str(found)

    def choice_or_none(self, path: str, *allowed: str) -> str | None:
        return None if self.value(path) is None else self.choice(path, *allowed)

    def flag(self, path: str) -> bool:
        found = self.value(path)
        if not isinstance(found, bool):
            raise self.wrong(path, "true or false", found)
        return found

    def integer(self, path: str) -> int:
        found = self.value(path)
        if not isinstance(found, int) or isinstance(found, bool):
            raise self.wrong(path, "a whole number", found)
        return found

    def count(self, path: str, default: int | None = None, most: int | None = None) -> int:
        found = self.value(path, default)
        if not isinstance(found, int) or isinstance(found, bool) or found < 0:
            raise self.wrong(path, "a whole number from 0 on", found)
        if most is not None and found > most:
            raise self.wrong(path, f"a whole number up to {most}", found)
        return found

    def counts(self, path: str) -> tuple[int, ...]:
        found = self.value(path)
        if not isinstance(found, list) or any(not isinstance(n, int) or n < 0 for n in found):
            raise self.wrong(path, "a list of whole numbers", found)
        return tuple(found)

    def limit(self, path: str) -> int | None:
        return None if self.value(path) is None else self.count(path)

    def span(self, path: str, unit: int) -> int:
        """A number of units, also a broken one, in microseconds."""
        found = self.value(path)
        if not isinstance(found, int | float) or isinstance(found, bool) or found < 0:
            raise self.wrong(path, "a number from 0 on", found)
        return round(found * unit)

    def names(self, path: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        found = self.value(path)
        if found is None and default is not None:
            return default
        if not isinstance(found, list) or any(not isinstance(name, str) for name in found):
            raise self.wrong(path, "a list of texts", found)
        return tuple(found)

    def minute(self, path: str) -> int:
        return minute_of_day(self.value(path), self.prefix + path)

    def window(self, path: str) -> tuple[int, int] | None:
        found = self.value(path)
        return None if found is None else window(found, self.prefix + path)

    def required_window(self, path: str) -> tuple[int, int]:
        return window(self.value(path), self.prefix + path)


def minute_of_day(value: Any, name: str) -> int:
    """Minutes since midnight of HH:MM; 24:00 is the end of the day."""
    hours, colon, minutes = value.partition(":") if isinstance(value, str) else ("", "", "")
    if colon and hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2:
        found = int(hours) * 60 + int(minutes)
        if int(minutes) < 60 and found <= 24 * 60:
            return found
    raise ValueError(f"{name}: a time like 08:00 expected, found {value!r}")


def window(value: Any, name: str) -> tuple[int, int]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError(f"{name}: [start, end] expected, found {value!r}")
    return minute_of_day(value[0], name), minute_of_day(value[1], name)


def weekdays(value: Any, name: str) -> frozenset[int]:
    if not isinstance(value, list) or any(day not in range(7) for day in value):
        raise ValueError(f"{name}: a list of weekdays 0 (Monday) to 6 expected, found {value!r}")
    return frozenset(value)


OPEN_TABLES = ("busy_profiles", "weekend_by_country", "lebaran", "caps", "by_segment", "by_class")


def refuse_others(document: Mapping[str, Any], known: Iterable[str], above: str) -> None:
    """Names the first key that does not belong there."""
    for key in document:
        if key not in known:
            raise ValueError(f"{above}{key}: no such setting")


def refuse_unknown(document: Mapping[str, Any], known: Mapping[str, Any], above: str = "") -> None:
    """A misspelt setting must not be ignored in silence."""
    for key, value in document.items():
        if key not in known:
            raise ValueError(f"policy: {above}{key}: no such setting")
        if key not in OPEN_TABLES and isinstance(value, dict) and isinstance(known[key], dict):
            refuse_unknown(value, known[key], f"{above}{key}.")
