"""When one class of message may reach one kind of customer, as the policy itself tells it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sapa.domain import policy
from sapa.domain.policy.windows import DayWindows, windows
from sapa.journeys.services.gathering import Rules


@dataclass(frozen=True, slots=True)
class Span:
    """[start, end) in which nothing (no reasons) or these rules speak against a message.

    `until`: when that changes; for a closed one the next opening, none when it is further away than was asked.
    """

    start: datetime
    end: datetime
    reasons: tuple[str, ...]
    until: datetime | None

    @property
    def is_open(self) -> bool:
        return not self.reasons


def untouched(customer: policy.Customer) -> policy.Customer:
    """The same person, reachable, willing and without tickets: hours and days alone are asked about."""
    return replace(
        customer,
        channels={"whatsapp": True},
        consent={"promo": "granted"},
        opt_out=(),
        wa_marketing_stopped=False,
        tickets=(),
    )


def somebody(segment: str, zone: str) -> policy.Customer:
    return untouched(policy.Customer(segment=segment, timezone=zone))


def days_of(given: Rules, klass: str, person: policy.Customer, first: date, days: int) -> list[DayWindows]:
    return windows(given.policy, klass, person, given.calendar, first, days)


def spans(found: Sequence[DayWindows], now: datetime) -> list[Span]:
    """Open and closed stretches from now on; what goes on over midnight is one."""
    parts = list(_joined(sorted(_parts(found))))
    return [
        Span(max(start, now), end, reasons, _until(parts, place))
        for place, (start, end, reasons) in enumerate(parts)
        if end > now
    ]


Part = tuple[datetime, datetime, tuple[str, ...]]


def _parts(found: Sequence[DayWindows]) -> Iterator[Part]:
    for day in found:
        yield from ((start, end, ()) for start, end in day.open)
        yield from ((one.start, one.end, one.reasons) for one in day.closed)


def _joined(parts: Sequence[Part]) -> Iterator[Part]:
    before: Part | None = None
    for part in parts:
        if before and before[2] == part[2]:
            before = (before[0], part[1], part[2])
            continue
        if before:
            yield before
        before = part
    if before:
        yield before


def _until(parts: Sequence[Part], place: int) -> datetime | None:
    if not parts[place][2]:
        return parts[place][1]
    return next((start for start, _end, reasons in parts[place:] if not reasons), None)
