"""Writing down what tries came to: by set, once, and never over what a status webhook has settled already."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils.module_loading import import_string

from sapa.base.failpoint import failpoint
from sapa.base.rows import fetch
from sapa.base.scope import workspace_scope
from sapa.contacts.models import LedgerEntry
from sapa.contacts.services import withdraw_sent, write_ledger
from sapa.events.services import NewEvent, record
from sapa.messaging.delivery.outcomes import Change, Result, change_of
from sapa.messaging.models import Channel, Message
from sapa.messaging.schemas import ChannelKind, Treatment
from sapa.messaging.services.conversations import tell
from sapa.messaging.services.refusals import RefusedMessage, apply_refusals
from sapa.messaging.services.statuses import apply_statuses

GRACE_SECONDS = 900
SYSTEM = "system"
State = Message.State
logger = logging.getLogger(__name__)

LOCK = """
SELECT id FROM messaging_message WHERE workspace_id = %(workspace)b AND id = ANY(%(ids)b::bigint[])
ORDER BY id FOR UPDATE
"""
ATTEMPTS = """
UPDATE messaging_attempt a SET finished_at = %(now)b::timestamptz, http_status = r.http, code = r.code,
    outcome = CASE WHEN a.settled_by = '' THEN r.outcome ELSE a.outcome END,
    wamid = coalesce(nullif(r.wamid, ''), a.wamid),
    settled_by = CASE WHEN a.settled_by = '' AND r.outcome <> 'unknown' THEN 'response' ELSE a.settled_by END
FROM unnest(%(ids)b::bigint[], %(ns)b::int[], %(outcomes)b::text[], %(https)b::int[], %(codes)b::text[],
    %(wamids)b::text[]) AS r (message_id, n, outcome, http, code, wamid)
WHERE a.workspace_id = %(workspace)b AND a.message_id = r.message_id AND a.n = r.n
"""
WAMIDS = """
INSERT INTO messaging_wamid (workspace_id, channel_id, wamid, message_id)
SELECT %(workspace)b::bigint, channel_id, wamid, message_id
FROM unnest(%(channels)b::bigint[], %(wamids)b::text[], %(ids)b::bigint[]) AS r (channel_id, wamid, message_id)
WHERE wamid <> '' ORDER BY wamid ON CONFLICT DO NOTHING
"""
# A certain answer also counts when it is written so late that somebody has called the message lost meanwhile.
MESSAGES = """
UPDATE messaging_message m SET
    state = r.state,
    wamid = CASE WHEN r.wamid <> '' AND m.wamid = '' THEN r.wamid ELSE m.wamid END,
    accepted_at = CASE WHEN r.state = 'accepted' THEN %(now)b::timestamptz ELSE m.accepted_at END,
    failed_at = CASE WHEN r.state = 'failed' THEN %(now)b::timestamptz ELSE m.failed_at END,
    not_before = coalesce(r.not_before, m.not_before),
    lease_until = CASE WHEN r.state = 'unknown' THEN clock_timestamp() + %(grace)b::int * interval '1 second' END,
    reasons = r.reasons::jsonb, error = r.error, error_detail = r.detail
FROM unnest(%(ids)b::bigint[], %(ns)b::int[], %(states)b::text[], %(wamids)b::text[], %(not_befores)b::timestamptz[],
    %(reasons)b::text[], %(errors)b::text[], %(details)b::text[])
    AS r (id, n, state, wamid, not_before, reasons, error, detail)
WHERE m.workspace_id = %(workspace)b AND m.id = r.id AND m.attempts = r.n AND (m.state = 'sending'
    OR (m.state = 'unknown' AND r.state <> 'unknown') OR (m.state = 'quarantined' AND r.state = 'accepted'))
