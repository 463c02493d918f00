"""Delivery statuses: they settle what an HTTP answer left open and only move forward (reliability.md 1)."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.contacts.models import LedgerEntry
from sapa.contacts.services import write_ledger
from sapa.events.services import NewEvent, record
from sapa.messaging.models import Channel, OrphanStatus
from sapa.messaging.schemas import Status
from sapa.messaging.services.costs import charge, pricing_of
from sapa.messaging.services.refusals import failed_statuses

WORDS = {"sent": "sent", "delivered": "delivered", "read": "read", "played": "read", "failed": "failed"}
# failed stands between sent and delivered: who read a message did get it, whatever was said before.
ORDER = ["none", "sent", "failed", "delivered", "read"]
LONGEST_DETAIL = 300
PARKED = timedelta(minutes=15)
KEPT = timedelta(days=30)

# By our own token first, then by the provider's id: a status may overtake the answer that carries the id.
MATCH = """
SELECT s.place - 1, m.id, a.id, a.outcome = 'accepted', w.wamid IS NOT NULL
FROM unnest(%(tokens)b::text[], %(wamids)b::text[]) WITH ORDINALITY AS s (token, wamid, place)
LEFT JOIN messaging_attempt a ON a.workspace_id = %(workspace)b AND a.token = s.token AND s.token <> ''
LEFT JOIN messaging_wamid w ON w.workspace_id = %(workspace)b AND w.channel_id = %(channel)b
    AND w.wamid = s.wamid
JOIN messaging_message m ON m.workspace_id = %(workspace)b AND m.id = coalesce(a.message_id, w.message_id)
    AND m.channel_id = %(channel)b AND m.direction = 'out'
ORDER BY s.place
"""
LOCK = """
SELECT id FROM messaging_message
WHERE workspace_id = %(workspace)b AND id = ANY(%(ids)b::bigint[]) ORDER BY id FOR UPDATE
"""
KEEP_WAMIDS = """
INSERT INTO messaging_wamid (workspace_id, channel_id, wamid, message_id)
SELECT DISTINCT ON (wamid) %(workspace)b, %(channel)b, wamid, message_id
FROM unnest(%(wamids)b::text[], %(ids)b::bigint[]) AS s (wamid, message_id) ORDER BY wamid
ON CONFLICT DO NOTHING
"""
SETTLE_ATTEMPTS = """
UPDATE messaging_attempt a SET outcome = 'accepted', wamid = s.wamid, settled_by = 'webhook',
    finished_at = coalesce(a.finished_at, %(now)b)
FROM unnest(%(attempts)b::bigint[], %(wamids)b::text[]) AS s (id, wamid)
WHERE a.workspace_id = %(workspace)b AND a.id = s.id AND a.outcome <> 'accepted'
"""
APPLY = """
WITH news AS (
    SELECT message_id, max(wamid) AS wamid, min(at) AS first_at,
        max(array_position(%(order)b::text[], status)) AS rank,
        min(at) FILTER (WHERE status = 'sent') AS sent_at,
        min(at) FILTER (WHERE status = 'delivered') AS delivered_at,
        min(at) FILTER (WHERE status = 'read') AS read_at,
        min(at) FILTER (WHERE status = 'failed') AS failed_at,
        max(code) FILTER (WHERE status = 'failed') AS code,
        max(detail) FILTER (WHERE status = 'failed') AS detail
    FROM unnest(%(ids)b::bigint[], %(wamids)b::text[], %(statuses)b::text[], %(ats)b::timestamptz[],
        %(codes)b::text[], %(details)b::text[]) AS s (message_id, wamid, status, at, code, detail)
    GROUP BY message_id
), target AS (
    SELECT m.id, m.state, m.delivery AS was, news.*,
        greatest(array_position(%(order)b::text[], m.delivery::text), news.rank) AS final
    FROM messaging_message m JOIN news ON news.message_id = m.id WHERE m.workspace_id = %(workspace)b
), changed AS (
    UPDATE messaging_message m SET
        state = 'accepted',
        lease_until = NULL,
        wamid = coalesce(nullif(m.wamid, ''), t.wamid),
        accepted_at = coalesce(m.accepted_at, t.first_at),
        delivery = (%(order)b::text[])[t.final],
        sent_at = coalesce(m.sent_at, t.sent_at),
        delivered_at = coalesce(m.delivered_at, t.delivered_at),
        read_at = coalesce(m.read_at, t.read_at),
        failed_at = CASE WHEN t.final = %(failed)b THEN coalesce(m.failed_at, t.failed_at) END,
        error = CASE WHEN t.final = %(failed)b THEN coalesce(t.code, m.error) ELSE '' END,
        error_detail = CASE WHEN t.final = %(failed)b THEN coalesce(t.detail, m.error_detail) ELSE '' END,
        reasons = CASE WHEN t.state = 'accepted' THEN m.reasons ELSE '[]'::jsonb END
    FROM target t WHERE m.workspace_id = %(workspace)b AND m.id = t.id
        AND (t.state <> 'accepted' OR t.final > array_position(%(order)b::text[], m.delivery::text))
    RETURNING m.id, m.delivery, t.was
)
SELECT m.id, m.contact_id, m.conversation_id, m.order_id, m.follow_up_id, m.klass, m.kind, m.by,
    coalesce(t.code, m.error), coalesce(c.delivery = 'failed' AND c.was <> 'failed', false) AS failed_now,
    c.id IS NOT NULL AS changed
