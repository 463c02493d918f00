"""What is promised now: examples of it, and how long an answer will take."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from sapa.domain.service_promise import NeverOpen, OfficeHours, Promise

AHEAD = timedelta(days=10)
BEFORE_CLOSING = timedelta(minutes=10)
AFTER_CLOSING = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Example:
    """A message that comes at `at`, and by when it is answered; none: nothing is promised."""

    segment: str
    at: datetime
    due_at: datetime | None


def examples(promise: Promise, closed: frozenset[int], now: datetime) -> list[Example]:
    """A message of now, one just before the longest closure of the coming days, and one just after it began."""
    return [
        Example(segment, at, _due(hours, at, promise.target("first", segment, 0)))
        for segment, hours in _hours(promise, closed)
        for at in _moments(hours, now)
    ]


def _hours(promise: Promise, closed: frozenset[int]) -> Iterator[tuple[str, OfficeHours]]:
    """Companies only where they have hours or targets of their own."""
    everybody = promise.hours("b2c", closed)
    yield "b2c", everybody
    companies = promise.hours("b2b", closed)
    kinds = {kind for _segment, kind in promise.targets}
    if companies != everybody or any(promise.targets["b2b", k] != promise.targets["b2c", k] for k in kinds):
        yield "b2b", companies


def _moments(hours: OfficeHours, now: datetime) -> list[datetime]:
    stretches = list(hours.stretches(now, now + AHEAD))
    gaps = [(after[0] - before[1], before[1]) for before, after in pairwise(stretches)]
    if not gaps:
        return [now]
    closing = max(gaps)[1]
    return [now, closing - BEFORE_CLOSING, closing + AFTER_CLOSING]


def _due(hours: OfficeHours, at: datetime, target: int | None) -> datetime | None:
    if target is None:
        return None
    try:
        return hours.add_business_seconds(at, target)
    except NeverOpen:
        return None
