"""Goods on their way back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sapa.commerce.models import Return
from sapa.commerce.schemas import Told
from sapa.commerce.services.statements import Kind, take
from sapa.events.services import record

RETURNS = Kind("return", Return, {"requested": 0, "approved": 1, "rejected": 2, "received": 3, "refunded": 4})


@transaction.atomic
def apply_returns(*, told: Sequence[Told], source: str, now: datetime) -> list[Return]:
    """One return for each statement, in order; each status is recorded once."""
    steps = take(RETURNS, told, source=source, now=now)
    reached = [step for step in steps if step.counts]
    events = [step.event(f"return.{step.told.status}", step.told.status) for step in reached]
    record(events=events, now=now)
    return [step.row for step in steps]