RETURNING m.id, m.conversation_id
"""
# A status that came without our token waits for the id that this batch has brought.
PARKED = """
SELECT DISTINCT channel_id FROM messaging_orphanstatus
WHERE workspace_id = %(workspace)b AND channel_id = ANY(%(channels)b::bigint[]) AND wamid = ANY(%(wamids)b::text[])
"""


def record_results(results: Sequence[Result], now: datetime) -> None:
    """In any order and more than once. Raises only when the database cannot be reached: then call it again."""
    ordered = sorted(results, key=lambda one: (one.letter.workspace_id, one.letter.message_id))
    for workspace_id, some in groupby(ordered, key=lambda one: one.letter.workspace_id):
        _record_some(workspace_id, list(some), now)


def _record_some(workspace_id: int, results: list[Result], now: datetime) -> None:
    """What cannot be written stays as being sent; its lease and the status webhook settle it."""
    try:
        _record(workspace_id, results, now)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        if len(results) == 1:
            logger.error("message %s: %s while recording", results[0].letter.message_id, type(error).__name__)
            return
        for result in results:
            _record_some(workspace_id, [result], now)


def _record(workspace_id: int, results: list[Result], now: datetime) -> None:
    with workspace_scope(workspace_id):
        changes = [change_of(one, _treatment(one.kind), now) for one in results]
        talks = _write(workspace_id, changes, now)
        others = [c for c in changes if c.state != State.ACCEPTED and c.result.letter.message_id in talks]
        if others:
            _after(others, now)
        talked = {talks[c.result.letter.message_id] for c in changes if _is_news(c, talks)}
        for channel in _waited_for(workspace_id, changes):
            talked |= apply_statuses(channel=channel, statuses=[], now=now)
        tell(changed=talked)
        failpoint("delivery.writing")


def _is_news(change: Change, talks: Mapping[int, int]) -> bool:
    """That the provider took what the system wrote is told by its status; a person waits for the answer to theirs."""
    letter = change.result.letter
    return letter.message_id in talks and (change.state != State.ACCEPTED or letter.by != SYSTEM)


def _treatment(kind: str) -> Callable[[int | None], Treatment]:
    kinds: Mapping[str, ChannelKind] = import_string(settings.CHANNELS)
    return kinds[kind].treatment


def _write(workspace_id: int, changes: Sequence[Change], now: datetime) -> dict[int, int]:
    """The conversation of each message that was still being sent."""
    given: dict[str, Any] = {"workspace": workspace_id, "now": now, "grace": GRACE_SECONDS} | _columns(
        changes
    )
    for statement in (LOCK, ATTEMPTS, WAMIDS):
        fetch(statement, given)
    return dict(fetch(MESSAGES, given))


def _columns(changes: Sequence[Change]) -> dict[str, Any]:
    outcomes = [change.result.outcome for change in changes]
    letters = [change.result.letter for change in changes]
    return {
        "ids": [letter.message_id for letter in letters],
        "ns": [letter.n for letter in letters],
        "channels": [letter.channel_id for letter in letters],
        "outcomes": [outcome.kind for outcome in outcomes],
        "https": [outcome.http for outcome in outcomes],
        "codes": ["" if outcome.code is None else str(outcome.code) for outcome in outcomes],
        "wamids": [outcome.wamid for outcome in outcomes],
        "states": [change.state for change in changes],
        "not_befores": [change.not_before for change in changes],
        "reasons": [json_list(change.reasons) for change in changes],
        "errors": [change.error[:40] for change in changes],
        "details": [change.detail for change in changes],
    }


def json_list(codes: Sequence[str]) -> str:
    """Codes are plain words: no escaping is needed."""
    return "[" + ",".join(f'"{code}"' for code in codes) + "]"


def _after(changes: Sequence[Change], now: datetime) -> None:
    """What surely did not leave counts for nothing; what failed for good is a fact."""
    messages = Message.objects.select_related("channel").in_bulk(
        [c.result.letter.message_id for c in changes]
    )
    back = [change.result.letter for change in changes if change.state == State.PLANNED]
    withdraw_sent(attempts=[(letter.message_id, letter.n) for letter in back])
    failed = [messages[c.result.letter.message_id] for c in changes if c.state == State.FAILED]
    write_ledger(entries=[_fact(message, message.channel, now) for message in failed])
    record(events=[_event(message, message.channel, now) for message in failed], now=now)
    apply_refusals(refused=[_refused(change, messages) for change in changes if change.treatment], now=now)


def _refused(change: Change, messages: Mapping[int, Message]) -> RefusedMessage:
    assert change.treatment is not None  # noqa: S101 (the caller has looked)
    message = messages[change.result.letter.message_id]
    return RefusedMessage(message, change.error, change.treatment, change.detail)


def _waited_for(workspace_id: int, changes: Sequence[Change]) -> list[Channel]:
    """Numbers with parked statuses about what has just been accepted."""
    known = [change.result for change in changes if change.state == State.ACCEPTED]
    if not known:
        return []
    channels = sorted({one.letter.channel_id for one in known})
    wamids = [one.outcome.wamid for one in known]
    found = fetch(PARKED, {"workspace": workspace_id, "channels": channels, "wamids": wamids})
    return list(Channel.objects.filter(pk__in=[pk for (pk,) in found]).order_by("pk")) if found else []


def _fact(message: Message, channel: Channel, now: datetime) -> LedgerEntry:
    return LedgerEntry(
        contact_id=message.contact_id,
        at=now,
        fact="failed",
        channel=channel.kind,
        klass=message.klass,
        kind=message.kind,
        by=message.by,
        error=message.error[:20],
        message_id=message.pk,
        order_id=message.order_id,
    )


def _event(message: Message, channel: Channel, now: datetime) -> NewEvent:
    return NewEvent(
        name="message.failed",
        key=f"{channel.kind}:message:{message.public_id}:failed",
        at=now,
        contact_id=message.contact_id,
        order_id=message.order_id,
        data={
            "message_id": message.pk,
            "conversation_id": message.conversation_id,
            "follow_up_id": message.follow_up_id,
            "code": message.error,
        },
    )
