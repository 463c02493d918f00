"""Reads JSON of a stranger: every look gives a value of the wanted type, whatever is there."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

LONGEST_ID = 128
LONGEST_PHONE = 20
LARGEST = 10**30
DEEPEST = 64
MOST = 100
LEVELS = 8
SECONDS = re.compile(r"\d{1,11}", re.ASCII)
CODE = re.compile(r"\d{1,9}", re.ASCII)
LETTER = re.compile(r"[A-Za-z]")
USER_ID = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]+", re.ASCII)
NO_DIGITS = re.compile(r"\D", re.ASCII)
STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


def loaded(raw: bytes) -> object:
    """The value of these bytes. One bad byte, number or nest costs no message. Raises ValueError: no JSON."""
    try:
        value: object = json.loads(raw)
    except (ValueError, RecursionError):
        value = _forgiving(raw.decode("utf-8-sig", "replace"))
    return value


def _forgiving(words: str) -> object:
    try:
        value: object = json.loads(_flattened(words), parse_int=_number, strict=False)
    except RecursionError:
        raise ValueError("too deep") from None
    return value


def _number(digits: str) -> int | None:
    return int(digits) if len(digits) <= LONGEST_ID else None


def _flattened(words: str) -> str:
    """What lies deeper than any real body is cut out and stands as null."""
    kept, depth, start = [], 0, 0
    for found in STRING_OR_BRACKET.finditer(words):
        if found[0] in "[{":
            depth += 1
            if depth == DEEPEST:
                kept.append(words[start : found.start()] + "null")
        elif found[0] in "]}":
            depth -= 1
            start = found.end() if depth == DEEPEST - 1 else start
    return "".join(kept) + words[start:] if depth < DEEPEST else words


def obj(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def items(value: object) -> Iterator[dict[str, Any]]:
    """The objects of a list; an object where a list is usual counts as its only one."""
    if isinstance(value, dict):
        return iter((value,))
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else iter(())


def text(value: object) -> str:
    """A text that PostgreSQL can keep: no NUL, no half of a surrogate pair. Numbers are written out."""
    if isinstance(value, str):
        if value.isascii():
            return value.replace("\x00", "") if "\x00" in value else value
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < LARGEST:
        return str(value)
    return ""


def identifier(value: object) -> str:
    """Empty when there is none or when it is longer than any real one."""
    found = text(value)
    return found if len(found) <= LONGEST_ID else ""


def phone(value: object) -> str:
    """Digits alone; empty when there are none, more than any number has, or letters: a user id is no number."""
    found = text(value)
    if not (found.isascii() and found.isdigit()):
        found = "" if LETTER.search(found) else NO_DIGITS.sub("", found)
    return found if len(found) <= LONGEST_PHONE else ""


def user_id(value: object) -> str:
    """A business-scoped id (country, point, letters and digits), wherever it stands."""
    found = identifier(value)
    return found if USER_ID.fullmatch(found) else ""


def code(value: object) -> int | None:
    found = text(value)
    return int(found) if CODE.fullmatch(found) else None


def instant(value: object) -> datetime | None:
    """Seconds since 1970, usually written as text."""
    found = text(value)
    return datetime.fromtimestamp(int(found), UTC) if SECONDS.fullmatch(found) else None


def kept(value: object, levels: int = LEVELS) -> Any:
    """The same value as PostgreSQL's jsonb can hold it: bounded in depth and number, its texts clean."""
    if isinstance(value, Mapping):
        few = list(value.items())[:MOST] if levels else []
        return {text(key): kept(one, levels - 1) for key, one in few}
    if isinstance(value, list):
        return [kept(one, levels - 1) for one in value[:MOST]] if levels else []
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, bool):
        return value
    return value if isinstance(value, int) and abs(value) < LARGEST else text(value)
