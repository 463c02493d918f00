"""What the phone app knew before: old chats are shown, but nobody reacts to them (coexistence)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.contacts.models import Identity
from sapa.contacts.services import find_or_make, write_ledger
from sapa.messaging.models import Channel, Message
from sapa.messaging.schemas import KnownPerson, PastMessage
from sapa.messaging.services.conversations import open_conversations
from sapa.messaging.services.incoming.changes import preview_of
from sapa.messaging.services.incoming.messages import LONGEST_TYPE, SILENT
from sapa.messaging.services.incoming.rows import claim, fact, people, person, unseen
from sapa.messaging.services.media import want_media

PLACEHOLDER = "media_placeholder"
DELIVERIES = {"sent": "sent", "delivered": "delivered", "read": "read", "played": "read"}

# A conversation of which nothing newer is known stands where its newest old message stood.
SHOW = """
UPDATE messaging_conversation c SET
    version = c.version + 1,
    last_message_at = CASE WHEN c.preview_direction = '' THEN past.at ELSE greatest(c.last_message_at, past.at) END,
    preview = CASE WHEN c.preview_direction = '' OR past.at > c.last_message_at
        THEN past.preview ELSE c.preview END,
    preview_direction = CASE WHEN c.preview_direction = '' OR past.at > c.last_message_at
        THEN past.direction ELSE c.preview_direction END
FROM unnest(%(ids)b::bigint[], %(ats)b::timestamptz[], %(previews)b::text[], %(directions)b::text[])
    AS past (id, at, preview, direction)
WHERE c.workspace_id = %(workspace)b AND c.id = past.id
"""


def receive_history(channel: Channel, history: Sequence[PastMessage], now: datetime) -> None:
    """No event, no window, nothing unread; the ledger knows them, so that nobody is taken for a stranger."""
    told = [one for one in history if (one.phone or one.user_id) and one.at and one.type not in SILENT]
    _fill_placeholders(channel, told, now)
    new = unseen(channel, told)
    if not new:
        return
    contacts = people(channel, new, now)
    ids = claim(channel, [one.id for one in new])
    pairs = {one.id: (contacts[one.id], channel.pk) for one in new}
    conversations = open_conversations(pairs=pairs.values(), now=now)
    messages = [
        _message(ids[one.id], one, pairs[one.id], conversations[pairs[one.id]], now)
        for one in new
        if one.id in ids
    ]
    Message.objects.bulk_create(messages)
    want_media(messages=messages, now=now)
    write_ledger(entries=[fact(message, channel) for message in messages])
    _show(messages)


def _message(
    message_id: int, one: PastMessage, pair: tuple[int, int], conversation_id: int, now: datetime
) -> Message:
    came = one.direction == "in"
    contact_id, channel_id = pair
    at = min(one.at or now, now)
    return Message(
        id=message_id,
        conversation_id=conversation_id,
        contact_id=contact_id,
        channel_id=channel_id,
        direction=one.direction,
        klass="" if came else "reply",
        kind="" if came else "agent_reply",
        by="customer" if came else "phone",
        type=one.type[:LONGEST_TYPE],
        text=one.text,
        payload=_payload(one),
        reply_to_wamid=one.reply_to,
        state=Message.State.RECEIVED if came else Message.State.ACCEPTED,
        delivery="none" if came else DELIVERIES.get(one.delivery, "sent"),
        at=at,
        not_before=at,
        wamid=one.id,
        accepted_at=None if came else at,
    )


def _payload(one: PastMessage) -> dict[str, object]:
    file = {"media_id": one.media_id, "media_type": one.media_type, "filename": one.filename}
    return {name: value for name, value in {**file, "data": dict(one.data), "past": True}.items() if value}


def _fill_placeholders(channel: Channel, told: Iterable[PastMessage], now: datetime) -> None:
    """The file of an old message comes later than its place in the chat."""
    files = {one.id: one for one in told if one.media_id}
    rows = Message.objects.filter(channel=channel, wamid__in=list(files), type=PLACEHOLDER[:LONGEST_TYPE])
    filled = list(rows.filter(conversation__channel=channel)) if files else []
    for message in filled:
        one = files[message.wamid]
        message.type, message.text, message.payload = one.type[:LONGEST_TYPE], one.text, _payload(one)
        message.save(update_fields=["type", "text", "payload"])
    want_media(messages=filled, now=now)


def _show(messages: Sequence[Message]) -> None:
    newest: dict[int, Message] = {}
    for message in sorted(messages, key=lambda one: (one.at, one.pk)):
        newest[message.conversation_id] = message
    rows = [newest[pk] for pk in sorted(newest)]
    given = {
        "ids": [row.conversation_id for row in rows],
        "ats": [row.at for row in rows],
        "previews": [preview_of(row) for row in rows],
        "directions": [row.direction for row in rows],
    }
    fetch(SHOW, {"workspace": current_workspace_id(), **given})


def learn_names(channel: Channel, known: Sequence[KnownPerson], now: datetime) -> None:
    """The address book of the phone names customers who have no name. The rest of it is nobody's business."""
    named = [person(one) for one in known if one.name and not one.removed]
    values = {value for one in named for _, value in one.recognised_by()}
    nameless = Q(contact__name="", contact__root=None) | Q(contact__root__name="")
    rows = Identity.objects.filter(nameless, value__in=values).values_list("kind", "value")
    ours: set[tuple[str, str]] = set(rows)
    theirs = [one for one in named if not ours.isdisjoint(one.recognised_by())]
    if theirs:
        find_or_make(people=theirs, source=channel.kind, now=now)
