"""Several workers at once in one process: threads with connections of their own, meeting at barriers."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection, connections

from sapa.base.scope import workspace_scope
from tests.routes.servers import wait_for

LONGEST = 60
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"
DEADLOCKS = (
    "SELECT pg_stat_force_next_flush(), deadlocks FROM pg_stat_database WHERE datname = current_database()"
)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Starts them in the same instant and returns what each returned; raises what the first of them raised."""
    start = Barrier(len(works))

    def work(one: Callable[[], Any]) -> Any:
        try:
            start.wait(LONGEST)
            return one()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as threads:
        return [one.result(LONGEST) for one in [threads.submit(work, one) for one in works]]


def inside(workspace_id: int, work: Callable[[], Any]) -> Callable[[], Any]:
    """The same as one transaction of this shop."""

    def scoped() -> Any:
        with workspace_scope(workspace_id):
            return work()

    return scoped


def until_somebody_waits() -> None:
    wait_for(somebody_waits, seconds=10)


def somebody_waits() -> bool:
    """Another connection stands in front of a lock."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])


def deadlocks() -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(DEADLOCKS)
        return int(cursor.fetchone()[1])
