"""What single people of the team should see, collapsed: more of the same in a conversation only counts up."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.inbox.models import Notice
from sapa.inbox.selectors.teams import on_duty
from sapa.inbox.services.clocks.answers import said_in
from sapa.messaging.models import Conversation

KINDS = frozenset(
    {
        *("handed_off", "assigned", "mentioned", "message", "due_soon", "breached", "ticket"),
        *("later_failed", "nobody_took"),
    }
)
ALWAYS = ("handed_off", "nobody_took")  # speak to everybody, and each time anew
KEPT = timedelta(days=90)
TELL = """
INSERT INTO inbox_notice (workspace_id, user_id, kind, conversation_id, ticket_id, count, at)
SELECT %(workspace)b::bigint, u.id, %(kind)b::text, u.conversation, %(ticket)b::bigint, u.count, %(now)b::timestamptz
FROM unnest(%(users)b::bigint[], %(conversations)b::bigint[], %(counts)b::int[]) AS u (id, conversation, count)
WHERE u.conversation IS NOT NULL OR NOT EXISTS (SELECT 1 FROM inbox_notice n WHERE n.workspace_id = %(workspace)b
    AND n.user_id = u.id AND n.kind = %(kind)b AND n.conversation_id IS NULL AND n.seen_at IS NULL
    AND n.ticket_id IS NOT DISTINCT FROM %(ticket)b::bigint)
ORDER BY u.id, u.conversation
ON CONFLICT (workspace_id, user_id, kind, conversation_id) WHERE seen_at IS NULL AND conversation_id IS NOT NULL
DO UPDATE SET count = inbox_notice.count + excluded.count, at = greatest(inbox_notice.at, excluded.at),
    ticket_id = coalesce(excluded.ticket_id, inbox_notice.ticket_id),
    told_at = CASE WHEN %(anew)b THEN NULL ELSE inbox_notice.told_at END
"""
Told = Mapping[tuple[int, int | None], int]


def tell(
    *,
    kind: str,
    user_ids: Iterable[int],
    conversation_id: int | None = None,
    ticket_id: int | None = None,
    now: datetime,
) -> None:
    """Each person once. Raises ValueError for a kind that nobody knows."""
    _write(kind, {(one, conversation_id): 1 for one in user_ids}, ticket_id, now)


def tell_of_messages(*, message_ids: Iterable[int], now: datetime) -> None:
    """Customers wrote: told to whoever has the conversation, and where that is nobody who is there, to everybody
    who is; not while the assistant answers.
    """
    said = said_in(message_ids)
    rows = Conversation.objects.filter(pk__in=said, open=True).exclude(owner=Conversation.Owner.ASSISTANT)
    whose = dict(rows.values_list("pk", "assignee_id"))
    there = on_duty(now) if whose else []
    whom = {pk: whose_turn(mine, there) for pk, mine in whose.items()}
    _write("message", {(one, pk): len(said[pk]) for pk, ids in whom.items() for one in ids}, None, now)


def whose_turn(mine: int | None, there: Sequence[int]) -> list[int]:
    """Whoever has it, alone while they are there; else also all who are."""
    return [mine] if mine and mine in there else [*there, *([mine] if mine else [])]


def see(
    *, user_id: int, now: datetime, conversation_id: int | None = None, ticket_id: int | None = None
) -> int:
    """This person has seen what was told of the conversation or ticket, or everything. Returns how many."""
    rows = Notice.objects.filter(user_id=user_id, seen_at=None)
    if conversation_id is not None:
        rows = rows.filter(conversation_id=conversation_id)
    if ticket_id is not None:
        rows = rows.filter(ticket_id=ticket_id)
    held = rows.order_by("conversation_id", "kind", "pk").select_for_update()
    ids = list(held.values_list("pk", flat=True))  # in the order in which they are told
    return Notice.objects.filter(pk__in=ids).update(seen_at=now) if ids else 0


def forget_old(*, now: datetime) -> int:
    """What is older than three months says nothing to anybody. Returns how many are gone."""
    return Notice.objects.filter(at__lt=now - KEPT).delete()[0]


def _write(kind: str, told: Told, ticket_id: int | None, now: datetime) -> None:
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of notice")
    if not told:
        return
    given = {
        "workspace": current_workspace_id(),
        "kind": kind,
        "users": [user_id for user_id, _ in told],
        "conversations": [conversation_id for _, conversation_id in told],
        "counts": list(told.values()),
        "ticket": ticket_id,
        "anew": kind in ALWAYS,
        "now": now,
    }
    fetch(TELL, given)
