"""From what a person typed to a setting's JSON; what is no such value stays as typed, for the policy to refuse."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from sapa.journeys.selectors.policy.settings import BOTH, NUDGES, Setting

INHERIT = object()
CLOCK = re.compile(r"^([0-9]{1,2})(?:[.:, ]?([0-9]{2}))?$")
NUMBER = re.compile(r"^-?[0-9]{1,12}(?:[.,][0-9]{1,6})?$")
MOST_ROWS = 20
MOST_WINDOWS = 3


def given(data: QueryDict, path: str) -> bool:
    return any(name == path or name.startswith(f"{path}.") for name in data)


def text(data: QueryDict, name: str) -> str:
    return str(data.get(name, "")).strip()


def clock(typed: str) -> str:
    """`8`, `8.30`, `0830` and `08:30` are all read."""
    found = CLOCK.match(typed)
    return f"{int(found[1]):02}:{found[2] or '00'}" if found else typed


def number(typed: str) -> Any:
    if not NUMBER.match(typed):
        return typed
    value = Decimal(typed.replace(",", "."))
    return int(value) if value == value.to_integral_value() else float(value)


def parts(typed: str) -> list[str]:
    return [part for part in re.split(r"[,;\s]+", typed) if part]


def read_span(data: QueryDict, one: Setting, scope: str) -> Any:
    start, end = text(data, f"{one.path}.start"), text(data, f"{one.path}.end")
    return INHERIT if not (start or end) and scope else {"start": clock(start), "end": clock(end)}


def read_pair(data: QueryDict, name: str) -> list[str] | None:
    start, end = text(data, f"{name}.start"), text(data, f"{name}.end")
    return [clock(start), clock(end)] if start or end else None


def read_window(data: QueryDict, one: Setting, scope: str) -> Any:
    pair = read_pair(data, one.path)
    return INHERIT if pair is None and scope else pair


def read_flag(data: QueryDict, one: Setting, _scope: str) -> Any:
    return {"yes": True, "no": False}.get(text(data, one.path), INHERIT)


def read_choice(data: QueryDict, one: Setting, scope: str) -> Any:
    chosen = text(data, one.path)
    if chosen:
        return chosen
    return INHERIT if scope else None


def read_number(data: QueryDict, one: Setting, scope: str) -> Any:
    typed = text(data, one.path)
    return INHERIT if not typed and scope else number(typed)


def read_limit(data: QueryDict, one: Setting, scope: str) -> Any:
    """Blank or 0 means no limit; in a scope blank means as for everybody."""
    typed = text(data, one.path)
    if not typed:
        return INHERIT if scope else None
    value = number(typed)
    return None if value == 0 else value


def read_list(data: QueryDict, one: Setting, _scope: str) -> Any:
    if not text(data, f"{one.path}.given"):
        return INHERIT
    chosen = data.getlist(one.path)
    return [int(day) if day.isdecimal() else day for day in chosen] if one.kind == "weekdays" else chosen


def read_numbers(data: QueryDict, one: Setting, scope: str) -> Any:
    typed = parts(text(data, one.path))
    return INHERIT if not typed and scope else [number(part) for part in typed]


def read_codes(data: QueryDict, one: Setting, scope: str) -> Any:
    typed = parts(text(data, one.path))
    return INHERIT if not typed and scope else [part.lstrip("+") for part in typed]


def days(data: QueryDict, name: str) -> list[Any]:
    return [int(day) if day.isdecimal() else day for day in data.getlist(name)]


def read_lebaran(data: QueryDict, one: Setting, scope: str) -> Any:
    state = text(data, f"{one.path}.state")
    if state != "on":
        return None if state == "off" else INHERIT
    return {
        "before_days": number(text(data, f"{one.path}.before")),
        "after_days": number(text(data, f"{one.path}.after")),
        "classes": [scope] if scope in NUDGES else data.getlist(f"{one.path}.classes"),
        "segments": [scope] if scope in BOTH else data.getlist(f"{one.path}.segments"),
    }


def read_collection(data: QueryDict, one: Setting, _scope: str) -> Any:
    state = text(data, f"{one.path}.state")
    if state != "on":
        return None if state == "off" else INHERIT
    return {
        "window": read_pair(data, one.path),
        "days": days(data, f"{one.path}.days"),
        "block_national": text(data, f"{one.path}.national") != "no",
    }


def rows(data: QueryDict, path: str) -> Iterable[str]:
    """The beginnings of the rows of a table that are not to be removed."""
    for place in range(MOST_ROWS):
        name = f"{path}.{place}"
        if text(data, f"{name}.name") and not data.get(f"{name}.remove"):
            yield name


def read_profiles(data: QueryDict, one: Setting, _scope: str) -> Any:
    return {text(data, f"{row}.name"): read_profile(data, row) for row in rows(data, one.path)}


def read_profile(data: QueryDict, row: str) -> dict[str, Any]:
    pairs = [read_pair(data, f"{row}.{place}") for place in range(MOST_WINDOWS)]
    return {
        "windows": [pair for pair in pairs if pair],
        "days": days(data, f"{row}.days"),
        "skip_on_holiday": bool(data.get(f"{row}.skip")),
    }


def read_weekends(data: QueryDict, one: Setting, _scope: str) -> Any:
    named = ((text(data, f"{row}.name"), days(data, f"{row}.days")) for row in rows(data, one.path))
    return {(name if name == "default" else name.upper()): chosen for name, chosen in named}


READERS: dict[str, Callable[[QueryDict, Setting, str], Any]] = {
    "span": read_span,
    "window": read_window,
    "optional_window": read_window,
    "flag": read_flag,
    "choice": read_choice,
    "number": read_number,
    "priority": read_number,
    "limit": read_limit,
    "classes": read_list,
    "names": read_list,
    "numbers": read_numbers,
    "codes": read_codes,
    "lebaran": read_lebaran,
    "collection": read_collection,
    "profiles": read_profiles,
    "weekends": read_weekends,
}


def read(data: QueryDict, one: Setting, scope: str) -> Any:
    return READERS[one.kind](data, one, scope)