FROM target t JOIN messaging_message m ON m.workspace_id = %(workspace)b AND m.id = t.id
LEFT JOIN changed c ON c.id = m.id
"""
ADOPT = """
DELETE FROM messaging_orphanstatus o USING messaging_wamid w
WHERE o.workspace_id = %(workspace)b AND o.channel_id = %(channel)b AND o.kept_at > %(since)b
    AND w.workspace_id = o.workspace_id AND w.channel_id = o.channel_id AND w.wamid = o.wamid
RETURNING o.wamid, o.status, o.code, o.detail, o.at, o.pricing::text
"""


class Matched(NamedTuple):
    """`settled`: the attempt is known to have been accepted; `kept`: the provider's id is on record."""

    status: Status
    message_id: int
    attempt_id: int | None
    settled: bool | None
    kept: bool


class Row(NamedTuple):
    id: int
    contact_id: int
    conversation_id: int
    order_id: int | None
    follow_up_id: int | None
    klass: str
    kind: str
    by: str
    error: str
    failed_now: bool
    changed: bool


def apply_statuses(*, channel: Channel, statuses: Sequence[Status], now: datetime) -> set[int]:
    """Returns the conversations whose messages changed; the caller tells them last.

    Words that are not known are ignored. A status of a message that nobody knows is parked: it may belong to
    an answer that is still being written down.
    """
    known = [one for one in statuses if one.status in WORDS]
    known += _adopted(channel, now)
    if not known:
        return set()
    matched = _matched(channel, known)
    _park(channel, known, matched, now)
    return _apply(channel, matched, now) if matched else set()


def _matched(channel: Channel, statuses: Sequence[Status]) -> list[Matched]:
    given = _given(channel, tokens=[s.token for s in statuses], wamids=[s.id for s in statuses])
    return [Matched(statuses[place], *found) for place, *found in fetch(MATCH, given)]


def _apply(channel: Channel, matched: Sequence[Matched], now: datetime) -> set[int]:
    given = _given(channel, now=now, order=ORDER, failed=ORDER.index("failed") + 1) | _columns(matched, now)
    fetch(LOCK, given)
    _settle(channel, matched, now)
    rows = {row[0]: Row(*row) for row in fetch(APPLY, given)}
    told = {one.message_id: one.status for one in matched}
    _write_failures(channel, rows, told, now)
    failed = {row.id: (row.error, told[row.id].detail) for row in rows.values() if row.failed_now}
    failed_statuses(channel=channel, codes=failed, now=now)
    record(events=_events(channel, matched, rows, now), now=now)
    charge(channel=channel, statuses=[(one.message_id, one.status) for one in matched], now=now)
    return {row.conversation_id for row in rows.values() if row.changed}


