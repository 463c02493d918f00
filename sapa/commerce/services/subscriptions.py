"""Plans that run for a time and end."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import transaction

from sapa.commerce.models import Subscription
from sapa.commerce.schemas import Told
from sapa.commerce.services.statements import Kind, Step, take
from sapa.events.services import NewEvent, record

RANKS = {"active": 0, "grace": 1, "ended": 2, "cancelled": 3}


def _complete(row: Subscription, _told: Told) -> None:
    row.started_at = row.started_at or row.period_start


SUBSCRIPTIONS = Kind("subscription", Subscription, RANKS, _complete)


@transaction.atomic
def apply_subscriptions(*, told: Sequence[Told], source: str, now: datetime) -> list[Subscription]:
    """One subscription for each statement, in order.

    `subscription.noted` when it is first known and when its period changes; besides, a later end of the
    period is `renewed`, another plan `changed`, the status cancelled `cancelled`.
    """
    steps = take(SUBSCRIPTIONS, told, source=source, now=now)
    record(events=[event for step in steps for event in _events(step)], now=now)
    return [step.row for step in steps]


def subscription_keys(row: Subscription) -> list[str]:
    """Of the events of a subscription that was told once."""
    told = f"{row.source}:{SUBSCRIPTIONS.name}:{row.external_id}"
    return [f"{told}:noted@{_stamp(row.period_end)}", f"{told}:cancelled"]


def _events(step: Step[Subscription]) -> list[NewEvent]:
    events = [] if step.before is None else _changes(step)
    if step.before is None or step.after["period_end"] != step.before["period_end"]:
        events.append(step.event("subscription.noted", f"noted@{_stamp(step.after['period_end'])}"))
    if step.counts and step.told.status == Subscription.Status.CANCELLED:
        events.append(step.event("subscription.cancelled", "cancelled"))
    return events


def _changes(step: Step[Subscription]) -> list[NewEvent]:
    before, after = step.before or {}, step.after
    events = []
    if before["period_end"] and after["period_end"] and after["period_end"] > before["period_end"]:
        events.append(step.event("subscription.renewed", f"renewed@{_stamp(after['period_end'])}"))
    if before["plan"] and after["plan"] != before["plan"]:
        events.append(step.event("subscription.changed", f"changed@{_stamp(step.told.at)}"))
    return events


def _stamp(at: datetime | None) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}" if at else "open"
