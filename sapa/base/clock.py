"""Business time: the database's clock, plus the demo offset. Read once at an edge, then passed on as `now`."""

import time
from datetime import UTC, datetime, timedelta
from typing import LiteralString

from django.conf import settings
from django.db import connections

from sapa.base.models import DemoClock


def business_now(using: str = "default") -> datetime:
    """Now in UTC. Outside demo mode the demo clock is not even read."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT {now_sql()}")
        row = cursor.fetchone()
    assert row is not None  # noqa: S101 (a SELECT without FROM has one row)
    now: datetime = row[0]
    return now.astimezone(UTC)


def now_sql() -> LiteralString:
    """Business time as an expression, for statements that stamp their rows themselves."""
    if not settings.SAPA.demo:
        return "clock_timestamp()"
    return "(clock_timestamp() + coalesce((SELECT c.offset FROM base_democlock c), interval '0'))"


def set_demo_now(moment: datetime) -> datetime:
    """Moves business time forward to `moment` (never back) and returns the new now. Only in demo mode."""
    _only_in_demo()
    shift = max(moment - business_now(), timedelta())
    DemoClock.objects.update_or_create(
        id=1, defaults={"offset": _offset() + shift}, create_defaults={"offset": moment - _machine_now()}
    )
    return business_now()


def demo_target() -> datetime | None:
    """The moment the demo is playing forward to; None when it stands at its own pace."""
    return DemoClock.objects.values_list("target", flat=True).first()


def set_demo_target(target: datetime | None) -> None:
    _only_in_demo()
    DemoClock.objects.filter(id=1).update(target=target)


def _only_in_demo() -> None:
    if not settings.SAPA.demo:
        raise RuntimeError("The clock moves only in demo mode")


def _offset() -> timedelta:
    clock = DemoClock.objects.first()
    return clock.offset if clock else timedelta()


def _machine_now() -> datetime:
    return business_now() - _offset()


def machine_now() -> datetime:
    """For what is compared with clocks of others: never shifted, not even in a demo (decisions.md 22)."""
    return datetime.now(UTC)


def boot_clock() -> float:
    """Machine seconds that also pass while the machine sleeps, and that nobody can set."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def unix_clock() -> int:
    """Machine time in seconds since 1970, for services that compare it with their own; never shifted."""
    return int(time.time())
