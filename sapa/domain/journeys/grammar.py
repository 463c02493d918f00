"""The small language of journeys: `order.payment_deadline - 30m`, `order.is_paid is no` (docs/journeys.md)."""

import re
from datetime import date
from functools import lru_cache
from typing import Any

from sapa.domain.journeys.definition import Condition, Moment, Shift

NAME = r"[a-z_][a-z0-9_]*(?:\.[a-z0-9_]+)*"
SHIFTS = re.compile(r"([+-])\s*(\d{1,6})(wd|m|h|d)(?![a-z0-9])")
MOMENT = re.compile(
    rf"({NAME})((?:\s*[+-]\s*\d{{1,6}}(?:wd|m|h|d))*)(?:\s+(at|until)\s+([01]\d|2[0-3])[:.]([0-5]\d))?"
)
CONDITION = re.compile(rf"({NAME})\s+(known|unknown|is|in|contains|!=|>=|<=|=|>|<)\s*(.*)")
LARGEST = {"m": 60 * 24 * 366, "h": 24 * 366, "d": 3660, "wd": 260}
MOST_SHIFTS, LONGEST = 5, 300
NUMBER = re.compile(r"-?\d+(?:\.\d{1,2})?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ITEM = re.compile(r"""\s*("[^"]*"|'[^']*'|[^,\[\]"']+?)\s*(?:,|$)""")


class NotUnderstood(ValueError):
    """The words are none of this language."""


@lru_cache(maxsize=2048)
def parse_moment(text: str) -> Moment:
    source = one_line(text)
    found = MOMENT.fullmatch(source)
    if not found:
        raise NotUnderstood(text)
    anchor, shifts, clock, hour, minute = found.groups()
    moved = parse_shifts(shifts)
    if clock is None:
        return Moment(source, anchor, moved)
    return Moment(source, anchor, moved, "at" if clock == "at" else "until", int(hour) * 60 + int(minute))


def one_line(text: str) -> str:
    """With single blanks; a sentence of the language is short."""
    if len(text) > LONGEST:
        raise NotUnderstood(text)
    return " ".join(text.split())


def parse_shifts(text: str) -> tuple[Shift, ...]:
    """At most ten years in days, a year in minutes, hours and working days: these are counted one by one."""
    found = tuple(Shift(int(sign + count), unit) for sign, count, unit in SHIFTS.findall(text))
    if len(found) > MOST_SHIFTS or any(abs(one.amount) > LARGEST[one.unit] for one in found):
        raise NotUnderstood(text)
    return found


def parse_condition(text: str, kind: str | None, code: str = "", only: Any = "", line: int = 0) -> Condition:
    """`kind` of the fact, when it is known: texts beside an instant are read as moments."""
    source = one_line(text)
    found = CONDITION.fullmatch(source)
    if not found:
        raise NotUnderstood(text)
    fact, op, value = found.groups()
    return Condition(source, fact, op, parse_value(op, value, kind), code, only, line)


def fact_in(text: str) -> str:
    """The name that a condition begins with, or blank."""
    found = re.match(NAME, text.strip())
    return found[0] if found else ""


def parse_value(op: str, text: str, kind: str | None) -> Any:
    if op in ("known", "unknown"):
        return refuse_unless(not text, None, text)
    if op == "is":
        return refuse_unless(text in ("yes", "no"), text == "yes", text)
    if op == "in":
        return parse_items(text)
    if op == "contains":
        return refuse_unless(bool(unquoted(text)), unquoted(text), text)
    return parse_operand(text, kind)


def refuse_unless(fine: bool, value: Any, text: str) -> Any:
    if not fine:
        raise NotUnderstood(text)
    return value


def parse_items(text: str) -> tuple[Any, ...]:
    """`[1, sesuai, "kurang lengkap"]`."""
    inner = text[1:-1].strip()
    if text[:1] != "[" or text[-1:] != "]" or not inner:
        raise NotUnderstood(text)
    place, found = 0, []
    while place < len(inner):
        item = ITEM.match(inner, place)
        if not item:
            raise NotUnderstood(text)
        found.append(parse_operand(item[1], None))
        place = item.end()
    return tuple(found)


def parse_operand(text: str, kind: str | None) -> Any:
    """A number, a date, a quoted or plain text; 100.000 is no number, so that nobody means a hundred by it."""
    if not text:
        raise NotUnderstood(text)
    if NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    if DAY.fullmatch(text):
        return day_of(text)
    return parse_moment(text) if kind == "instant" else unquoted(text)


def day_of(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotUnderstood(text) from None


def unquoted(text: str) -> str:
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    return text[1:-1] if quoted else text
