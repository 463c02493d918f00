"""The inputs of a clock as JSON, so that it can be computed again whatever the shop has changed since."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sapa.domain.calendars import as_date, day_number
from sapa.domain.service_promise.clocks import Pause, Terms
from sapa.domain.service_promise.hours import OfficeHours

KEPT_DAYS = 400
ONE_DAY = timedelta(days=1)


def write_inputs(terms: Terms, started_at: datetime, version: int) -> dict[str, Any]:
    """Days off are kept for a bit more than a year from the beginning on."""
    first = day_number(started_at.date()) - 1
    closed = sorted(day for day in terms.hours.closed if first <= day < first + KEPT_DAYS)
    return {
        "zone": terms.hours.zone,
        "week": [[list(shift) for shift in day] for day in terms.hours.week],
        "closed": [as_date(day).isoformat() for day in closed],
        "target": terms.target,
        "pauses": [[_text(begin), _text(end)] for begin, end in terms.pauses],
        "settings": version,
    }


def read_inputs(inputs: Mapping[str, Any]) -> Terms:
    week = tuple(tuple((start, end) for start, end in day) for day in inputs["week"])
    closed = frozenset(day_number(date.fromisoformat(day)) for day in inputs["closed"])
    pauses = tuple((_required(begin), _moment(end)) for begin, end in inputs["pauses"])
    return Terms(OfficeHours(inputs["zone"], week, closed), inputs["target"], pauses)


def with_pauses(inputs: Mapping[str, Any], pauses: tuple[Pause, ...]) -> dict[str, Any]:
    return {**inputs, "pauses": [[_text(begin), _text(end)] for begin, end in pauses]}


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _required(text: str) -> datetime:
    return datetime.fromisoformat(text)