def _settle(channel: Channel, matched: Sequence[Matched], now: datetime) -> None:
    """What an answer that never came left open. Most statuses find everything settled: then nothing is asked."""
    if unkept := [one for one in matched if not one.kept]:
        ids, wamids = [one.message_id for one in unkept], [one.status.id for one in unkept]
        fetch(KEEP_WAMIDS, _given(channel, ids=ids, wamids=wamids))
    if open_ := [one for one in matched if one.attempt_id is not None and not one.settled]:
        attempts, wamids = [one.attempt_id for one in open_], [one.status.id for one in open_]
        fetch(SETTLE_ATTEMPTS, _given(channel, now=now, attempts=attempts, wamids=wamids))


def _columns(matched: Sequence[Matched], now: datetime) -> dict[str, Any]:
    return {
        "ids": [one.message_id for one in matched],
        "wamids": [one.status.id for one in matched],
        "statuses": [WORDS[one.status.status] for one in matched],
        "ats": [min(one.status.at or now, now) for one in matched],
        "codes": [str(one.status.code) if one.status.code is not None else "" for one in matched],
        "details": [one.status.detail[:LONGEST_DETAIL] for one in matched],
    }


def _write_failures(
    channel: Channel, rows: dict[int, Row], statuses: dict[int, Status], now: datetime
) -> None:
    write_ledger(
        entries=[
            LedgerEntry(
                contact_id=row.contact_id,
                at=min(statuses[row.id].at or now, now),
                fact="failed",
                channel=channel.kind,
                klass=row.klass,
                kind=row.kind,
                by=row.by,
                error=row.error[:20],
                message_id=row.id,
                order_id=row.order_id,
            )
            for row in rows.values()
            if row.failed_now
        ]
    )


def _events(
    channel: Channel, matched: Sequence[Matched], rows: dict[int, Row], now: datetime
) -> list[NewEvent]:
    """A failure counts only when it changed the message."""
    return [
        NewEvent(
            name=f"message.{WORDS[one.status.status]}",
            key=f"{channel.kind}:message:{one.status.id}:{WORDS[one.status.status]}",
            at=min(one.status.at or now, now),
            contact_id=rows[one.message_id].contact_id,
            order_id=rows[one.message_id].order_id,
            data=_data(rows[one.message_id]),
        )
        for one in matched
        if WORDS[one.status.status] != "failed" or rows[one.message_id].failed_now
    ]


def _data(row: Row) -> dict[str, Any]:
    code = {"code": row.error} if row.failed_now else {}
    return {
        "message_id": row.id,
        "conversation_id": row.conversation_id,
        "follow_up_id": row.follow_up_id,
        **code,
    }


def _park(channel: Channel, known: Sequence[Status], matched: Sequence[Matched], now: datetime) -> None:
    theirs = {id(one.status) for one in matched}
    orphans = [one for one in known if id(one) not in theirs]
    if not orphans:
        return
    OrphanStatus.objects.filter(kept_at__lt=now - KEPT).delete()
    OrphanStatus.objects.bulk_create([_orphan(channel, one, now) for one in orphans], ignore_conflicts=True)


def _orphan(channel: Channel, one: Status, now: datetime) -> OrphanStatus:
    return OrphanStatus(
        channel=channel,
        wamid=one.id,
        status=one.status,
        code=one.code,
        detail=one.detail[:LONGEST_DETAIL],
        pricing=pricing_of(one),
        at=min(one.at or now, now),
        kept_at=now,
    )


def _adopted(channel: Channel, now: datetime) -> list[Status]:
    """Parked statuses whose message is known by now."""
    rows = fetch(ADOPT, _given(channel, since=now - PARKED))
    return [
        Status(
            id=wamid,
            number_id=channel.external_id,
            status=status,
            code=code,
            detail=detail,
            at=at,
            **json.loads(pricing),
        )
        for wamid, status, code, detail, at, pricing in rows
    ]


def _given(channel: Channel, **more: Any) -> dict[str, Any]:
    return {"workspace": current_workspace_id(), "channel": channel.pk, **more}
