"""Reads JSON of a stranger: every look gives a value of the wanted type, whatever is there."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

LONGEST_ID = 128
LARGEST = 10**30
SECONDS = re.compile(r"\d{1,11}")


def obj(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def items(value: object) -> Iterator[dict[str, Any]]:
    """The objects of a list."""
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else iter(())


def text(value: object) -> str:
    """A text that PostgreSQL can keep: no NUL, no half of a surrogate pair. Numbers are written out."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    return (
        str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**30 else ""
    )


def identifier(value: object) -> str:
    """Empty when there is none or when it is longer than any real one."""
    found = text(value)
    return found if len(found) <= LONGEST_ID else ""


def code(value: object) -> int | None:
    found = text(value)
    return int(found) if re.fullmatch(r"\d{1,9}", found, re.ASCII) else None


def instant(value: object) -> datetime | None:
    """Seconds since 1970, usually written as text."""
    found = text(value)
    return datetime.fromtimestamp(int(found), UTC) if SECONDS.fullmatch(found) and found.isascii() else None
