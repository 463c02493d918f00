"""What single people of the team should see, collapsed: more of the same in a conversation only counts up."""

from collections.abc import Iterable
from datetime import datetime

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id

KINDS = frozenset(
    {
        *("handed_off", "assigned", "mentioned", "message", "due_soon", "breached", "ticket"),
        *("later_failed", "nobody_took"),
    }
)
TELL = """
INSERT INTO inbox_notice (workspace_id, user_id, kind, conversation_id, ticket_id, count, at)
SELECT %(workspace)b::bigint, u.id, %(kind)b::text, %(conversation)b::bigint, %(ticket)b::bigint, 1,
    %(now)b::timestamptz
FROM unnest(%(users)b::bigint[]) AS u (id) ORDER BY u.id
ON CONFLICT (workspace_id, user_id, kind, conversation_id) WHERE seen_at IS NULL AND conversation_id IS NOT NULL
DO UPDATE SET count = inbox_notice.count + 1, at = greatest(inbox_notice.at, excluded.at),
    ticket_id = coalesce(excluded.ticket_id, inbox_notice.ticket_id)
"""


def tell(
    *,
    kind: str,
    user_ids: Iterable[int],
    conversation_id: int | None = None,
    ticket_id: int | None = None,
    now: datetime,
) -> None:
    """Each person once. Raises ValueError for a kind that nobody knows."""
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of notice")
    given = {
        "workspace": current_workspace_id(),
        "kind": kind,
        "users": sorted(set(user_ids)),
        "conversation": conversation_id,
        "ticket": ticket_id,
        "now": now,
    }
    fetch(TELL, given)
