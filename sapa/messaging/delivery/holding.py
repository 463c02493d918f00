"""What may not leave yet although it is due: the channel, the template, or the customer had one just now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from sapa.base.scope import current_workspace_id
from sapa.messaging.models import Message, Template
from sapa.messaging.selectors import window_from
from sapa.messaging.services.channels import HELD
from sapa.messaging.services.templates import TEMPLATE_PAUSED

PAIR = timedelta(seconds=6)
STOPPED = timedelta(minutes=10)
PAUSED = timedelta(hours=1)

RECENT = """
SELECT m.contact_id, m.channel_id, max(a.started_at)
FROM messaging_message m JOIN messaging_attempt a ON a.workspace_id = m.workspace_id AND a.message_id = m.id
WHERE m.workspace_id = %(workspace)s AND m.contact_id = ANY(%(contacts)s) AND m.direction = 'out' AND m.attempts > 0
    AND a.started_at > %(since)s
GROUP BY m.contact_id, m.channel_id
"""
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hold:
    until: datetime
    reasons: tuple[str, ...] = ()


def holds(messages: Sequence[Message], now: datetime) -> dict[int, Hold]:
    """By message id. What is past its deadline is not held: the gate shall say so."""
    alive = [m for m in messages if m.deadline is None or m.deadline > now]
    found = {m.pk: hold for m in alive if (hold := _channel_hold(m, now))}
    approved = approved_names(
        {(m.channel_id, m.payload["template"]) for m in alive if m.payload.get("template")}
    )
    for m in alive:
        if m.pk not in found and (hold := _template_hold(m, approved, now)):
            found[m.pk] = hold
    return found | _pair_holds([m for m in alive if m.pk not in found], now)


def approved_names(wanted: Iterable[tuple[int, str]]) -> set[tuple[int, str]]:
    """Channel and name of the templates that may be used now."""
    names = {name for _, name in wanted}
    rows = Template.objects.filter(name__in=names, status="APPROVED") if names else Template.objects.none()
    return set(rows.values_list("channel_id", "name"))


def _channel_hold(message: Message, now: datetime) -> Hold | None:
    return Hold(now + STOPPED, (HELD,)) if message.channel.stopped else None


def _template_hold(message: Message, approved: set[tuple[int, str]], now: datetime) -> Hold | None:
    name = message.payload.get("template")
    if not name or (message.channel_id, name) in approved:
        return None
    if window_from(message.conversation.last_inbound_at, now).open:
        return None
    return Hold(now + PAUSED, (TEMPLATE_PAUSED,))


def _pair_holds(messages: Sequence[Message], now: datetime) -> dict[int, Hold]:
    """One message in six seconds to one customer (integrations.md 1.5), the most urgent first."""
    free = _free_from(messages, now)
    found = {}
    for m in sorted(messages, key=lambda one: (one.priority, one.not_before, one.pk)):
        pair = (m.contact_id, m.channel_id)
        at = max(free.get(pair, now), now)
        free[pair] = at + PAIR
        if at > now:
            found[m.pk] = Hold(at)
    return found


def _free_from(messages: Sequence[Message], now: datetime) -> dict[Pair, datetime]:
    contacts = sorted({m.contact_id for m in messages})
    given: dict[str, Any] = {"workspace": current_workspace_id(), "contacts": contacts, "since": now - PAIR}
    with connection.cursor() as cursor:
        cursor.execute(RECENT, given)
        return {(contact_id, channel_id): at + PAIR for contact_id, channel_id, at in cursor.fetchall()}
