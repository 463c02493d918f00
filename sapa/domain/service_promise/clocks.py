"""One clock of a promise, from what was in force when it began: due, near its end, and what was measured."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sapa.domain.service_promise.hours import NeverOpen, OfficeHours

WARN_SHARE = 0.8
Pause = tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class Terms:
    """`target` in business seconds; none: measured, nothing promised. `pauses` in order, only the last one open."""

    hours: OfficeHours
    target: int | None
    pauses: tuple[Pause, ...] = ()

    @property
    def is_paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1][1] is None


@dataclass(frozen=True, slots=True)
class Figures:
    """What follows from a clock's inputs. `seconds` of business time without pauses, `paused_seconds` in them."""

    due_at: datetime | None
    warn_at: datetime | None
    paused_seconds: int
    seconds: int | None
    calendar_seconds: int | None


def figures(terms: Terms, started_at: datetime, met_at: datetime | None) -> Figures:
    """Everything that is kept of a clock beside its inputs; a paused one is due at no time."""
    paused = _paused_seconds(terms, started_at, met_at)
    seconds = calendar = None
    if met_at is not None:
        seconds = max(terms.hours.business_seconds(started_at, met_at) - paused, 0)
        calendar = max(round((met_at - started_at).total_seconds()), 0)
    return Figures(
        _after(terms, started_at, 1), _after(terms, started_at, WARN_SHARE), paused, seconds, calendar
    )


def _after(terms: Terms, started_at: datetime, share: float) -> datetime | None:
    """When that share of the target has passed, pauses left out."""
    if terms.target is None:
        return None
    left, at = round(terms.target * share), started_at
    for begin, end in terms.pauses:
        passed = terms.hours.business_seconds(at, begin)
        if passed >= left:
            break
        if end is None:
            return None
        left, at = left - passed, max(at, end)
    try:
        return terms.hours.add_business_seconds(at, left)
    except NeverOpen:
        return None


def _paused_seconds(terms: Terms, started_at: datetime, met_at: datetime | None) -> int:
    """Pauses that have ended, as far as they lie within the clock's run."""
    return sum(
        terms.hours.business_seconds(max(begin, started_at), end)
        for begin, end in _closed(terms.pauses, met_at)
        if end > started_at
    )


def _closed(pauses: Sequence[Pause], met_at: datetime | None) -> Iterable[tuple[datetime, datetime]]:
    for begin, end in pauses:
        stop = end if met_at is None else min(end or met_at, met_at)
        if stop is not None and stop > begin:
            yield begin, stop
