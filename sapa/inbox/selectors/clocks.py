"""Why something is due when it is: each clock with the stretches that counted and those that did not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sapa.domain.service_promise import Terms, read_inputs
from sapa.inbox.models import Clock

NEWEST = 12
MOST_STRETCHES = 12
OPEN, CLOSED, WAITED = "open", "closed", "waited"


@dataclass(frozen=True, slots=True)
class Stretch:
    """`kind`: open (it counted), closed (outside open hours), waited (for the customer)."""

    kind: str
    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Explained:
    """`until`: when it was met, else when it is due, else now. `left` until it is due, negative when it was broken."""

    clock: Clock
    zone: str
    stretches: Sequence[Stretch]
    target: timedelta | None
    passed: timedelta | None
    left: timedelta | None

    @property
    def is_late(self) -> bool:
        return self.clock.breached_at is not None or (self.left is not None and self.left < timedelta())


def explained(conversation_id: int, *, now: datetime) -> list[Explained]:
    """Of a conversation, running ones first, then the newest."""
    rows = Clock.objects.filter(conversation_id=conversation_id).exclude(state=Clock.State.DROPPED)
    newest = rows.order_by("-started_at", "-id")[:NEWEST]
    return [explain(one, now) for one in sorted(newest, key=lambda one: one.met_at is not None)]


def explained_of_ticket(ticket_id: int, *, now: datetime) -> list[Explained]:
    rows = Clock.objects.filter(ticket_id=ticket_id).exclude(state=Clock.State.DROPPED)
    return [explain(one, now) for one in rows.order_by("-id")]


def explain(clock: Clock, now: datetime) -> Explained:
    terms = read_inputs(clock.inputs)
    until = clock.met_at or max(clock.due_at or now, clock.started_at)
    return Explained(
        clock=clock,
        zone=terms.hours.zone,
        stretches=list(_stretches(terms, clock.started_at, until))[:MOST_STRETCHES],
        target=None if clock.target_seconds is None else timedelta(seconds=clock.target_seconds),
        passed=None if clock.seconds is None else timedelta(seconds=clock.seconds),
        left=clock.due_at - now if clock.due_at and clock.state == Clock.State.RUNNING else None,
    )


def _stretches(terms: Terms, start: datetime, end: datetime) -> Iterator[Stretch]:
    """The whole time in order, without gaps: pauses first, the rest by open hours."""
    at = start
    for since, until in terms.pauses:
        yield from _by_hours(terms, at, min(since, end))
        stop = min(until or end, end)
        if stop > max(since, at):
            yield Stretch(WAITED, max(since, at), stop)
        at = max(at, stop)
    yield from _by_hours(terms, at, end)


def _by_hours(terms: Terms, start: datetime, end: datetime) -> Iterator[Stretch]:
    at = start
    for begin, stop in terms.hours.stretches(start, end) if end > start else ():
        if begin > at:
            yield Stretch(CLOSED, at, begin)
        yield Stretch(OPEN, begin, stop)
        at = stop
    if end > at:
        yield Stretch(CLOSED, at, end)
