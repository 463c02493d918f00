"""The talk with a contact on a channel: opened once, its columns kept as messages come and go."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypedDict, Unpack

from django.db import transaction
from django.db.models import F

from sapa.accounts.selectors import workspace_ids
from sapa.base.rows import changed, fetch
from sapa.base.scope import current_workspace_id, workspace_scope
from sapa.domain.disguises import plain
from sapa.messaging.models import Conversation

PREVIEW, READ = 160, 2000

OPEN = """
INSERT INTO messaging_conversation (workspace_id, public_id, contact_id, channel_id, open, owner,
    last_message_at, preview, preview_direction, unread, version)
SELECT %(workspace)b::bigint, gen_random_uuid(), pair.contact_id, pair.channel_id, true, 'assistant',
    %(now)b::timestamptz, '', '', 0, 0
FROM unnest(%(contacts)b::bigint[], %(channels)b::bigint[]) AS pair (contact_id, channel_id)
WHERE NOT EXISTS (SELECT 1 FROM messaging_conversation c WHERE c.workspace_id = %(workspace)b
    AND c.contact_id = pair.contact_id AND c.channel_id = pair.channel_id AND c.open)
ORDER BY pair.contact_id, pair.channel_id
ON CONFLICT (workspace_id, contact_id, channel_id) WHERE open DO NOTHING
"""
FIND = """
SELECT c.contact_id, c.channel_id, c.id
FROM unnest(%(contacts)b::bigint[], %(channels)b::bigint[]) AS pair (contact_id, channel_id)
JOIN messaging_conversation c ON c.workspace_id = %(workspace)b AND c.contact_id = pair.contact_id
    AND c.channel_id = pair.channel_id AND c.open
"""
LOCK = """
SELECT id FROM messaging_conversation
WHERE workspace_id = %(workspace)b AND id = ANY(%(ids)b::bigint[]) ORDER BY id FOR UPDATE
"""
CHANGED = """
WITH held AS MATERIALIZED (SELECT id FROM messaging_conversation
    WHERE workspace_id = %(workspace)b AND id = ANY(%(ids)b::bigint[]) ORDER BY id FOR UPDATE)
UPDATE messaging_conversation c SET version = c.version + 1 FROM held
WHERE c.workspace_id = %(workspace)b AND c.id = held.id
"""

# The newest message of each conversation decides the preview; older news only raises the version. Whoever closed it
# after the customer's message had found it has not seen that message: it is open again, unless another one is.
TOUCH = """
UPDATE messaging_conversation c SET
    version = c.version + 1,
    open = c.open OR news.inbound_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM messaging_conversation o
        WHERE o.workspace_id = c.workspace_id AND o.contact_id = c.contact_id AND o.channel_id = c.channel_id
            AND o.open),
    last_message_at = CASE WHEN c.preview_direction = '' THEN news.at ELSE greatest(c.last_message_at, news.at) END,
    preview = CASE WHEN c.preview_direction = '' OR news.at >= c.last_message_at
        THEN news.preview ELSE c.preview END,
    preview_direction = CASE WHEN c.preview_direction = '' OR news.at >= c.last_message_at
        THEN news.direction ELSE c.preview_direction END,
    unread = c.unread + news.received,
    last_inbound_at = greatest(c.last_inbound_at, news.inbound_at),
    snoozed_until = CASE WHEN news.inbound_at IS NULL THEN c.snoozed_until END,
    waiting_since = CASE
        WHEN news.inbound_at IS NULL AND news.answered_at >= coalesce(c.last_inbound_at, news.answered_at)
            THEN NULL
        WHEN news.first_inbound_at IS NOT NULL THEN least(c.waiting_since, news.first_inbound_at)
        ELSE c.waiting_since END
