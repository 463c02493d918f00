"""What dead workers left, and what stayed uncertain for too long (reliability.md 1). Machine time throughout."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, connections

from sapa.accounts.selectors import workspace_ids
from sapa.base.scope import workspace_scope
from sapa.messaging.delivery.pacing import ROLE
from sapa.messaging.delivery.results import GRACE_SECONDS
from sapa.messaging.models import Channel, Message
from sapa.messaging.services.channels import hold_channel
from sapa.messaging.services.conversations import tell

LOSE = """
WITH lost AS (
    UPDATE messaging_message SET state = 'unknown', error = 'interrupted',
        lease_until = clock_timestamp() + %(grace)s * interval '1 second'
    WHERE state = 'sending' AND lease_until < clock_timestamp()
    RETURNING workspace_id, id, attempts
)
UPDATE messaging_attempt a SET outcome = 'unknown' FROM lost
WHERE a.workspace_id = lost.workspace_id AND a.message_id = lost.id AND a.n = lost.attempts AND a.outcome = ''
"""
OVERDUE = """
SELECT workspace_id, array_agg(id) FROM messaging_message
WHERE state = 'unknown' AND lease_until < clock_timestamp() GROUP BY workspace_id ORDER BY workspace_id
"""
HASTEN = """
UPDATE messaging_message SET not_before = deadline
WHERE state = 'planned' AND deadline <= %(now)s AND not_before > %(now)s
"""
# Once more, only what must arrive, only after one uncertain try, and only when a webhook of that number came
# since: then the silence about this message means that it did not leave. Not so when a body that came since could
# not be read yet: it may speak of this message.
SETTLE = """
WITH uncertain AS (
    SELECT m.id, m.conversation_id, m.delivery_class = 'must' AND c.stopped = ''
        AND (m.deadline IS NULL OR m.deadline > %(now)s)
        AND c.last_inbound_at > max(a.started_at) AND count(a.id) FILTER (WHERE a.outcome = 'unknown') <= 1
        AND NOT EXISTS (SELECT 1 FROM events_rawdelivery r WHERE r.workspace_id = c.workspace_id
            AND r.endpoint_id = c.endpoint_id AND r.received_at >= max(a.started_at)
            AND (r.state = 'dead' OR (r.state = 'new' AND r.received_at < %(now)s - interval '1 minute'))) AS again
    FROM messaging_message m
    JOIN messaging_channel c ON c.workspace_id = m.workspace_id AND c.id = m.channel_id
    JOIN messaging_attempt a ON a.workspace_id = m.workspace_id AND a.message_id = m.id
    WHERE m.workspace_id = %(workspace)s AND m.id = ANY(%(ids)s)
    GROUP BY m.id, c.id
)
UPDATE messaging_message m SET state = CASE WHEN u.again THEN 'planned' ELSE 'quarantined' END,
    not_before = CASE WHEN u.again THEN %(now)s ELSE m.not_before END, lease_until = NULL
FROM uncertain u WHERE m.workspace_id = %(workspace)s AND m.id = u.id AND m.state = 'unknown'
RETURNING m.conversation_id
"""


def sweep(now: datetime) -> None:
    """To be called every 15 seconds or so, by any number of workers."""
    with connections[ROLE].cursor() as cursor:
        cursor.execute(LOSE, {"grace": GRACE_SECONDS})
        cursor.execute(HASTEN, {"now": now})
        cursor.execute(OVERDUE)
        overdue = cursor.fetchall()
    for workspace_id, message_ids in overdue:
        _settle(workspace_id, message_ids, now)


def stop_everything(*, code: str, detail: str, now: datetime) -> None:
    """Every number of every workspace, until a person lets it go."""
    for workspace_id in workspace_ids():
        with workspace_scope(workspace_id):
            for pk in Channel.objects.filter(stopped="").order_by("id").values_list("pk", flat=True):
                hold_channel(channel_id=pk, code=code, detail=detail, now=now, source="measured")


def _settle(workspace_id: int, message_ids: Sequence[int], now: datetime) -> None:
    with workspace_scope(workspace_id):
        still = Message.objects.filter(id__in=message_ids, state=Message.State.UNKNOWN).order_by("id")
        ids = list(still.select_for_update().values_list("id", flat=True))
        with connection.cursor() as cursor:
            cursor.execute(SETTLE, {"workspace": workspace_id, "ids": ids, "now": now})
            tell(changed=[row[0] for row in cursor.fetchall()])
