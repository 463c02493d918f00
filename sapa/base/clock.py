"""Business time: the database's clock, plus the demo offset. Read once at an edge, then passed on as `now`."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connections

from sapa.base.models import DemoClock


def business_now(using: str = "default") -> datetime:
    """Now in UTC. Outside demo mode the demo clock is not even read."""
    shift = "coalesce((SELECT c.offset FROM base_democlock c), interval '0')" if settings.SAPA.demo else "interval '0'"
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT clock_timestamp() + {shift}")  # noqa: S608 (two constants)
        row = cursor.fetchone()
    assert row is not None  # noqa: S101 (a SELECT without FROM has one row)
    now: datetime = row[0]
    return now.astimezone(UTC)


def set_demo_now(target: datetime) -> timedelta:
    """Moves business time to `target` and returns the new offset. Only in demo mode, only forward."""
    if not settings.SAPA.demo:
        raise RuntimeError("The clock moves only in demo mode")
    offset = max(target - business_now(), timedelta()) + _offset()
    DemoClock.objects.update_or_create(id=1, defaults={"offset": offset})
    return offset


def _offset() -> timedelta:
    clock = DemoClock.objects.first()
    return clock.offset if clock else timedelta()