FROM (
    SELECT n.conversation_id, max(n.at) AS at,
        (array_agg(n.preview ORDER BY n.at DESC, n.place DESC))[1] AS preview,
        (array_agg(n.direction ORDER BY n.at DESC, n.place DESC))[1] AS direction,
        count(*) FILTER (WHERE n.direction = 'in') AS received,
        max(n.at) FILTER (WHERE n.direction = 'in' AND n.opens) AS inbound_at,
        min(n.at) FILTER (WHERE n.direction = 'in' AND n.opens) AS first_inbound_at,
        max(n.at) FILTER (WHERE n.direction = 'out' AND n.opens) AS answered_at
    FROM unnest(%(conversations)b::bigint[], %(ats)b::timestamptz[], %(previews)b::text[],
                %(directions)b::text[], %(opens)b::boolean[])
         WITH ORDINALITY AS n (conversation_id, at, preview, direction, opens, place)
    GROUP BY n.conversation_id
) AS news
WHERE c.workspace_id = %(workspace)b AND c.id = news.conversation_id
"""

DUE = """
WITH given AS (SELECT * FROM unnest(%(ids)b::bigint[], %(dues)b::timestamptz[]) AS u (id, due_at)),
held AS MATERIALIZED (SELECT c.id FROM messaging_conversation c JOIN given ON given.id = c.id
    WHERE c.workspace_id = %(workspace)b AND c.due_at IS DISTINCT FROM given.due_at ORDER BY c.id FOR UPDATE OF c)
UPDATE messaging_conversation c SET due_at = given.due_at, version = c.version + 1
FROM given JOIN held ON held.id = given.id WHERE c.workspace_id = %(workspace)b AND c.id = given.id
"""

DESK = """
WITH held AS MATERIALIZED (SELECT id FROM messaging_conversation
    WHERE workspace_id = %(workspace)b AND id = ANY(%(ids)b::bigint[]) ORDER BY id FOR UPDATE)
UPDATE messaging_conversation c SET {changes}, version = c.version + 1 FROM held
WHERE c.workspace_id = %(workspace)b AND c.id = held.id
"""
COLUMNS = {
    "due_at": "timestamptz",
    "priority": "smallint",
    "team_id": "bigint",
    "snoozed_until": "timestamptz",
    "unread": "integer",
}
# Of those that were closed the one with a new talk beside it stays closed: one is open for each contact and channel.
REOPEN = """
WITH held AS MATERIALIZED (SELECT c.id, given.waiting_since FROM messaging_conversation c
    JOIN unnest(%(ids)b::bigint[], %(waiting)b::timestamptz[]) AS given (id, waiting_since) ON given.id = c.id
    WHERE c.workspace_id = %(workspace)b AND NOT c.open AND NOT EXISTS (
        SELECT 1 FROM messaging_conversation o WHERE o.workspace_id = c.workspace_id
            AND o.contact_id = c.contact_id AND o.channel_id = c.channel_id AND o.open)
    ORDER BY c.id FOR UPDATE OF c)
UPDATE messaging_conversation c SET open = true, waiting_since = held.waiting_since, version = c.version + 1
FROM held WHERE c.workspace_id = %(workspace)b AND c.id = held.id RETURNING c.id
"""
WAKE = """
UPDATE messaging_conversation c SET snoozed_until = NULL, version = c.version + 1 WHERE c.id IN (
    SELECT id FROM messaging_conversation WHERE workspace_id = %(workspace)b AND snoozed_until <= %(now)b
    ORDER BY snoozed_until, id LIMIT %(limit)b FOR UPDATE SKIP LOCKED)
