"""The beginning and the end of a rush, written where the gate reads it."""

from datetime import datetime

from django.db.models import F
from django.db.models.functions import Greatest

from sapa.base.rows import changed
from sapa.base.scope import current_workspace_id
from sapa.messaging.models import Rush

BEGIN = """
INSERT INTO messaging_rush (workspace_id, started_at, seen_at, waiting, expected_seconds, most_waiting)
VALUES (%(workspace)b, %(now)b, %(now)b, %(waiting)b, %(expected)b, %(waiting)b)
ON CONFLICT (workspace_id) WHERE ended_at IS NULL DO NOTHING
"""


def begin_rush(*, waiting: int, expected_seconds: int, now: datetime) -> bool:
    """Whether it is this call that began one."""
    given = {"now": now, "waiting": waiting, "expected": expected_seconds}
    return changed(BEGIN, {"workspace": current_workspace_id(), **given}) > 0


def note_rush(*, waiting: int, expected_seconds: int, now: datetime) -> None:
    """The newest figures of the one that is on."""
    Rush.objects.filter(ended_at=None).update(
        seen_at=now,
        waiting=waiting,
        expected_seconds=expected_seconds,
        most_waiting=Greatest(F("most_waiting"), waiting),
    )


def end_rush(*, now: datetime) -> bool:
    """Whether it is this call that ended one."""
    return Rush.objects.filter(ended_at=None).update(ended_at=now, seen_at=now) > 0
