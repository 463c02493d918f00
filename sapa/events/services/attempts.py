"""Trying, isolating and giving up: shared by raw deliveries and event deliveries."""

import logging
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from django.conf import settings
from django.db import connections, transaction

from sapa.events.models import EventDelivery, RawDelivery
from sapa.events.schemas import TooEarly, Unreadable

Delivery = TypeVar("Delivery", RawDelivery, EventDelivery)

FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=1)
MOST_ATTEMPTS = 6
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Delivery]):
    done: list[Delivery]
    failed: list[Delivery]


def wait_before(attempt: int) -> timedelta:
    """After the first failure 10 s, then four times as long each time, an hour at most."""
    return min(FIRST_WAIT * int(4 ** (attempt - 1)), LONGEST_WAIT)


def attempt(
    rows: Sequence[Delivery], work: Callable[[Sequence[Delivery]], None], now: datetime
) -> Outcome[Delivery]:
    """Works on the whole batch; when that fails, one by one, so that only the poison row fails."""
    if not rows or _error_of(rows, work) is None:
        return Outcome(_done(rows), [])
    errors = [(row, _error_of([row], work)) for row in rows]
    failed = [_put_off(row, error, now) for row, error in errors if error]
    return Outcome(_done([row for row, error in errors if error is None]), failed)


def _error_of(rows: Sequence[Delivery], work: Callable[[Sequence[Delivery]], None]) -> Exception | None:
    try:
        with transaction.atomic():
            work(rows)
            _check_constraints()
    except Exception as error:
        return error
    return None


def _check_constraints() -> None:
    """References are checked at commit otherwise, where one bad row would take the whole batch with it."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def _done(rows: Sequence[Delivery]) -> list[Delivery]:
    for row in rows:
        row.state = "done"
        row.error = ""
    return list(rows)


def _put_off(row: Delivery, error: Exception, now: datetime) -> Delivery:
    row.attempts += 1
    row.error = reason(error)
    row.next_at = now + wait_before(row.attempts)
    if isinstance(error, Unreadable) or row.attempts >= MOST_ATTEMPTS:
        row.state = "dead"
    logger.warning(
        "%s %s failed (attempt %s, %s): %s",
        row._meta.label,
        row.pk,
        row.attempts,
        row.state,
        row.error,
        exc_info=error if settings.DEBUG else None,
    )
    return row


def reason(error: Exception) -> str:
    """A code, or kind and place of the mistake. Never its message, which may quote a customer."""
    if isinstance(error, Unreadable | TooEarly):
        return error.code[:300]
    return f"{type(error).__name__} at {_place(traceback.extract_tb(error.__traceback__))}"[:300]


def _place(frames: Sequence[traceback.FrameSummary]) -> str:
    """The deepest line in our own rooms: that of a library tells nothing."""
    rooms = str(settings.BASE_DIR)
    ours = [frame for frame in frames[1:] if frame.filename.startswith(rooms)]
    frame = (ours or frames)[-1]
    return f"{frame.filename.removeprefix(rooms).lstrip('/')}:{frame.lineno}"
