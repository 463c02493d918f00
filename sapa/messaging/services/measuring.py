"""What became of a number's messages, counted by set: over the last hours, a day and the seven days before it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.domain.number_health import BLOCKED, PERSONAL
from sapa.messaging.models import Channel

DAY, WEEK = timedelta(hours=24), timedelta(days=7)
THROTTLES = ("130429", "131056", "131057", "80007", "4")

# By the BRIN index of accepted_at; a message that failed after all is counted by its event.
SENT = """
SELECT channel_id,
    count(*) FILTER (WHERE delivery <> 'failed' AND accepted_at > %(day)b),
    count(*) FILTER (WHERE delivery IN ('delivered', 'read') AND accepted_at > %(day)b),
    count(*) FILTER (WHERE delivery = 'read' AND accepted_at > %(day)b),
    count(*) FILTER (WHERE delivery <> 'failed' AND accepted_at > %(lately)b),
    count(*) FILTER (WHERE klass = 'promo' AND accepted_at >= %(midnight)b),
    count(*) FILTER (WHERE klass = 'promo' AND accepted_at >= %(hour)b)
FROM messaging_message
WHERE workspace_id = %(workspace)b AND direction = 'out' AND accepted_at > %(since)b
GROUP BY channel_id
"""
FAILED = """
SELECT m.channel_id, e.data ->> 'code', count(*), count(*) FILTER (WHERE e.at > %(lately)b)
FROM events_event e
JOIN messaging_message m ON m.workspace_id = e.workspace_id AND m.id = (e.data ->> 'message_id')::bigint
WHERE e.workspace_id = %(workspace)b AND e.name = 'message.failed' AND e.at > %(since)b AND e.at <= %(until)b
GROUP BY m.channel_id, e.data ->> 'code'
"""
WROTE = """
SELECT channel_id, count(*) FROM messaging_conversation
WHERE workspace_id = %(workspace)b AND last_message_at > %(day)b AND last_inbound_at > %(day)b GROUP BY channel_id
"""
UNSURE = """
SELECT channel_id, count(*) FROM messaging_message
WHERE workspace_id = %(workspace)b AND state = 'unknown' GROUP BY channel_id
"""
THROTTLED = """
SELECT m.channel_id, count(*) FROM messaging_message m
JOIN messaging_attempt a ON a.workspace_id = m.workspace_id AND a.message_id = m.id AND a.code = ANY(%(codes)b::text[])
WHERE m.workspace_id = %(workspace)b AND m.accepted_at > %(day)b AND m.attempts > 1 GROUP BY m.channel_id
"""
USUAL = """
SELECT channel_id,
    count(*) FILTER (WHERE delivery <> 'failed'),
    count(*) FILTER (WHERE delivery IN ('delivered', 'read')),
    count(*) FILTER (WHERE delivery = 'read'),
    count(*) FILTER (WHERE klass = 'promo'),
    count(DISTINCT (contact_id, date_trunc('day', accepted_at)))
        FILTER (WHERE klass IN ('notice', 'reminder', 'care') AND payload ? 'template')
FROM messaging_message
WHERE workspace_id = %(workspace)b AND direction = 'out' AND accepted_at > %(since)b AND accepted_at <= %(until)b
GROUP BY channel_id
"""
REACHED = """
SELECT count(*) FROM messaging_reach
WHERE workspace_id = %(workspace)b AND portfolio = %(portfolio)b AND at > %(since)b
"""
FREES = """
SELECT at FROM messaging_reach WHERE workspace_id = %(workspace)b AND portfolio = %(portfolio)b AND at > %(since)b
ORDER BY at OFFSET %(place)b LIMIT 1
"""
PROMOS = """
SELECT channel_id, count(*) FILTER (WHERE accepted_at >= %(midnight)b OR accepted_at IS NULL),
    count(*) FILTER (WHERE accepted_at >= %(hour)b OR accepted_at IS NULL)
FROM messaging_message
WHERE workspace_id = %(workspace)b AND klass = 'promo' AND channel_id = ANY(%(channels)b::bigint[])
    AND (accepted_at >= %(midnight)b OR state IN ('sending', 'unknown'))
GROUP BY channel_id
"""


def day_figures(*, now: datetime, rest_hours: int, midnight: datetime) -> dict[int, dict[str, Any]]:
    """By channel: sent, delivered, read, failed, blocked, replied, unsure, throttled … of 24 hours."""
    lately = now - timedelta(hours=rest_hours)
    given = {
        "day": now - DAY,
        "lately": lately,
        "midnight": midnight,
        "hour": now.replace(minute=0, second=0, microsecond=0),
        "since": min(now - DAY, lately, midnight),
    }
    names = ("sent", "delivered", "read", "sent_lately", "promos_today", "promos_hour")
    figures = {pk: dict(zip(names, row, strict=True)) for pk, *row in _rows(SENT, **given)}
    for name, sql in (("replied", WROTE), ("unsure", UNSURE), ("throttled", THROTTLED)):
        for pk, number in _rows(sql, day=now - DAY, codes=list(THROTTLES)):
            figures.setdefault(pk, {})[name] = number
    return _with_failures(figures, given["since"], now, lately)


def usual_figures(*, now: datetime) -> dict[int, dict[str, Any]]:
    """By channel: the seven days before the last one; `promos` and `others` (customers) in all of them."""
    span = {"since": now - DAY - WEEK, "until": now - DAY}
    names = ("sent", "delivered", "read", "promos", "others")
    figures = {pk: dict(zip(names, row, strict=True)) for pk, *row in _rows(USUAL, **span)}
    return _with_failures(figures, span["since"], span["until"], span["until"])


def _with_failures(
    figures: dict[int, dict[str, Any]], since: datetime, until: datetime, lately: datetime
) -> dict[int, dict[str, Any]]:
    for pk, code, number, recent in _rows(FAILED, since=since, until=until, lately=lately):
        if code in PERSONAL:
            continue
        mine = figures.setdefault(pk, {})
        mine.setdefault("codes", {})[code or "unknown"] = number
        _add(mine, "failed", number, recent)
        if code in BLOCKED:
            _add(mine, "blocked", number, recent)
    return figures


def _add(mine: dict[str, Any], name: str, number: int, recent: int) -> None:
    mine[name] = mine.get(name, 0) + number
    mine[f"{name}_lately"] = mine.get(f"{name}_lately", 0) + recent


def portfolio_of(channel: Channel) -> str:
    return channel.portfolio_id or channel.account_id or channel.external_id


def reached(portfolio: str, now: datetime) -> int:
    """Different customers the business wrote to first within 24 hours."""
    [(number,)] = _rows(REACHED, portfolio=portfolio, since=now - DAY)
    return int(number)


def frees_at(portfolio: str, excess: int, now: datetime) -> datetime | None:
    """When so many of them and one more have left the 24 hours."""
    rows = _rows(FREES, portfolio=portfolio, since=now - DAY, place=max(excess, 0))
    return rows[0][0] + DAY if rows else None


def promos_of_today(
    channel_ids: Sequence[int], *, midnight: datetime, now: datetime
) -> Mapping[int, tuple[int, int]]:
    """By channel: promotions since midnight and since the full hour, with those that are on their way."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    rows = _rows(PROMOS, channels=list(channel_ids), midnight=midnight, hour=hour)
    return {pk: (today, this_hour) for pk, today, this_hour in rows}


def _rows(sql: str, **given: Any) -> list[tuple[Any, ...]]:
    return fetch(sql, {"workspace": current_workspace_id(), **given})