"""
WOKEN = 500


class Desk(TypedDict, total=False):
    """What the desk says of a conversation; whatever is not named stays."""

    due_at: datetime | None
    priority: int
    team_id: int | None
    snoozed_until: datetime | None
    unread: int


class News(NamedTuple):
    """`counts`: inbound, it opens the 24-hour window and waits for an answer; outbound, it is an answer."""

    conversation_id: int
    at: datetime
    text: str
    direction: str
    counts: bool


def open_conversations(*, pairs: Iterable[tuple[int, int]], now: datetime) -> dict[tuple[int, int], int]:
    """The open conversation of each (contact, channel), made where there is none."""
    wanted = sorted(set(pairs))
    given: dict[str, Any] = {
        "workspace": current_workspace_id(),
        "now": now,
        "contacts": [contact_id for contact_id, _ in wanted],
        "channels": [channel_id for _, channel_id in wanted],
    }
    with transaction.atomic():
        fetch(OPEN, given)
        return {(contact_id, channel_id): found for contact_id, channel_id, found in fetch(FIND, given)}


def tell(*, news: Sequence[News] = (), changed: Iterable[int] = ()) -> None:
    """Messages came in or left (`news`), or something about them `changed`: open pages look again.

    Conversations are locked in ascending order, last of all that a transaction locks.
    """
    fresh = {one.conversation_id for one in news}
    others = sorted(set(changed) - fresh)
    if not fresh and not others:
        return
    workspace = current_workspace_id()
    if news:
        fetch(LOCK, {"workspace": workspace, "ids": sorted({*fresh, *others})})
        fetch(TOUCH, _columns(news))
    if others:
        fetch(CHANGED, {"workspace": workspace, "ids": others})


def one_line(text: str) -> str:
    """The beginning of a message for a list, without signs that would turn or hide what stands beside it."""
    return " ".join(plain(text[:READ]).split())[:PREVIEW]


def _columns(news: Sequence[News]) -> dict[str, Any]:
    return {
        "workspace": current_workspace_id(),
        "conversations": [one.conversation_id for one in news],
        "ats": [one.at for one in news],
        "previews": [one_line(one.text) for one in news],
        "directions": [one.direction for one in news],
        "opens": [one.counts for one in news],
    }


def note_due(*, due: Mapping[int, datetime | None]) -> None:
    """When the next promise of service of each conversation runs out; None: nothing is promised there."""
    if due:
        ids = sorted(due)
        fetch(DUE, {"workspace": current_workspace_id(), "ids": ids, "dues": [due[pk] for pk in ids]})


def wait_again(*, conversation_id: int, since: datetime) -> None:
    """The answer did not arrive: the customer goes on waiting since then."""
    waiting = Conversation.objects.filter(id=conversation_id, open=True, waiting_since=None)
    waiting.update(waiting_since=since, version=F("version") + 1)


def wait_since(*, conversation_id: int, since: datetime | None) -> None:
    """What was waited for needs no answer; others of the customer's messages still do, since then."""
    waiting = Conversation.objects.filter(id=conversation_id, waiting_since__isnull=False)
    waiting.exclude(waiting_since=since).update(waiting_since=since, version=F("version") + 1)


def desk(*, conversation_ids: Iterable[int], **changes: Unpack[Desk]) -> None:
    """The same for all of them. Raises KeyError for a column that is not the desk's."""
    ids = sorted(set(conversation_ids))
    if not ids or not changes:
        return
    told = ", ".join(f"{name} = %({name})b::{COLUMNS[name]}" for name in changes)
    given = {"workspace": current_workspace_id(), "ids": ids, **changes}
    fetch(DESK.format(changes=told), given)


def reopen(*, conversation_ids: Iterable[int], waiting: Mapping[int, datetime] | None = None) -> list[int]:
    """Those of them that are open again; `waiting`: since when their customers wait for an answer."""
    ids, since = sorted(set(conversation_ids)), waiting or {}
    given = {"workspace": current_workspace_id(), "ids": ids, "waiting": [since.get(pk) for pk in ids]}
    return sorted(pk for (pk,) in fetch(REOPEN, given))


def wake_snoozed(*, now: datetime) -> int:
    """In every workspace: what was put off until now stands in the lists again."""
    return sum(_wake(workspace_id, now) for workspace_id in workspace_ids())


def _wake(workspace_id: int, now: datetime) -> int:
    with workspace_scope(workspace_id):
        return changed(WAKE, {"workspace": workspace_id, "now": now, "limit": WOKEN})


def mark_read(*, conversation_id: int) -> None:
    """Somebody of the team has seen it."""
    unread = Conversation.objects.filter(id=conversation_id, unread__gt=0)
    unread.update(unread=0, version=F("version") + 1)


def assign(*, conversation_id: int, owner: str, assignee_id: int | None = None) -> None:
    """Who answers: the assistant, a person (perhaps a certain one), or nobody."""
    Conversation.objects.filter(id=conversation_id).update(
        owner=owner, assignee_id=assignee_id, version=F("version") + 1
    )


def close_conversation(*, conversation_id: int) -> None:
    """The next message in or out opens a new one."""
    Conversation.objects.filter(id=conversation_id, open=True).update(
        open=False, waiting_since=None, snoozed_until=None, unread=0, version=F("version") + 1
    )
