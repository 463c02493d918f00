"""One conversation's messages by thirty, oldest first: the newest, older or newer ones, those around one of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from sapa.contacts.selectors import members
from sapa.domain.lookup import Asked
from sapa.messaging.models import Conversation, Message, Wamid
from sapa.messaging.selectors.conversations import PAGE, Cursor
from sapa.web.cursors import newer_than, older_than

MOST_HITS = 200
REACTION = "reaction"


@dataclass(frozen=True, slots=True)
class Stretch:
    """`older` and `newer` are the cursors of what lies beyond either end; None where nothing does.

    `until`: when the first message beyond the newer end was written.
    """

    rows: Sequence[Message]
    older: Cursor | None
    newer: Cursor | None
    until: datetime | None = None


def newest(conversation_id: int, *, limit: int = PAGE) -> Stretch:
    rows, older = _back(_shown(conversation_id), limit)
    return Stretch(rows, older, None)


def before(conversation_id: int, place: Cursor, *, limit: int = PAGE) -> Stretch:
    rows, older = _back(_shown(conversation_id).filter(older_than("at", place)), limit)
    return Stretch(rows, older, _place(rows[-1]) if rows else None, place[0])


def after(conversation_id: int, place: Cursor, *, limit: int = PAGE) -> Stretch:
    rows, newer, until = _on(_shown(conversation_id).filter(newer_than("at", place)), limit)
    return Stretch(rows, _place(rows[0]) if rows else None, newer, until)


def around(message: Message, *, limit: int = PAGE) -> Stretch:
    """The message stands in the middle of its stretch, or nearer to an end of the conversation."""
    rows, half = _shown(message.conversation_id), limit // 2
    earlier, older = _back(rows.filter(older_than("at", _place(message))), half)
    later, newer, until = _on(rows.filter(newer_than("at", _place(message))), limit - half - 1)
    return Stretch([*earlier, message, *later], older, newer, until)


def named(conversation: Conversation, public_id: str) -> Message | None:
    """A message of this conversation by the id that stands in addresses; None for anything else."""
    try:
        wanted = UUID(public_id)
    except ValueError:
        return None
    return _shown(conversation.pk).filter(public_id=wanted).first()


def message_by_public_id(public_id: UUID) -> Message:
    """With its conversation. Raises Http404."""
    return get_object_or_404(Message.objects.select_related("conversation"), public_id=public_id)


def first_unread(conversation_id: int, unread: int) -> Message | None:
    """The oldest of so many newest messages of the customer."""
    if not unread:
        return None
    theirs = _shown(conversation_id).filter(direction="in").order_by("-at", "-pk")
    return next(iter(theirs[unread - 1 : unread]), None) or theirs.last()


def hits(conversation_id: int, asked: Asked) -> list[Message]:
    """Messages with all the words, the newest first; the index gives only this conversation's."""
    if not asked.words:
        return []
    rows = _shown(conversation_id)
    for word in asked.words:
        rows = rows.filter(text__icontains=word)
    return list(rows.order_by("-at", "-pk")[:MOST_HITS])


def quoted(messages: Iterable[Message]) -> dict[int, Message]:
    """What each message answers, by its own id, where that is a message with the same person."""
    answers = {one.pk: one for one in messages if one.reply_to_wamid and one.type != REACTION}
    if not answers:
        return {}
    wamids = {one.reply_to_wamid for one in answers.values()}
    rows = Wamid.objects.filter(channel__in={one.channel_id for one in answers.values()}, wamid__in=wamids)
    known = {(row.channel_id, row.wamid): row.message for row in rows.select_related("message")}
    root = members(one.contact_id for one in answers.values())
    found = {pk: known.get((one.channel_id, one.reply_to_wamid)) for pk, one in answers.items()}
    return {
        pk: there
        for pk, there in found.items()
        if there and root.get(there.contact_id) == root[answers[pk].contact_id]
    }


def earlier_conversation(conversation: Conversation, first: datetime) -> Conversation | None:
    """The one that was closed before this one began at `first`, with the same person on the same number."""
    people = list(members([conversation.contact_id]))
    rows = Message.objects.filter(contact_id__in=people, channel=conversation.channel, at__lt=first)
    before = rows.exclude(conversation=conversation).select_related("conversation").order_by("-at", "-pk")
    message = before.first()
    return message.conversation if message else None


def _shown(conversation_id: int) -> QuerySet[Message]:
    """Our own reactions stand on the messages that they are about."""
    rows = Message.objects.filter(conversation_id=conversation_id)
    return rows.exclude(direction="out", type=REACTION)


def _back(rows: QuerySet[Message], limit: int) -> tuple[list[Message], Cursor | None]:
    found = list(rows.order_by("-at", "-pk")[: limit + 1])
    kept = found[:limit][::-1]
    return kept, _place(kept[0]) if len(found) > limit else None


def _on(rows: QuerySet[Message], limit: int) -> tuple[list[Message], Cursor | None, datetime | None]:
    found = list(rows.order_by("at", "pk")[: limit + 1])
    if len(found) <= limit:
        return found, None, None
    return found[:limit], _place(found[limit - 1]), found[limit].at


def _place(message: Message) -> Cursor:
    return message.at, message.pk
