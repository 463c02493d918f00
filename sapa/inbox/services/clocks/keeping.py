"""One clock as a row: begun with what is in force, changed, computed from its own inputs, written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sapa.accounts.selectors import calendar, settings_in_force, workspace
from sapa.base.rows import update_rows
from sapa.domain import service_promise
from sapa.domain.service_promise import Pause, Promise, Terms, read_inputs, with_pauses, write_inputs
from sapa.inbox.models import Clock

SETTING = "service_promise"
ACTIVE = (Clock.State.RUNNING, Clock.State.PAUSED)
WRITTEN = (
    *("state", "team_id", "segment", "priority", "started_at", "target_seconds", "due_at", "warn_at"),
    *("paused_at", "paused_seconds", "warned_at", "breached_at", "met_at", "met_by", "author_id", "seconds"),
    *("calendar_seconds", "inputs"),
)


@dataclass(frozen=True, slots=True)
class Book:
    """What the workspace promises now, and the days on which it is closed."""

    promise: Promise
    closed: frozenset[int]
    version: int

    def terms(self, kind: str, segment: str, priority: int) -> Terms:
        hours = self.promise.hours(segment, self.closed)
        return Terms(hours, self.promise.target(kind, segment, priority))


def book() -> Book:
    version, settings = settings_in_force()
    return book_of(settings, version)


def book_of(settings: Mapping[str, Any], version: int) -> Book:
    shop = workspace()
    promise = service_promise.promise_from(settings.get(SETTING), shop.timezone)
    days_off = service_promise.closed_days(calendar(settings), shop.country, promise.closes)
    return Book(promise, days_off, version)


def begin(given: Book, kind: str, at: datetime, *, segment: str, priority: int, **whose: Any) -> Clock:
    terms = given.terms(kind, segment, priority)
    clock = Clock(kind=kind, started_at=at, segment=segment, priority=priority, **whose)
    clock.inputs = write_inputs(terms, at, given.version)
    return compute(clock)


def compute(clock: Clock) -> Clock:
    """Everything that follows from the inputs."""
    terms = read_inputs(clock.inputs)
    met_at = clock.met_at if clock.state == Clock.State.MET else None
    found = service_promise.figures(terms, clock.started_at, met_at)
    clock.target_seconds = terms.target
    clock.due_at, clock.warn_at = found.due_at, found.warn_at
    clock.paused_seconds, clock.seconds = found.paused_seconds, found.seconds
    clock.calendar_seconds = found.calendar_seconds
    clock.paused_at = terms.pauses[-1][0] if clock.state == Clock.State.PAUSED else None
    return clock


def move_start(clock: Clock, at: datetime) -> None:
    clock.started_at = at
    compute(clock)


def begin_as(clock: Clock, older: Clock) -> None:
    """From the beginning of the older one of the same problem on, on its hours, without the time in which it rested."""
    rested = [
        (since, min(end or clock.started_at, clock.started_at))
        for since, end in _pauses(older)
        if since < clock.started_at
    ]
    clock.started_at, pauses = older.started_at, (*rested, *_pauses(clock))
    clock.inputs = with_pauses(older.inputs, pauses)
    compute(clock)


def meet(clock: Clock, at: datetime, by: str, author_id: int | None) -> None:
    clock.state, clock.met_at, clock.met_by, clock.author_id = Clock.State.MET, at, by, author_id
    if clock.due_at and at > clock.due_at and clock.breached_at is None:
        clock.breached_at = clock.due_at
    compute(clock)


def revive(clock: Clock) -> None:
    """It was not met after all and runs as if nothing had been."""
    paused = read_inputs(clock.inputs).is_paused
    clock.state = Clock.State.PAUSED if paused else Clock.State.RUNNING
    clock.met_at, clock.met_by, clock.author_id = None, "", None
    compute(clock)


def reopen(clock: Clock, solved_at: datetime, at: datetime) -> None:
    """Pauses that were open when it was solved end there."""
    closed = [(since, end or solved_at) for since, end in _pauses(clock)]
    clock.met_at, clock.met_by, clock.author_id = None, "", None
    _with_pauses(clock, (*closed, (solved_at, max(at, solved_at))), Clock.State.RUNNING)


def pause(clock: Clock, at: datetime) -> None:
    """From the beginning at the earliest: what is told late may lie before it."""
    _with_pauses(clock, (*_pauses(clock), (max(at, clock.started_at), None)), Clock.State.PAUSED)


def resume(clock: Clock, at: datetime) -> None:
    *before, (since, _end) = _pauses(clock)
    _with_pauses(clock, (*before, (since, max(at, since))), Clock.State.RUNNING)


def forget_pause(clock: Clock) -> None:
    """The answer for which it paused never arrived."""
    _with_pauses(clock, _pauses(clock)[:-1], Clock.State.RUNNING)


def drop(clock: Clock) -> None:
    clock.state = Clock.State.DROPPED


def let_go(clock: Clock, at: datetime) -> None:
    """Nobody answered and nobody will: how long it ran, and what was broken by then, stay to be seen."""
    drop(clock)
    clock.calendar_seconds = max(round((at - clock.started_at).total_seconds()), 0)
    if clock.due_at and at > clock.due_at and clock.breached_at is None:
        clock.breached_at = clock.due_at


def retarget(clock: Clock, given: Book, priority: int) -> None:
    """Another target, counted from the same beginning and on the same hours."""
    clock.priority = priority
    target = given.terms(clock.kind, clock.segment, priority).target
    clock.inputs = {**clock.inputs, "target": target, "settings": given.version}
    compute(clock)
    clock.warned_at = None


def write(clocks: Sequence[Clock]) -> None:
    """Those that end first, as only one of a kind may run."""
    ended = [one for one in clocks if one.pk and one.state not in ACTIVE]
    running = [one for one in clocks if one.pk and one.state in ACTIVE]
    for some in (ended, running):
        update_rows(Clock, [{"id": one.pk, **{name: getattr(one, name) for name in WRITTEN}} for one in some])
    Clock.objects.bulk_create([one for one in clocks if not one.pk])


def _pauses(clock: Clock) -> tuple[Pause, ...]:
    return read_inputs(clock.inputs).pauses


def _with_pauses(clock: Clock, pauses: tuple[Pause, ...], state: str) -> None:
    clock.inputs, clock.state = with_pauses(clock.inputs, pauses), state
    compute(clock)
