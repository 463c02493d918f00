"""What each call cost and came to; a model that fails again and again is left alone for a while."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from sapa.assistant.model.asking import SLOW_OR_DOWN, Told
from sapa.assistant.model.choice import Plug
from sapa.assistant.models import ModelDoor
from sapa.assistant.selectors.model import first_day
from sapa.assistant.services.model.choosing import door_of
from sapa.base.rows import changed
from sapa.base.scope import current_workspace_id

MOST_FAILURES = 3
REST = timedelta(minutes=1)
COUNT = """
INSERT INTO assistant_modelmonth AS m (workspace_id, month, calls, tokens_in, tokens_out, cost, outcomes)
VALUES (%(workspace)s, %(month)s, %(calls)s, %(tokens_in)s, %(tokens_out)s, %(cost)s,
    jsonb_build_object(%(outcome)s::text, 1))
ON CONFLICT (workspace_id, month) DO UPDATE SET
    calls = m.calls + excluded.calls,
    tokens_in = m.tokens_in + excluded.tokens_in,
    tokens_out = m.tokens_out + excluded.tokens_out,
    cost = m.cost + excluded.cost,
    outcomes = m.outcomes || jsonb_build_object(
        %(outcome)s::text, coalesce((m.outcomes ->> %(outcome)s::text)::bigint, 0) + 1)
"""


def count_call(plug: Plug, told: Told[Any], *, as_what: str, now: datetime) -> None:
    """`as_what`: what it came to where it did not fail."""
    tokens_in, tokens_out = max(told.tokens_in, 0), max(told.tokens_out, 0)
    values = {
        "workspace": current_workspace_id(),
        "month": first_day(now),
        "calls": 1,
        "tokens_in": tokens_in,
        "tokens_out": tokens_out,
        "cost": plug.cost(tokens_in, tokens_out),
        "outcome": told.failed or as_what,
    }
    changed(COUNT, values)
    _watch(told.failed, now)


def count_skipped(code: str, *, now: datetime) -> None:
    """A message for which the model was not even asked."""
    none = {"calls": 0, "tokens_in": 0, "tokens_out": 0, "cost": 0}
    changed(COUNT, none | {"workspace": current_workspace_id(), "month": first_day(now), "outcome": code})


def _watch(failed: str, now: datetime) -> None:
    if failed not in SLOW_OR_DOWN:
        ModelDoor.objects.exclude(failures=0).update(failures=0, failed=failed, rests_until=None)
        return
    door = door_of()
    door.refresh_from_db()
    rests = now + REST if door.failures + 1 >= MOST_FAILURES else None
    ModelDoor.objects.filter(pk=door.pk).update(failures=F("failures") + 1, failed=failed, rests_until=rests)
