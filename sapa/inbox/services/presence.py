"""Who is at a conversation, told by their open pages every few seconds. Machine time: the demo's clock may jump."""

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.inbox.services.teams import note_seen

LOOKS = 30
WRITES = 15
LOOK = """
INSERT INTO inbox_looker (workspace_id, conversation_id, user_id, looks_until, writes_until)
VALUES (%(workspace)b::bigint, %(conversation)b::bigint, %(user)b::bigint,
    clock_timestamp() + %(looks)b::int * interval '1 second',
    CASE WHEN %(writes)b::boolean THEN clock_timestamp() + %(pause)b::int * interval '1 second' END)
ON CONFLICT (workspace_id, conversation_id, user_id) DO UPDATE SET
    looks_until = excluded.looks_until, writes_until = excluded.writes_until
"""
LEAVE = """
DELETE FROM inbox_looker
WHERE workspace_id = %(workspace)b AND (user_id = %(user)b AND conversation_id = %(conversation)b
    OR looks_until < clock_timestamp() - interval '1 hour')
"""


def look(*, conversation_id: int, user_id: int, writes: bool) -> None:
    """This person has it open for the next half minute, and writes, or does not write any more."""
    fetch(LOOK, _given(conversation_id, user_id) | {"writes": writes, "looks": LOOKS, "pause": WRITES})
    note_seen(user_id=user_id)


def leave(*, conversation_id: int, user_id: int) -> None:
    """The page was closed or put away; what others left an hour ago goes too."""
    fetch(LEAVE, _given(conversation_id, user_id))


def _given(conversation_id: int, user_id: int) -> dict[str, object]:
    return {"workspace": current_workspace_id(), "conversation": conversation_id, "user": user_id}
