"""A story in the order of reading: days, where the unread begins, pictures as one, little events as one."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sapa.inbox.selectors.between import Line

EVENTS = frozenset({"held", "ticket"})
MANY_EVENTS = 3
MOST_PICTURES = 10
AT_ONCE = timedelta(minutes=2)


def ordered(lines: Iterable[Line], *, zone: str, unread: str = "") -> list[Line]:
    """`unread`: the id of the first message that nobody has read; a line stands before it."""
    in_time = sorted(lines, key=lambda line: line.at)
    return _with_days(_with_unread(_collapsed(_albums(in_time)), unread), zone)


def _with_days(lines: Iterable[Line], zone: str) -> list[Line]:
    found: list[Line] = []
    day = None
    for line in lines:
        local = line.at.astimezone(ZoneInfo(zone)).date()
        if local != day:
            found.append(Line("day", line.at, local, f"hari-{local:%Y%m%d}"))
            day = local
        found.append(line)
    return found


def _with_unread(lines: Iterable[Line], unread: str) -> Iterator[Line]:
    for line in lines:
        if unread and line.kind in {"bubble", "album"} and unread in ids_of(line):
            yield Line("unread", line.at, None, "belum-dibaca")
        yield line


def ids_of(line: Line) -> list[str]:
    told = line.value if line.kind == "album" else [line.value]
    return [one["id"] for one in told]


def _collapsed(lines: Sequence[Line]) -> Iterator[Line]:
    """Three and more events in a row are one line that opens."""
    for is_event, run in groupby(lines, key=lambda line: line.kind in EVENTS):
        rows = list(run)
        if is_event and len(rows) >= MANY_EVENTS:
            yield Line("events", rows[-1].at, rows, f"peristiwa-{rows[0].key}")
        else:
            yield from rows


def _albums(lines: Sequence[Line]) -> list[Line]:
    """Pictures that came at once, without a word, stand side by side."""
    found: list[Line] = []
    for line in lines:
        last = found[-1] if found else None
        if last and _goes_on(last, line):
            found[-1] = Line("album", line.at, [*_pictures(last), line.value], last.key)
        else:
            found.append(line)
    return found


def _goes_on(last: Line, line: Line) -> bool:
    if not (_is_picture(line) and (last.kind == "album" or _is_picture(last))):
        return False
    before = _pictures(last)
    alike = before[-1]["way"] == line.value["way"] and before[-1]["by"] == line.value["by"]
    return alike and line.at - last.at <= AT_ONCE and len(before) < MOST_PICTURES


def _pictures(line: Line) -> list[dict[str, Any]]:
    return list(line.value) if line.kind == "album" else [line.value]


def _is_picture(line: Line) -> bool:
    """Nothing but a picture that arrived well."""
    said = line.value
    if line.kind != "bubble" or said["part"].get("kind") != "picture" or said["part"].get("sticker"):
        return False
    bare = not (said["text"] or said["quote"] or said["reactions"] or said["same_person"])
    return bare and said["state"] not in {"failed", "unknown"} and not (said["reasons"] or said["waits"])
